"""The command `feedback`."""
