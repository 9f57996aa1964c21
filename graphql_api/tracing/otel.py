"""Traces by OpenTelemetry: of requests, GraphQL operations and fields, statements and jobs."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from uuid import UUID

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.asyncpg import AsyncPGInstrumentor
from opentelemetry.propagate import extract
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from strawberry.extensions import LifecycleStep, SchemaExtension
from strawberry.extensions.tracing.opentelemetry import OpenTelemetryExtension

from graphql_api.jobs.queue import JobKind
from graphql_api.worker import Do

SERVICE = "feedback"
SEND_SECONDS = 3


class OpenTelemetry:
    """Sends spans to a collector in the background; one that is away costs nobody anything but the spans.

    Args:
        endpoint: the collector's HTTP address, without the path.
    """

    def __init__(self, endpoint: str) -> None:
        self._provider = TracerProvider(resource=Resource.create({"service.name": SERVICE}), shutdown_on_exit=False)
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=SEND_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer(SERVICE)
        self._statements = AsyncPGInstrumentor(capture_parameters=False)  # type: ignore[no-untyped-call]
        self._statements.instrument(tracer_provider=self._provider)
        self.extension: Callable[[], SchemaExtension] = partial(WithoutValues, tracer_provider=self._provider)

    def http(self, app: ASGIApp) -> ASGIApp:
        """Of a request the method, the page and the status; neither address nor query string."""
        return _TracedRequests(app, self._tracer)

    def jobs(self, jobs: Mapping[JobKind, Do]) -> Mapping[JobKind, Do]:
        """Of a job its kind, what it is about, and the kind of error."""
        return {kind: partial(self._done, kind, do) for kind, do in jobs.items()}

    def close(self) -> None:
        """Also ends the instrumentation of the database's driver."""
        self._statements.uninstrument()
        self._provider.shutdown()

    async def _done(self, kind: JobKind, do: Do, subject: UUID) -> None:
        named = {"job.kind": kind.value, "job.subject": str(subject)}
        # An exception's message may repeat what a person wrote.
        with self._tracer.start_as_current_span(
            f"job {kind}",
            kind=SpanKind.CONSUMER,
            attributes=named,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                await do(subject)
            except Exception as error:
                span.set_status(StatusCode.ERROR, type(error).__name__)
                raise


class WithoutValues(OpenTelemetryExtension):
    """Strawberry's own spans, without the document and the arguments: both hold what people wrote."""

    def __init__(self, *, tracer_provider: trace.TracerProvider) -> None:
        super().__init__(arg_filter=lambda _arguments, _info: {}, tracer_provider=tracer_provider)

    def on_operation(self) -> Iterator[None]:  # type: ignore[override]
        """A span for the operation, which gets its name when the document has been read."""
        span = self._tracer.start_span("GraphQL", kind=SpanKind.INTERNAL)
        self._span_holder[LifecycleStep.OPERATION] = span
        yield
        context = self.execution_context.context
        kind = getattr(context, "operation_kind", "none")
        span.set_attribute("graphql.operation.type", kind)
        if self.execution_context.graphql_document is not None and self.execution_context.operation_name:
            span.set_attribute("graphql.operation.name", self.execution_context.operation_name)
        span.end()


class _TracedRequests:
    def __init__(self, app: ASGIApp, tracer: trace.Tracer) -> None:
        self._app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # A caller's own trace goes on.
        sent = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        page = "/" + scope["path"].split("/")[1] if scope["path"].startswith("/") else ""
        with self._tracer.start_as_current_span(
            f"{scope['method']} {page}",
            context=extract({name: sent[name] for name in ("traceparent", "tracestate") if name in sent}),
            kind=SpanKind.SERVER,
            attributes={"http.request.method": scope["method"], "http.route": page},
            record_exception=False,
        ) as span:

            async def note_status(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                    if message["status"] >= 500:
                        span.set_status(StatusCode.ERROR)
                await send(message)

            await self._app(scope, receive, note_status)
