"""Who did what and when, kept in the transaction that did it."""
