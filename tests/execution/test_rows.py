"""Feedbacks whose fields are read from rows at once are answered as graphql-core answers them, field by field."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

import orjson
import pytest
import strawberry
from graphql import DocumentNode, ExecutionResult, GraphQLObjectType, execute, parse
from strawberry.dataloader import DataLoader
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

import graphql_api.enums  # noqa: F401 - makes the enums of models GraphQL ones
from graphql_api.errors import CallerError, ErrorCode
from graphql_api.execution import Prepared, plan_resolvers
from graphql_api.execution.executor import PlannedExecutor
from graphql_api.feedback.neighbours import ALERT, FINDING
from graphql_api.feedback.types import Feedback, FeedbackEdge
from graphql_api.scalars import SCALARS
from models.enums import Scope
from tests.execution.documents import Documents
from tests.execution.test_same_answers import DOCUMENTS, as_sent

MOMENT = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
# What no column of ours holds.
ODD = [None, 7, 2**40, True, 1.5, float("nan"), "RED", ["a", None], b"bytes", ValueError("odd"), strawberry.UNSET]

pytestmark = [
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Rows:
    """Rows of feedbacks and of what stands beside them; one value in `oddity` is not of its column's type."""

    def __init__(self, seed: int, oddity: int) -> None:
        self._chance, self._oddity = random.Random(seed), oddity
        self.ids = [UUID(int=number) for number in range(4)]
        self.feedback = {each: self._row(id=each, **self._feedback()) for each in self.ids}
        self.analysis = {each: self._maybe(**self._finding()) for each in self.ids}
        self.failed = {each: self._maybe(updated=MOMENT) for each in self.ids}
        self.screenshot = {each: self._maybe(feedback_id=each, **self._picture()) for each in self.ids}
        self.answer = {each: self._maybe(**self._rating()) for each in self.ids}
        self.alerts = {
            each: [self._row(**self._alert()) for _ in range(self._chance.randrange(3))] for each in self.ids
        }

    @property
    def beside(self) -> dict[str, dict[UUID, dict[str, Any]]]:
        """All of it as one statement reads it."""
        rows = {}
        for each in self.ids:
            analysis, failed = self.analysis[each], self.failed[each]
            rows[each] = {
                **dict.fromkeys(["message_id", "status", *FINDING.values()]),
                **(self.answer[each] or {}),
                **(self.screenshot[each] or {}),
                **(analysis or {}),
                "is_current": True if analysis else None,
                "failed_at": failed["updated"] if failed else None,
                "alerts": [[alert[name] for name in ALERT] for alert in self.alerts[each]],
            }
        return dict.fromkeys(["analysis", "answer", "screenshot", "alerts"], rows)

    def _maybe(self, **columns: Any) -> dict[str, Any] | None:
        return self._row(**columns) if self._chance.random() < 0.7 else None

    def _row(self, **columns: Any) -> dict[str, Any]:
        kept = ("id", "feedback_id", "status", "message_id", "updated")
        return {name: value if name in kept else self._odd(value) for name, value in columns.items()}

    def _odd(self, value: Any) -> Any:
        return value if not self._oddity or self._chance.randrange(self._oddity) else self._chance.choice(ODD)

    def _feedback(self) -> dict[str, Any]:
        return {
            "submission_key": UUID(int=9),
            "session_id": "session",
            "category": "UX",
            "message": self._chance.choice([None, "words"]),
            "tags": self._chance.choice([[], ["web"]]),
            "page": self._chance.choice([None, '{"url": "https://example.org", "browser": "Firefox"}']),
            "api_state": self._chance.choice([None, '{"cart": [1, {"deep": null}]}']),
            "occurred_at": self._chance.choice([None, MOMENT]),
            "created_at": MOMENT,
            "is_read": True,
            "is_archived": False,
            "admin_notes": None,
        }

    def _finding(self) -> dict[str, Any]:
        return {
            **dict.fromkeys(["model", "prompt_version", "fallback_reason", "language"], "some"),
            **dict.fromkeys(["input_tokens", "output_tokens", "cost_usd"]),
            "sentiment": "MIXED",
            "topic": "UX",
            "topics": '[{"topic": "UX", "score": 1.0}]',
            "confidence": "HIGH",
            "confidence_score": 0.75,
            "alert_triggered": True,
            "method": "AI",
            "cached": False,
            "latency_ms": 7,
            "caveats": ["TEXT_CUT"],
            "created_at": MOMENT + timedelta(microseconds=5),
        }

    def _picture(self) -> dict[str, Any]:
        marked = '[{"kind": "REDACT", "x": 1, "y": 2, "width": 3, "height": 4, "note": null}]'
        return {
            "status": self._chance.choice(["STORED", "PENDING"]),
            **dict.fromkeys(["width", "height", "size_bytes"], 480),
            "reason": None,
            "annotations": marked,
        }

    def _rating(self) -> dict[str, Any]:
        return {
            **dict.fromkeys(["question", "answer", "conversation_id", "explanation"], "words"),
            "message_id": UUID(int=5),
            "rating": "UP",
            "sources": '[{"title": "a", "url": null, "excerpt": null}]',
            "response_time_seconds": 0.5,
            "token_count": 7,
            "issues": ["OTHER"],
        }

    def _alert(self) -> dict[str, Any]:
        return {
            "id": UUID(int=6),
            "rule": "COMPLAINT",
            "severity": "LOW",
            "danger": self._chance.choice([None, "PAYMENT"]),
            "status": "OPEN",
            "count": 2,
            "people": 1,
            "feedback_id": self._chance.choice([None, self.ids[0]]),
            "created_at": MOMENT,
            "closed_at": None,
        }


def loader(rows: Any) -> DataLoader[Any, Any]:
    async def load(keys: list[Any]) -> list[Any]:
        await asyncio.sleep(0)
        return [rows(key) for key in keys]

    # Where one field fails, its neighbours are cancelled, and with them whoever waits for the same future.
    return DataLoader(load, cache=False)


class Loaders:
    """As a request's, over rows in memory."""

    def __init__(self, rows: Rows, *, knows: bool) -> None:
        self.beside = rows.beside if knows else {}
        self.feedback, self.analysis = loader(rows.feedback.get), loader(rows.analysis.get)
        self.failed_analysis, self.answer = loader(rows.failed.get), loader(rows.answer.get)
        self.screenshot, self.alerts = loader(rows.screenshot.get), loader(rows.alerts.get)
        seen = {"first_seen_at": MOMENT, "last_seen_at": MOMENT, "feedback_count": 1}
        self.session = loader(lambda id_: {"id": id_, **seen})
        self.analysis_history = self.triage_changes = self.deliveries = self.attempts = loader(lambda _id: [])


class Asking:
    """As a request's context: of someone who may read, or not."""

    def __init__(self, rows: Rows, *, knows: bool, may_read: bool) -> None:
        self.rows, self.loaders, self._may_read = rows, Loaders(rows, knows=knows), may_read

    def need(self, scope: Scope) -> None:
        if scope is not Scope.READ or not self._may_read:
            raise CallerError(ErrorCode.FORBIDDEN, "This API key lacks the scope READ.")

    def link(self, path: str, **options: str) -> str:
        return f"{path}?{options}"


@strawberry.type
class Query:
    @strawberry.field
    async def edges(self, info: strawberry.Info) -> list[FeedbackEdge]:
        await asyncio.sleep(0)
        return [FeedbackEdge(row=row) for row in info.context.rows.feedback.values()]

    @strawberry.field
    async def feedback(self, info: strawberry.Info) -> Feedback | None:
        return Feedback(row=info.context.rows.feedback[UUID(int=0)])


def make_schema() -> strawberry.Schema:
    return strawberry.Schema(query=Query, config=StrawberryConfig(scalar_map=SCALARS))


schema, planned_schema = make_schema(), make_schema()
plan_resolvers(planned_schema)


async def by_core(document: DocumentNode, asking: Asking) -> bytes:
    result = execute(
        schema._schema,
        document,
        context_value=asking,
        executor_class=StrawberryGraphQLCoreExecutionContext,
        is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]  # as Strawberry passes it
    )
    if not isinstance(result, ExecutionResult):
        result = await result
    assert isinstance(result, ExecutionResult)
    return as_sent(result)


@pytest.mark.parametrize("may_read", [True, False])
@pytest.mark.parametrize("oddity", [0, 60, 10])
async def test_generated_queries_over_rows_are_answered_the_same(oddity: int, may_read: bool) -> None:
    chance = random.Random(oddity)
    documents = Documents(schema._schema, chance, has_directives=False)
    for number in range(DOCUMENTS // 12):
        text = documents.document()
        document, rows = parse(text), Rows(number, oddity)
        asking = Asking(rows, knows=chance.random() < 0.7, may_read=may_read)
        ours = orjson.loads(as_sent(await Prepared(planned_schema._schema, document).execute(asking, {})))
        theirs = orjson.loads(await by_core(document, Asking(rows, knows=False, may_read=may_read)))
        assert orjson.dumps(ours["data"]) == orjson.dumps(theirs["data"]), text
        # Of several errors that take the same object away, the first is told: here another may come first.
        assert bool(ours["errors"]) == bool(theirs["errors"]), text
        if len(ours["errors"]) == len(theirs["errors"]) == 1 and not oddity:
            assert ours["errors"][0]["message"] == theirs["errors"][0]["message"], text


LIST = parse("""{ edges { cursor node { id category message tags createdAt isRead page { url }
    analysis { __typename ... on Analysis { sentiment topics { topic score } createdAt }
      ... on AnalysisPending { since } }
    screenshot { status url annotations { kind } } answer { rating } alerts { id severity } } } }""")


async def test_a_list_with_its_neighbours_is_read_without_field_by_field_execution(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = Rows(1, 0)
    parents: list[str] = []
    execute_fields = PlannedExecutor.execute_fields

    def noted(self: PlannedExecutor, parent_type: Any, *more: Any) -> Any:
        parents.append(parent_type.name)
        return execute_fields(self, parent_type, *more)

    monkeypatch.setattr(PlannedExecutor, "execute_fields", noted)
    result = await Prepared(planned_schema._schema, LIST).execute(Asking(rows, knows=True, may_read=True), {})
    assert result.errors is None
    assert parents == ["Query"]
    assert as_sent(result) == await by_core(LIST, Asking(rows, knows=False, may_read=True))


async def test_who_may_not_see_a_field_is_refused_for_each_row() -> None:
    document = parse("{ edges { node { id isRead } } }")
    result = await Prepared(planned_schema._schema, document).execute(
        Asking(Rows(1, 0), knows=True, may_read=False), {}
    )
    assert result.data is None
    assert {error.message for error in result.errors or ()} == {"This API key lacks the scope READ."}


def test_all_that_a_finding_shows_can_be_read_beside_a_feedback() -> None:
    fields = cast("GraphQLObjectType", planned_schema._schema.type_map["Analysis"]).fields
    assert {name: field.resolve.function.column.name for name, field in fields.items()} == FINDING
