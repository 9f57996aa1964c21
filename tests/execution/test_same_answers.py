"""The planned executor answers what graphql-core answers, to the byte, also where values are not what types promise."""

import gc
import os
import random
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from graphql import DocumentNode, ExecutionResult, execute, parse, validate
from graphql.execution import Executor, MiddlewareManager
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from graphql_api.execution import PlannedExecutor, Prepared
from tests.execution.documents import VARIABLES, Documents
from tests.execution.odd_schema import planned_schema, schema

# More of them: DOCUMENTS=10000 ./run.sh test tests/execution
DOCUMENTS = int(os.environ.get("DOCUMENTS", "1200"))
TRIES = 30

# Where one field fails, graphql-core cancels its neighbours, and never awaits what those would have.
pytestmark = [
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def leave_nothing_to_others() -> Iterator[None]:
    """What was never awaited is warned of when it is collected: here, and not in whatever test comes later."""
    yield
    gc.collect()


async def answer(executor: type[Executor[Any]], document: DocumentNode, oddity: int, middleware: Any = None) -> bytes:
    """What an executor answers; dictionaries keep their order."""
    result = execute(
        schema._schema,
        document,
        context_value=oddity,
        variable_values=VARIABLES,
        executor_class=executor,
        is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]  # as Strawberry passes it
        middleware=middleware,
    )
    if not isinstance(result, ExecutionResult):
        result = await result
    assert isinstance(result, ExecutionResult)
    return as_sent(result)


def as_sent(result: ExecutionResult) -> bytes:
    """Data and errors as they go over the wire."""
    return orjson.dumps(
        {"data": result.data, "errors": [error.formatted for error in result.errors or ()]},
        default=lambda value: type(value).__name__,
        option=orjson.OPT_NON_STR_KEYS,
    )


@pytest.mark.parametrize("oddity", [0, 40, 6])
async def test_generated_queries_are_answered_the_same(oddity: int) -> None:
    documents = Documents(schema._schema, random.Random(oddity))
    for place in range(DOCUMENTS // 3):
        text = documents.document()
        document = parse(text)
        if place % 50 == 0:
            assert not validate(schema._schema, document)
        ours = await answer(PlannedExecutor, document, oddity)
        assert await is_an_answer(ours, document, oddity), text


@pytest.mark.parametrize("has_directives", [True, False])
@pytest.mark.parametrize("oddity", [0, 40, 6])
async def test_prepared_documents_are_answered_the_same_each_time(oddity: int, has_directives: bool) -> None:
    documents = Documents(schema._schema, random.Random(oddity), has_directives=has_directives)
    for _ in range(DOCUMENTS // 6):
        text = documents.document()
        document = parse(text)
        prepared = Prepared(planned_schema._schema, document)
        for _ in range(2):
            ours = as_sent(await prepared.execute(oddity, VARIABLES))
            assert await is_an_answer(ours, document, oddity), text


async def is_an_answer(ours: bytes, document: DocumentNode, oddity: int) -> bool:
    """Whether graphql-core answers so; of several errors at once, it names the first of a set, now this, now that."""
    for _ in range(TRIES):
        if ours == await answer(StrawberryGraphQLCoreExecutionContext, document, oddity):
            return True
    return False


async def test_middleware_leaves_everything_to_graphql_core() -> None:
    def doubled(next_: Any, root: Any, info: Any, **arguments: Any) -> Any:
        value = next_(root, info, **arguments)
        return value * 2 if isinstance(value, str) else value

    document = parse("{ branches(seed: 1) { leaf { name } } }")
    ours = await answer(PlannedExecutor, document, 0, middleware=MiddlewareManager(doubled))
    assert orjson.loads(ours)["data"]["branches"][0]["leaf"]["name"] == "namename"


async def test_disabled_error_propagation_is_answered_the_same() -> None:
    text = "query @experimental_disableErrorPropagation { branches(seed: 3) { id leaf { name number } tags: matrix } }"
    document = parse(text)
    ours = await answer(PlannedExecutor, document, 2)
    assert await is_an_answer(ours, document, 2)
