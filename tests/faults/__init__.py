"""Promises that hold while something is killed, frozen, full or cut: the real server, a real PostgreSQL, real load."""
