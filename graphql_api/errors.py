"""Failures that have a name. What is not named here is a bug, and stays loud."""

from enum import StrEnum

from graphql import GraphQLError


class StartupError(Exception):
    """The service cannot start; the message is one line that says why and what would be right."""


class ErrorCode(StrEnum):
    """`extensions.code` of a top-level error."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    BAD_REQUEST = "BAD_REQUEST"
    LIMITED = "LIMITED"
    INTERNAL = "INTERNAL"


class CallerError(GraphQLError):
    """A mistake that the calling program can mend: a top-level error with a code, shown as it is.

    `retry_after_seconds` says when the same may be right; None where it will not.
    """

    def __init__(self, code: ErrorCode, message: str, *, retry_after_seconds: int | None = None) -> None:
        super().__init__(message, extensions={"code": code.value})
        self.retry_after_seconds = retry_after_seconds
