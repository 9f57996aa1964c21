"""POST /graphql."""

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from graphql_api.http.answer import Answer, failure, refusal
from graphql_api.http.connection import QuickConnection
from graphql_api.http.operations import Operations
from graphql_api.http.request import JSON_TYPE, RESPONSE_TYPE, Refused, is_legacy, read_operation, response_type

CONTENT_TYPES = {name: f"{name}; charset=utf-8".encode() for name in (JSON_TYPE, RESPONSE_TYPE)}
# Nobody hears it.
GONE = Answer(499, {})


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
        connection = QuickConnection(scope)
        accept = connection.headers.get("accept", "")
        try:
            answered = await self._answer(connection, receive, is_legacy(accept))
            body = orjson.dumps(answered.body)
        except Refused as refused:
            answered = refusal(refused)
            body = orjson.dumps(answered.body)
        except ClientDisconnect:
            answered, body = GONE, b""
        except Exception as error:  # noqa: BLE001 - the last place that can still answer as GraphQL does
            answered = failure(error)
            body = orjson.dumps(answered.body)
        headers = [(name.lower().encode(), value.encode()) for name, value in answered.headers.items()]
        headers += ((b"content-length", b"%d" % len(body)), (b"content-type", CONTENT_TYPES[response_type(accept)]))
        await send({"type": "http.response.start", "status": answered.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, connection: QuickConnection, receive: Receive, is_legacy: bool) -> Answer:
        if connection.scope["method"] != "POST":
            raise Refused(405, "Send GraphQL requests by POST.")
        operation = await read_operation(connection.headers, receive, max_body_bytes=self._max_body_bytes)
        context = await self._operations.context(connection)
        try:
            return await self._operations.run(operation, context, legacy=is_legacy)
        finally:
            connection.state.operation_kind = context.operation_kind
