"""Everything that is kept in one archive, and back from it."""
