"""Submitting, finding and triaging what people say."""
