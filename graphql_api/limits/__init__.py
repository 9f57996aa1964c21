"""How much one address or one key may do in a time, counted in memory or in Redis."""

from graphql_api.limits.limiter import Account, Bucket, Limiter, LimiterState

__all__ = ["Account", "Bucket", "Limiter", "LimiterState"]
