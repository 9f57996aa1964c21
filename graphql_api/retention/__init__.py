"""Cleaning up what is old, archives, exports, and erasing what one person sent."""
