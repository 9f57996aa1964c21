"""Logging in, and looking after keys."""
