"""The ways to tell someone, each with what its service understands."""
