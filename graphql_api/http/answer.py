"""Turning a result into an answer: which status, which errors to show, which to keep to ourselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import structlog
from graphql import GraphQLError
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from graphql_api.context import Context
from graphql_api.errors import ErrorCode
from graphql_api.http.messages import without_values
from graphql_api.http.request import Refused
from graphql_api.logs import describe_error

logger = structlog.get_logger(__name__)

# Gravest first. All others are mistakes in the request: 400.
STATUS = {
    ErrorCode.INTERNAL: 500,
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.LIMITED: 429,
}


@dataclass(frozen=True)
class Answer:
    """Status, body and headers of a response."""

    status: int
    body: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> set[ErrorCode]:
        """The codes of its errors."""
        return {ErrorCode(error["extensions"]["code"]) for error in self.body.get("errors", ())}


def refusal(refused: Refused) -> Answer:
    """What a request gets that is no GraphQL request."""
    headers = {"Allow": "POST"} if refused.status == 405 else {}
    if refused.retry_after_seconds is not None:
        headers["Retry-After"] = str(refused.retry_after_seconds)
    return Answer(refused.status, {"errors": [_error(refused.message, refused.code)]}, headers)


def answer(result: ExecutionResult, *, legacy: bool, context: Context) -> Answer:
    """What an operation gets.

    Args:
        legacy: the client wants status 200 also where its document or variables were wrong.
        context: the operation's, for the headers Retry-After and Set-Cookie.
    """
    errors = result.errors or []
    # A request error, as the GraphQL specification has it: execution never began.
    is_request_error = isinstance(result, PreExecutionError) or (
        result.data is None and all(error.path is None for error in errors)
    )
    shown = [_show(error, is_request_error) for error in errors]
    body: dict[str, Any] = {"errors": shown} if shown else {}
    if not is_request_error:
        body["data"] = result.data
    nothing = is_request_error or not result.data or all(value is None for value in result.data.values())
    status = _status(shown, legacy) if shown and nothing else 200
    return Answer(status, body, _headers(context))


def failure(error: Exception) -> Answer:
    """What a request gets when we failed before there was a result: a reference to what the log has."""
    return Answer(500, {"errors": [_masked(error)]})


def _headers(context: Context) -> dict[str, str]:
    headers = {}
    if context.retry_after_seconds is not None:
        headers["Retry-After"] = str(context.retry_after_seconds)
    if context.cookie is not None and context.cookie.to_set is not None:
        headers["Set-Cookie"] = context.cookie.to_set
    return headers


def _show(error: GraphQLError, is_request_error: bool) -> dict[str, Any]:
    """An error as the client sees it: its own mistakes as they are, ours as a reference to the log."""
    original = error.original_error
    # A literal that a scalar choked on has a place in the document; a bug before execution has none.
    is_theirs = isinstance(original, GraphQLError | None) or (is_request_error and bool(error.nodes))
    if original is not None and not is_theirs:
        return _masked(original, error)
    code = (error.extensions or {}).get("code", ErrorCode.BAD_REQUEST)
    return _error(without_values(error.message), ErrorCode(code), error)


def _masked(original: Exception, error: GraphQLError | None = None) -> dict[str, Any]:
    reference = str(uuid4())
    logger.error("request failed", reference=reference, error=describe_error(original))
    message = f"Something went wrong on our side. If you report it, name the reference {reference}."
    return _error(message, ErrorCode.INTERNAL, error, {"reference": reference})


def _error(
    message: str, code: ErrorCode, error: GraphQLError | None = None, more: Mapping[str, str] | None = None
) -> dict[str, Any]:
    shown: dict[str, Any] = {"message": message, "extensions": {"code": code.value, **(more or {})}}
    if error is not None and error.locations:
        shown["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error is not None and error.path is not None:
        shown["path"] = error.path
    return shown


def _status(shown: list[dict[str, Any]], legacy: bool) -> int:
    """The status of an operation that was answered nothing but errors: that of the gravest code among them."""
    codes = {error["extensions"]["code"] for error in shown}
    return next((status for code, status in STATUS.items() if code in codes), 200 if legacy else 400)
