"""What one request knows: who asks, when, and what it may use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from strawberry.types import Info

from graphql_api.arrivals import Arrivals
from graphql_api.callers.caller import Caller
from graphql_api.callers.callers import Callers
from graphql_api.callers.cookie import LoginCookie
from graphql_api.errors import CallerError, ErrorCode
from graphql_api.intake.intake import Intake
from graphql_api.intake.keeper import RETRY_AFTER_SECONDS
from graphql_api.limits import Account, Bucket, Limiter
from graphql_api.loaders import Loaders
from graphql_api.spool.originals import Originals
from graphql_api.storage.storage import Storage
from models.enums import Scope


class KeysUnreachable(Exception):  # noqa: N818 - it is named for what went wrong
    """The database that knows the keys cannot be reached."""


@dataclass(frozen=True)
class AiTerms:
    """On what terms the AI reads. The canary is None where no feedback goes to it."""

    prompt_version: str
    canary_prompt_version: str | None
    monthly_budget_usd: float


@dataclass
class Context:
    """One request's view of the service.

    `retry_after_seconds` is what HTTP's Retry-After will say; None leaves it out. `cookie` is None where none can be
    set. `refused` holds the codes of refusals that are no top-level errors, so that these are counted as well.
    `link` makes an address of a path and options, good for five minutes; only for callers who may see what is there.
    `operation_kind` is `query`, `mutation` or `subscription` once the document is read; `notes` are what was found out
    about the document when it was executed before, of what depends on it alone.
    """

    caller: Caller
    callers: Callers
    now: datetime
    intake: Intake
    limiter: Limiter
    arrivals: Arrivals
    analysis_wait: timedelta
    link: Callable[..., str]
    ai_terms: AiTerms
    storage: Storage
    originals: Originals
    development: bool = False
    loaders: Loaders = field(default_factory=Loaders)
    retry_after_seconds: int | None = None
    cookie: LoginCookie | None = None
    refused: set[ErrorCode] = field(default_factory=set)
    operation_kind: str = "none"
    notes: dict[str, Any] = field(default_factory=dict)

    def account(self, *, is_answer_rating: bool) -> Account:
        """Who is charged for a submission."""
        if self.caller.key_id is not None:
            return Account(Bucket.KEY_REQUESTS, str(self.caller.key_id))
        bucket = Bucket.ANSWER_RATINGS if is_answer_rating else Bucket.REPORTS
        return Account(bucket, self.caller.address)

    async def admit(self, scope: Scope) -> None:
        """Let a root field run only for a caller with the scope, and count it against the key's limit.

        Raises:
            CallerError: as `need`, or LIMITED.
        """
        self.need(scope)
        wait = await self.limiter.charge(Account(Bucket.KEY_REQUESTS, str(self.caller.key_id)))
        if wait is not None:
            self.ask_to_wait(wait)
            raise CallerError(ErrorCode.LIMITED, f"Too many requests. Try again in {wait} s.")

    def ask_to_wait(self, seconds: int) -> None:
        """Have the answer say Retry-After too; of several fields of one request, the longest wait counts."""
        self.retry_after_seconds = max(seconds, self.retry_after_seconds or 0)

    def need(self, scope: Scope) -> None:
        """Let a field be read only by a caller with the scope.

        Raises:
            CallerError: UNAUTHENTICATED without a key, FORBIDDEN with one that lacks the scope.
            KeysUnreachable: there is a key, and no way to tell whose.
        """
        if self.caller.is_unverified:
            self.ask_to_wait(RETRY_AFTER_SECONDS)
            raise KeysUnreachable
        if self.caller.is_anonymous:
            raise CallerError(
                ErrorCode.UNAUTHENTICATED, "Send an API key as X-API-Key or Authorization: Bearer, or log in."
            )
        if not self.caller.may(scope):
            raise CallerError(ErrorCode.FORBIDDEN, f"This API key lacks the scope {scope}.")


ContextInfo = Info[Context, None]
