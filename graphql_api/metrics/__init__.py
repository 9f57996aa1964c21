"""Counting what the service does."""
