"""Asking who one is."""

import strawberry

from graphql_api.context import ContextInfo
from models.enums import Scope


@strawberry.type(description="Who asks, as known by an API key.")
class Viewer:
    name: str = strawberry.field(description="The key's name.")
    scopes: list[Scope] = strawberry.field(description="What the key may do.")


@strawberry.type
class AccessQuery:
    @strawberry.field(description="Who asks; null when anonymous.")
    def viewer(self, info: ContextInfo) -> Viewer | None:
        caller = info.context.caller
        if caller.is_anonymous:
            return None
        return Viewer(name=caller.name or "", scopes=sorted(caller.scopes))
