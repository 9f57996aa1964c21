"""Logging in and out, and looking after API keys."""

from typing import Annotated
from uuid import UUID

import strawberry

from graphql_api.access.inputs import CreateApiKeyInput
from graphql_api.access.keyring import KeyEnded, KeyNotFound, create_key, revoke_key, rotate_key
from graphql_api.access.login import LoginRefused, TooManyLogins, log_in, log_out
from graphql_api.access.types import (
    ApiKey,
    ApiKeyEnded,
    ApiKeyNotFound,
    CreateApiKeyResult,
    CreateApiKeySuccess,
    LoginFailed,
    LoginResult,
    LoginSuccess,
    RevokeApiKeyResult,
    RevokeApiKeySuccess,
    Viewer,
)
from graphql_api.audit.record import Actor
from graphql_api.callers.cookie import LoginCookie, Sender
from graphql_api.context import Context, ContextInfo
from graphql_api.errors import CallerError, ErrorCode
from graphql_api.intake.submission import InvalidSubmission
from graphql_api.problems import InvalidInput, RateLimited
from models.enums import Scope

KeyId = Annotated[strawberry.ID, strawberry.argument(description="The key's id, as `apiKeys` has it.")]

NOT_FOUND = "There is no API key with this id."
ENDED = "This API key has expired or was revoked. Make another."


@strawberry.type
class AccessMutation:
    @strawberry.mutation(
        description="Log this browser in with an API key: the answer sets an HttpOnly cookie, under which its requests "
        "count as the key's. Open to everyone; after 5 failures from one address, or 100 in all, no more is tried for "
        "up to 15 minutes. Over HTTP only."
    )
    async def login(
        self, info: ContextInfo, api_key: Annotated[str, strawberry.argument(description="The key itself.")]
    ) -> LoginResult:
        context = info.context
        cookie = _own_cookie(context)
        try:
            logged_in = await log_in(
                api_key,
                old_cookie=cookie.received,
                address=context.caller.address,
                keys=context.callers.keys,
                limiter=context.limiter,
                now=context.now,
            )
        except LoginRefused:
            context.refused.add(ErrorCode.UNAUTHENTICATED)
            return LoginFailed(message="This API key is not known here, has expired or was revoked.")
        except TooManyLogins as limit:
            context.refused.add(ErrorCode.LIMITED)
            context.ask_to_wait(limit.retry_after_seconds)
            message = "Too many logins have failed. Please try again later."
            return RateLimited(message=message, retry_after_seconds=limit.retry_after_seconds)
        cookie.give(logged_in.cookie)
        viewer = Viewer(name=logged_in.key.name, scopes=sorted(logged_in.key.scopes))
        return LoginSuccess(viewer=viewer, expires_at=logged_in.ends_at)

    @strawberry.mutation(
        description="End this browser's login, here and in the browser; true where there was one. Open to everyone. "
        "Over HTTP only."
    )
    async def logout(self, info: ContextInfo) -> bool:
        context = info.context
        cookie = _own_cookie(context)
        if cookie.received is None:
            return False
        was_logged_in = await log_out(cookie.received, caller=context.caller, now=context.now)
        cookie.take_away()
        return was_logged_in

    @strawberry.mutation(description="Make an API key. Needs the scope ADMIN.")
    async def create_api_key(
        self,
        info: ContextInfo,
        input: Annotated[CreateApiKeyInput, strawberry.argument(description="The key to be made.")],
    ) -> CreateApiKeyResult:
        context = info.context
        await context.admit(Scope.ADMIN)
        try:
            wish = input.parse(context.now)
        except InvalidSubmission as invalid:
            return InvalidInput.from_broken(invalid.broken)
        made = await create_key(wish, actor=Actor.from_caller(context.caller), now=context.now)
        return CreateApiKeySuccess.from_made(made)

    @strawberry.mutation(
        description="Make an API key with the name, the scopes and the lifetime of another, which goes on working for "
        "24 hours, or until it expires. Needs the scope ADMIN."
    )
    async def rotate_api_key(self, info: ContextInfo, id: KeyId) -> CreateApiKeyResult:
        context = info.context
        await context.admit(Scope.ADMIN)
        try:
            made = await rotate_key(_id(id), actor=Actor.from_caller(context.caller), now=context.now)
        except KeyNotFound:
            return ApiKeyNotFound(message=NOT_FOUND)
        except KeyEnded:
            return ApiKeyEnded(message=ENDED)
        return CreateApiKeySuccess.from_made(made)

    @strawberry.mutation(
        description="End an API key and all logins by it, at once. Doing so twice is as good as once. Needs the scope "
        "ADMIN."
    )
    async def revoke_api_key(self, info: ContextInfo, id: KeyId) -> RevokeApiKeyResult:
        context = info.context
        await context.admit(Scope.ADMIN)
        try:
            row = await revoke_key(_id(id), actor=Actor.from_caller(context.caller), now=context.now)
        except KeyNotFound:
            return ApiKeyNotFound(message=NOT_FOUND)
        return RevokeApiKeySuccess(api_key=ApiKey.from_row(row))


def _own_cookie(context: Context) -> LoginCookie:
    """The cookie, where it can be set and no other site had the browser send this."""
    if context.cookie is None:
        raise CallerError(ErrorCode.BAD_REQUEST, "Log in and out over HTTP: only there a cookie can be set.")
    if context.cookie.sender is Sender.OTHER_SITE:
        raise CallerError(ErrorCode.FORBIDDEN, "Logins are taken from pages of this service only.")
    return context.cookie


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise KeyNotFound from None
