"""Understanding what people say: sentiment, topic, and how sure we are."""
