"""Under which labels a request is counted."""

from functools import lru_cache

from starlette.types import Scope

from graphql_api.metrics.requests import RequestLabels

PAGES = frozenset({"graphql", "graphiql", "health", "ready", "metrics", "screenshots", "exports"})


def labels_of(scope: Scope, status: int) -> RequestLabels:
    """The labels of a request that was answered with a status; 0 where it was not."""
    page = scope["path"].partition("/")[2].partition("/")[0]
    return _labels(page if page in PAGES else "other", scope.get("state", {}).get("operation_kind", "none"), status)


@lru_cache(maxsize=1024)
def _labels(page: str, kind: str, status: int) -> RequestLabels:
    return RequestLabels(page, kind, _outcome(status))


def _outcome(status: int) -> str:
    if status in {0, 499}:
        return "gone"
    return "failed" if status >= 500 else "refused" if status >= 400 else "ok"
