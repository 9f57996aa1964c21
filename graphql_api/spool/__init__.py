"""Keeping accepted records safe on disk while the database cannot take them, and handing them over afterwards."""
