"""Taking in what people say: check it, redact it, keep it, exactly once."""
