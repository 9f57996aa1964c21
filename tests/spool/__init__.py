"""Promises of the spool."""
