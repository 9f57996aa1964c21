"""Running operations, whichever way they came: over HTTP or a WebSocket."""

from collections.abc import Awaitable, Callable, Sequence
from copy import copy
from typing import Protocol

from graphql import GraphQLError
from starlette.requests import HTTPConnection
from strawberry import Schema
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from graphql_api.callers.refusals import Refusals
from graphql_api.context import Context
from graphql_api.errors import CallerError, ErrorCode
from graphql_api.http.answer import STATUS, Answer, answer
from graphql_api.http.document import CheckedDocument, Document, open_document
from graphql_api.http.request import Operation, Refused
from graphql_api.logs import note_fact

ALLOWED = frozenset({OperationType.QUERY, OperationType.MUTATION})
ALLOWED_KINDS = frozenset(kind.value for kind in ALLOWED)
NO_SUCH_OPERATION = "The document has no such operation; name one of its operations."
NO_SUBSCRIPTIONS = "Send queries and mutations; there are no subscriptions."


class MakeContext(Protocol):
    """Builds the context of one operation that came over a connection."""

    def __call__(self, connection: HTTPConnection, key: str | None = None) -> Awaitable[Context]:
        """`key` stands for one in the headers. Raises CallerError for a caller who gets nothing at all."""


class Operations:
    """Runs operations under the limits of documents, and counts who was refused.

    Args:
        make_context: builds the context of an operation.
        refusals: where refused calls are counted.
        extensions: what else looks on, outside of all others.
    """

    def __init__(
        self,
        schema: Schema,
        *,
        make_context: MakeContext,
        refusals: Refusals,
        extensions: Sequence[Callable[[], SchemaExtension]] = (),
    ) -> None:
        self._schema = schema._schema  # noqa: SLF001 - no public name
        self._watched = _watched(schema, extensions) if extensions or schema.extensions else None
        self._make_context = make_context
        self._refusals = refusals

    async def context(self, connection: HTTPConnection, key: str | None = None) -> Context:
        """The context of an operation; the log's lines about it name the key from here on.

        Raises:
            Refused: 401 for a key that is not valid, 429 after too many of these, 403 for a cookie that another site's
                page had sent.
        """
        try:
            context = await self._make_context(connection, key)
        except CallerError as error:
            code = ErrorCode((error.extensions or {})["code"])
            self._note(None, {code})
            raise Refused(STATUS[code], error.message, code, error.retry_after_seconds) from None
        if context.caller.key_id is not None:
            note_fact("key_id", str(context.caller.key_id))
        return context

    async def run(self, operation: Operation, context: Context, *, legacy: bool = False) -> Answer:
        """What an operation gets.

        Args:
            legacy: as for `answer`.

        Raises:
            Refused: the document has no operation that could be run.
        """
        result = await (
            self._execute(operation, context) if self._watched is None else self._watched(operation, context)
        )
        answered = answer(result, legacy=legacy, context=context)
        self._note(context, answered.codes | context.refused)
        return answered

    async def _execute(self, operation: Operation, context: Context) -> ExecutionResult:
        """As Strawberry does, with nobody who looks on."""
        try:
            document = open_document(self._schema, operation.query, context)
            _check(document, operation.operation_name)
            if errors := document.wrong_with(operation.variables or {}):
                return PreExecutionError(data=None, errors=errors)
            result = await document.prepared.execute(context, operation.variables or {})
        except Refused:
            raise
        except Exception as error:  # noqa: BLE001 - as Strawberry does: the answer tells, or masks it
            theirs = error if isinstance(error, GraphQLError) else GraphQLError(str(error), original_error=error)
            return PreExecutionError(data=None, errors=[theirs])
        return ExecutionResult(result.data, result.errors)

    def _note(self, context: Context | None, codes: set[ErrorCode]) -> None:
        if codes:
            self._refusals.count(context.caller if context else None, codes)
            note_fact("codes", sorted(codes))


def _check(document: Document, name: str | None) -> None:
    """
    Raises:
        Refused: the document has no operation of that name, or one that is not run.
    """
    operation = document.operation
    if operation is None or (name is not None and (operation.name is None or operation.name.value != name)):
        raise Refused(400, NO_SUCH_OPERATION)
    if document.kind not in ALLOWED_KINDS:
        raise Refused(400, NO_SUBSCRIPTIONS)


def _watched(
    schema: Schema, extensions: Sequence[Callable[[], SchemaExtension]]
) -> Callable[[Operation, Context], Awaitable[ExecutionResult]]:
    """Execution by Strawberry itself, which calls extensions at each step."""
    # A copy with the limits of this door, so that the caller's schema stays as it was.
    limited = copy(schema)
    limited.extensions = (*extensions, *schema.extensions, CheckedDocument)

    async def execute(operation: Operation, context: Context) -> ExecutionResult:
        try:
            return await limited.execute(
                operation.query,
                variable_values=operation.variables,
                context_value=context,
                operation_name=operation.operation_name,
                allowed_operation_types=ALLOWED,
            )
        except CannotGetOperationTypeError:
            raise Refused(400, NO_SUCH_OPERATION) from None
        except InvalidOperationTypeError:
            raise Refused(400, NO_SUBSCRIPTIONS) from None

    return execute
