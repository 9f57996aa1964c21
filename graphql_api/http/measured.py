"""Under which labels a request is counted."""

from starlette.types import Scope

from graphql_api.metrics.requests import RequestLabels

PAGES = frozenset({"graphql", "graphiql", "health", "ready", "metrics", "screenshots", "exports"})


def labels_of(scope: Scope, status: int) -> RequestLabels:
    """The labels of a request that was answered with a status; 0 where it was not."""
    page = scope["path"].split("/")[1] if "/" in scope["path"] else ""
    return RequestLabels(
        page=page if page in PAGES else "other",
        kind=scope.get("state", {}).get("operation_kind", "none"),
        outcome=_outcome(status),
    )


def _outcome(status: int) -> str:
    if status in {0, 499}:
        return "gone"
    return "failed" if status >= 500 else "refused" if status >= 400 else "ok"
