"""POST /graphql."""

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graphql_api.http.answer import Answer, failure, refusal
from graphql_api.http.operations import Operations
from graphql_api.http.request import Refused, is_legacy, read_operation, response_type


class GraphQLEndpoint:
    """Answers GraphQL requests over HTTP.

    Args:
        max_body_bytes: the largest body that is read.
        extensions: run around each operation, outside of this door's own.
    """

    def __init__(self, operations: Operations, *, max_body_bytes: int) -> None:
        self._operations = operations
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
        context = await self._operations.context(request)
        legacy = is_legacy(request.headers.get("accept", ""))
        try:
            return await self._operations.run(operation, context, legacy=legacy)
        finally:
            request.state.operation_kind = context.operation_kind
