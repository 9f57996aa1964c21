"""GraphQL over HTTP: from bytes to an operation, and from its result to bytes."""
