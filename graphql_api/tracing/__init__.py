"""Traces, for who has an OpenTelemetry collector. Without one nothing of it is loaded."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Protocol, cast

from starlette.types import ASGIApp
from strawberry.extensions import SchemaExtension

from graphql_api.errors import StartupError
from graphql_api.jobs.queue import JobKind
from graphql_api.worker import Do


class Traces(Protocol):
    """What is traced, once it is wrapped. Spans hold names, durations and outcomes, never values."""

    extension: Callable[[], SchemaExtension]

    def http(self, app: ASGIApp) -> ASGIApp:
        """The application, with a span for each request."""

    def jobs(self, jobs: Mapping[JobKind, Do]) -> Mapping[JobKind, Do]:
        """The jobs, with a span for each time that one is done."""

    def close(self) -> None:
        """Send what waits, at most for some seconds, and trace no more."""


def load_traces(endpoint: str | None) -> Traces | None:
    """Traces that go to a collector, with statements to the database among them; None without an address.

    Raises:
        StartupError: the packages of the extra are not installed.
    """
    if endpoint is None:
        return None
    try:
        module = import_module("graphql_api.tracing.otel")
    except ImportError as error:
        raise StartupError(
            f"OTEL_EXPORTER_OTLP_ENDPOINT needs the extra `otel` (no module {error.name}): "
            "uv pip install --require-hashes -r requirements/otel.lock"
        ) from error
    return cast("Traces", module.OpenTelemetry(endpoint))


@asynccontextmanager
async def tracing(traces: Traces | None) -> AsyncIterator[None]:
    """Traces are sent while the block runs, and what waits of them at its end."""
    try:
        yield
    finally:
        if traces is not None:
            await asyncio.to_thread(traces.close)
