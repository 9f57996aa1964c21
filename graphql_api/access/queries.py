"""Asking who one is, and which keys there are."""

from typing import Annotated
from uuid import UUID

import strawberry

from graphql_api.access.keyring import list_keys
from graphql_api.access.types import ApiKey, Viewer
from graphql_api.context import ContextInfo
from graphql_api.errors import CallerError, ErrorCode
from models.enums import Scope


@strawberry.type
class AccessQuery:
    @strawberry.field(description="Who asks; null when anonymous.")
    def viewer(self, info: ContextInfo) -> Viewer | None:
        caller = info.context.caller
        if caller.is_anonymous:
            return None
        return Viewer(name=caller.name or "", scopes=sorted(caller.scopes))

    @strawberry.field(
        description="The API keys, those not revoked first, newest first; at most 500, and those after them by "
        "`after`. The one of the setting API_KEY is not among them. Needs the scope ADMIN."
    )
    async def api_keys(
        self,
        info: ContextInfo,
        after: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="The id of the last key that is known; null to begin."),
        ] = None,
    ) -> list[ApiKey]:
        await info.context.admit(Scope.ADMIN)
        try:
            last = None if after is None else UUID(after)
        except ValueError:
            raise CallerError(ErrorCode.BAD_REQUEST, "`after` must be the id of an API key.") from None
        return [ApiKey.from_row(row) for row in await list_keys(last)]
