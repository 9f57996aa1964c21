"""POST /graphql."""

from collections.abc import Awaitable, Callable, Sequence
from copy import copy

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry import Schema
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from graphql_api.context import Context
from graphql_api.errors import CallerError, ErrorCode
from graphql_api.http.answer import Answer, answer, failure, refusal
from graphql_api.http.document import CheckedDocument
from graphql_api.http.request import Refused, is_legacy, read_operation, response_type

ALLOWED = frozenset({OperationType.QUERY, OperationType.MUTATION})


class GraphQLEndpoint:
    """Answers GraphQL requests over HTTP.

    Args:
        make_context: builds the context of a request; raises CallerError for a key that is not known.
        max_body_bytes: the largest body that is read.
        extensions: run around each operation, outside of this door's own.
    """

    def __init__(
        self,
        schema: Schema,
        *,
        make_context: Callable[[Request], Awaitable[Context]],
        max_body_bytes: int,
        extensions: Sequence[Callable[[], SchemaExtension]] = (),
    ) -> None:
        # A copy with the limits of this door, so that the caller's schema stays as it was.
        self._schema = copy(schema)
        self._schema.extensions = (*extensions, *schema.extensions, CheckedDocument)
        self._make_context = make_context
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request as an ASGI application, with a GraphQL body whatever happens."""
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        try:
            answered = await self._answer(request)
            body = orjson.dumps(answered.body)
        except Refused as refused:
            answered = refusal(refused)
            body = orjson.dumps(answered.body)
        except ClientDisconnect:
            return Response(status_code=499)
        except Exception as error:  # noqa: BLE001 - the last place that can still answer as GraphQL does
            answered = failure(error)
            body = orjson.dumps(answered.body)
        return Response(
            body,
            status_code=answered.status,
            headers=dict(answered.headers),
            media_type=response_type(request.headers.get("accept", "")) + "; charset=utf-8",
        )

    async def _answer(self, request: Request) -> Answer:
        if request.method != "POST":
            raise Refused(405, "Send GraphQL requests by POST.")
        operation = await read_operation(request, max_body_bytes=self._max_body_bytes)
        try:
            context = await self._make_context(request)
        except CallerError as error:
            raise Refused(401, error.message, ErrorCode.UNAUTHENTICATED) from None
        try:
            result = await self._schema.execute(
                operation.query,
                variable_values=operation.variables,
                context_value=context,
                operation_name=operation.operation_name,
                allowed_operation_types=ALLOWED,
            )
        except CannotGetOperationTypeError:
            raise Refused(400, "The document has no such operation; name one of its operations.") from None
        except InvalidOperationTypeError:
            raise Refused(400, "Send queries and mutations here; subscriptions go over the WebSocket.") from None
        finally:
            request.state.operation_kind = context.operation_kind
        legacy = is_legacy(request.headers.get("accept", ""))
        return answer(result, legacy=legacy, retry_after_seconds=context.retry_after_seconds)
