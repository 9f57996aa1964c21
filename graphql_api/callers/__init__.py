"""Telling who calls: by an API key, or by the cookie of a browser that logged in with one."""
