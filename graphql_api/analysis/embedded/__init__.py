"""The local model that comes with the install: a small sentence encoder and linear heads, without torch."""
