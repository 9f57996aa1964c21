"""What is asked of a new key."""

from datetime import datetime

import strawberry

from graphql_api.access.new_key import NewKey
from models.enums import Scope


@strawberry.input(description="An API key to be made.")
class CreateApiKeyInput:
    name: str = strawberry.field(description="What to call it, at most 100 characters: who uses it, and for what.")
    scopes: list[Scope] = strawberry.field(description="What it may do; at least one.")
    expires_at: datetime | None = strawberry.field(
        default=None, description="When it ends. UTC if without a zone. Null: never."
    )

    def parse(self, now: datetime) -> NewKey:
        """Raises:
        InvalidSubmission: with every broken rule.
        """
        return NewKey.parse(self.name, self.scopes, self.expires_at, now=now)
