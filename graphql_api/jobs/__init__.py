"""Work that outlives a request: a row born in the transaction that needs it."""
