"""Reading a GraphQL request, and refusing what is none.

Follows the GraphQL-over-HTTP draft of the GraphQL Foundation: POST, JSON, one operation a request.
"""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

import orjson
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from graphql_api.errors import ErrorCode

JSON_TYPE = "application/json"
RESPONSE_TYPE = "application/graphql-response+json"


class Refused(Exception):  # noqa: N818 - it is named for what the client is told
    """The request is none that GraphQL could answer; `message` never repeats what was sent.

    `retry_after_seconds` says when it could be; None where it never will.
    """

    def __init__(
        self,
        status: int,
        message: str,
        code: ErrorCode = ErrorCode.BAD_REQUEST,
        retry_after_seconds: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True)
class Operation:
    """What a client asks: a document, its variables, and which of its operations to run."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


async def read_operation(headers: Headers, receive: Receive, *, max_body_bytes: int) -> Operation:
    """Read and check the body.

    Raises:
        Refused: 415 for another media type, 413 for a body over the limit, 400 for anything but an operation.
        ClientDisconnect: the client left before all of it was there.
    """
    _check_media_type(headers.get("content-type", ""))
    return operation_of(decode(await _body(headers, receive, max_body_bytes)))


def operation_of(payload: Any) -> Operation:
    """The operation that a decoded body, or a message's payload, asks for.

    Raises:
        Refused: 400, it asks for none.
    """
    if not isinstance(payload, dict):
        raise Refused(400, "The body must be a JSON object with a `query`. Batches are not taken.")
    query, variables = payload.get("query"), payload.get("variables")
    operation_name, extensions = payload.get("operationName"), payload.get("extensions")
    if not isinstance(query, str) or not query.strip():
        raise Refused(400, "`query` must be a GraphQL document as a string.")
    if variables is not None and not isinstance(variables, dict):
        raise Refused(400, "`variables` must be a JSON object.")
    if operation_name is not None and not isinstance(operation_name, str):
        raise Refused(400, "`operationName` must be a string.")
    if extensions is not None and not isinstance(extensions, dict):
        raise Refused(400, "`extensions` must be a JSON object.")
    return Operation(query, variables, operation_name or None)


def response_type(accept: str) -> str:
    """The media type to answer with: the GraphQL one where the client names it, else JSON."""
    return RESPONSE_TYPE if RESPONSE_TYPE in _named(accept) else JSON_TYPE


def is_legacy(accept: str) -> bool:
    """Whether the client takes plain JSON only, and so by the draft expects status 200 for documents with errors."""
    return _named(accept) == {JSON_TYPE}


@lru_cache(maxsize=64)  # clients are of few kinds
def _named(accept: str) -> frozenset[str]:
    """The media types that a header Accept names, without their parameters."""
    return frozenset(part.split(";")[0].strip().lower() for part in accept.split(","))


@lru_cache(maxsize=64)
def _check_media_type(content_type: str) -> None:
    media_type, *parameters = (part.strip().lower() for part in content_type.split(";"))
    if media_type != JSON_TYPE:
        raise Refused(415, "Send the body as Content-Type: application/json.")
    for parameter in parameters:
        if parameter.replace('"', "") not in {"charset=utf-8", "charset=utf8", ""}:
            raise Refused(415, "Send the body in UTF-8.")


async def _body(headers: Headers, receive: Receive, most: int) -> bytes:
    length = headers.get("content-length", "0")
    if length.isdecimal() and int(length[:20]) > most:
        _too_large(most)
    received = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk: bytes = message.get("body", b"")
        if len(received) + len(chunk) > most:
            _too_large(most)
        if not message.get("more_body", False):
            return bytes(received + chunk) if received else chunk
        received += chunk


def _too_large(most: int) -> NoReturn:
    raise Refused(413, f"The body must be at most {most:,} bytes.")


def decode(body: bytes) -> Any:
    """JSON as it came.

    Raises:
        Refused: 400, it is none.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        # orjson refuses lone surrogates, which browsers do send and which intake takes out.
        return _decode_with_surrogates(body)


def _decode_with_surrogates(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite)
    except UnicodeDecodeError:
        raise Refused(400, "The body must be UTF-8.") from None
    except (ValueError, RecursionError):
        raise Refused(400, "The body must be JSON, with plain numbers and shallow nesting.") from None


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number too large for a float")
    return number


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")
