"""Traces reach a collector, hang together, and hold nothing that a person wrote."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from graphql_api.errors import StartupError
from graphql_api.tasks.reading import make_jobs
from graphql_api.tracing import load_traces
from graphql_api.worker import Worker
from tests.client import ADMIN, SUBMIT, VISITOR
from tests.conftest import make_settings, running
from tests.readers import NoReader

WORDS = "Walrus moustache: it broke"


class Collector:
    """Takes in what exporters send."""

    def __init__(self) -> None:
        self.url = ""
        self.spans: list[Span] = []
        self.bodies: list[bytes] = []

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.bodies.append(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.spans += [span for scope in resource.scope_spans for span in scope.spans]
        return web.Response()

    def named(self, name: str) -> Span:
        found = [span for span in self.spans if span.name == name]
        assert found, sorted({span.name for span in self.spans})
        return found[0]


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    collector = Collector()
    app = web.Application()
    app.router.add_post("/v1/traces", collector.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    collector.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield collector
    await runner.cleanup()


async def test_a_request_its_operation_its_statements_and_its_job_are_traced_without_anybodys_words(
    collector: Collector, database_url: str, tmp_path: Path
) -> None:
    settings = make_settings(database_url, tmp_path, otel_exporter_otlp_endpoint=collector.url)
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    async with running(settings) as service:
        await service.ask(SUBMIT, {"traceparent": parent}, input=VISITOR | {"message": WORDS})
        given = f'{{sessionId: "x", message: "{WORDS}"}}'
        await service.ask(f"mutation Said {{ submitFeedback(input: {given}) {{ __typename }} }}")
        await service.ask_as_admin('query Find { feedbacks(first: 2, filter: {search: "walrus"}) { totalCount } }')
        async with service.session.get(f"{service.url}/health?token=walrus", headers=ADMIN):
            pass
        traces = load_traces(collector.url)
        assert traces is not None
        worker = Worker(database_url, jobs=traces.jobs(make_jobs(NoReader("model_unavailable"))))
        async with asyncio.timeout(30):
            await worker.run(until_empty=True)
        await asyncio.to_thread(traces.close)
    request, operation = collector.named("POST /graphql"), collector.named("GraphQL")
    assert request.trace_id.hex() == "0af7651916cd43dd8448eb211c80319c"
    assert request.parent_span_id.hex() == "b7ad6b7169203331"
    assert (operation.trace_id, operation.parent_span_id) == (request.trace_id, request.span_id)
    assert collector.named("GraphQL Resolving: submitFeedback").trace_id == request.trace_id
    assert any(span.name in {"INSERT", "WITH"} for span in collector.spans), {span.name for span in collector.spans}
    assert {attribute.key for attribute in collector.named("job ANALYZE").attributes} == {"job.kind", "job.subject"}
    assert collector.named("GET /health")
    for secret in ("alrus", "moustache", ADMIN["X-API-Key"], "127.0.0.1"):
        assert not any(secret.encode() in body for body in collector.bodies), secret


async def test_a_collector_that_is_away_costs_no_submission(database_url: str, tmp_path: Path) -> None:
    settings = make_settings(database_url, tmp_path, otel_exporter_otlp_endpoint="http://127.0.0.1:1")
    async with running(settings) as service:
        assert (await service.submit())["status"] == "SAVED"


def test_without_an_address_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    code = "import sys, graphql_api.app; print({'graphql_api.tracing.otel', 'opentelemetry.exporter'} & {*sys.modules})"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert printed.stdout.strip() == "set()"


def test_an_address_without_the_packages_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.instrumentation.asyncpg", None)
    monkeypatch.delitem(sys.modules, "graphql_api.tracing.otel", raising=False)
    with pytest.raises(StartupError, match="needs the extra `otel`"):
        load_traces("http://127.0.0.1:4318")
