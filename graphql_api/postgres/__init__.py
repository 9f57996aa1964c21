"""Connecting to PostgreSQL, running one of our own when none is given, and migrating it."""
