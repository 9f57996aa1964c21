"""What each side is sent for each piece of work: the same content, in the words of its interface."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.rows import word

PAGE_INFO = "pageInfo { hasNextPage endCursor }"
# The twelve fields of a feedback, as far as their names are the same everywhere.
PLAIN = "submissionKey sessionId category message tags apiState occurredAt createdAt isRead isArchived adminNotes"
SERVICE_SUBMIT = """mutation Submit($input: SubmitFeedbackInput!) { submitFeedback(input: $input) {
  __typename ... on SubmitFeedbackSuccess { id } ... on Problem { message } } }"""
SERVICE_LIST = f"""query List($filter: FeedbackFilter) {{ feedbacks(first: 50, filter: $filter) {{
  edges {{ node {{ id {PLAIN}
    analysis {{ ... on Analysis {{ sentiment topic confidence confidenceScore method }} }}
    screenshot {{ status width height sizeBytes }}
    alerts {{ rule severity status count createdAt }} }} }}
  {PAGE_INFO} }} }}"""
POSTGRAPHILE_SUBMIT = "mutation Submit($input: SubmitFeedbackInput!) { submitFeedback(input: $input) { result } }"
POSTGRAPHILE_RATE = "mutation Rate($input: SubmitAnswerRatingInput!) { submitAnswerRating(input: $input) { result } }"
POSTGRAPHILE_PAGE = f"""{{
  edges {{ node {{ rowId {PLAIN}
    analysesByFeedbackId {{ nodes {{ sentiment topic confidence confidenceScore method }} }}
    screenshotByFeedbackId {{ status width height sizeBytes }}
    alertFeedbacksByFeedbackId {{ nodes {{ alertByAlertId {{ rule severity status count createdAt }} }} }} }} }}
  {PAGE_INFO} }}"""
POSTGRAPHILE_LIST = f"""query List($condition: FeedbackCondition) {{
  list: allFeedbacks(first: 50, orderBy: [CREATED_AT_DESC], condition: $condition) {POSTGRAPHILE_PAGE} }}"""
POSTGRAPHILE_SEARCH = f"""query Search($words: String!) {{
  list: searchFeedback(first: 50, words: $words) {POSTGRAPHILE_PAGE} }}"""
METRICS = """{ metrics { storage { totalSubmissions submissionsLast24Hours submissionsMb }
  analysis(days: 7) { total alertRate sentiments { sentiment count } topics { topic count } latency { p50 p95 p99 } }
  queue { depth failed oldestSeconds } } }"""

MESSAGE = "The export of report @SHORT@ crashes after a minute, and the page stays blank."
REPORT = {"sessionId": "@SESSION@", "submissionKey": "@KEY@", "category": "BUG", "message": MESSAGE, "tags": ["export"]}
QUESTION, ANSWER = "How do I export report @SHORT@?", "Open it, choose Export, and wait for the mail with the link."
RATING = {"messageId": "@MESSAGE_ID@", "question": QUESTION, "answer": ANSWER, "rating": "UP"}
KEYS = {"sessionId": "@SESSION@", "submissionKey": "@KEY@"}

CATEGORIES = ("BUG", "FEATURE_REQUEST", "BILLING", "PERFORMANCE", "UX", "GENERAL")
# In one of 25 messages to one of 125: a full page also of 10,000.
SEARCHED = tuple(word(rank) for rank in range(30, 151, 5))


@dataclass(frozen=True)
class Request:
    """A POST; `@KEY@` and the like in the body are made anew for each."""

    path: str
    body: str
    is_admin: bool = False


def _graphql(query: str, variables: Mapping[str, Any], *, is_admin: bool = False) -> Request:
    return Request("/graphql", json.dumps({"query": query, "variables": variables}), is_admin)


def _rest(path: str, body: Mapping[str, Any]) -> Request:
    snake = {"".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in k): v for k, v in body.items()}
    return Request(path, json.dumps(snake))


@dataclass(frozen=True)
class Work:
    """A piece of work that all sides do.

    Args:
        place: the kind of database it is done in: `empty`, or loaded with `small` or `large` numbers of feedbacks.
        requests: what each kind of side is sent.
        words: what `@WORD@` may become.
        statement: what pgbench runs, where it takes part.
        stored: the table that has one row more for each request; None for what only reads.
        rows: how many feedbacks an answer shows.
    """

    name: str
    connections: int
    place: str
    requests: Mapping[str, Request]
    words: tuple[str, ...] = ()
    statement: str | None = None
    stored: str | None = None
    rows: int = 0


def _submit(connections: int) -> Work:
    return Work(
        f"submit, {connections:,} connections",
        connections,
        "empty",
        {
            "service": _graphql(SERVICE_SUBMIT, {"input": REPORT}),
            "postgraphile": _graphql(POSTGRAPHILE_SUBMIT, {"input": REPORT}),
            "fastapi": _rest("/feedback", REPORT),
        },
        # A thousand connections to PostgreSQL are nobody's way to have a thousand visitors.
        statement="submit.sql" if connections <= 64 else None,
        stored="feedback",
    )


def _rate() -> Work:
    return Work(
        "submit answer ratings",
        64,
        "empty",
        {
            "service": _graphql(SERVICE_SUBMIT, {"input": KEYS | {"answer": RATING}}),
            "postgraphile": _graphql(POSTGRAPHILE_RATE, {"input": KEYS | RATING}),
            "fastapi": _rest("/rating", KEYS | RATING),
        },
        statement="rate.sql",
        stored="answer_rating",
    )


def _list(name: str, place: str) -> Work:
    return Work(
        name,
        64,
        place,
        {
            "service": _graphql(SERVICE_LIST, {}, is_admin=True),
            "postgraphile": _graphql(POSTGRAPHILE_LIST, {}),
            "fastapi": _rest("/list", {"first": 50}),
        },
        rows=50,
    )


def _filtered(name: str, place: str) -> Work:
    return Work(
        name,
        64,
        place,
        {
            "service": _graphql(SERVICE_LIST, {"filter": {"categories": ["@WORD@"], "isRead": False}}, is_admin=True),
            "postgraphile": _graphql(POSTGRAPHILE_LIST, {"condition": {"category": "@WORD@", "isRead": False}}),
            "fastapi": _rest("/list", {"category": "@WORD@", "isRead": False}),
        },
        words=CATEGORIES,
        rows=50,
    )


def _search(name: str, place: str) -> Work:
    return Work(
        name,
        64,
        place,
        {
            "service": _graphql(SERVICE_LIST, {"filter": {"search": "@WORD@"}}, is_admin=True),
            "postgraphile": _graphql(POSTGRAPHILE_SEARCH, {"words": "@WORD@"}),
            "fastapi": _rest("/list", {"search": "@WORD@"}),
        },
        words=SEARCHED,
        rows=50,
    )


def _metrics(name: str, place: str) -> Work:
    return Work(name, 64, place, {"service": _graphql(METRICS, {}, is_admin=True)})


def works(large: str) -> list[Work]:
    """All that is compared, in the order of the table; `large` says how many feedbacks the larger database holds."""
    return [
        _submit(64),
        _submit(1_000),
        _rate(),
        _list("list of 50, nested", "small"),
        _filtered("filtered list, 10,000 rows", "small"),
        _filtered(f"filtered list, {large} rows", "large"),
        _search("search, 10,000 rows", "small"),
        _search(f"search, {large} rows", "large"),
        _metrics("metrics, 10,000 rows", "small"),
        _metrics(f"metrics, {large} rows", "large"),
    ]
