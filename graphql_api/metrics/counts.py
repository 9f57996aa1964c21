"""Counts as several parts of the figures show them."""

import strawberry


@strawberry.type(description="How often something happened.")
class ReasonCount:
    reason: str = strawberry.field(description="What happened: a code, for programs.")
    count: int = strawberry.field(description="How often.")
