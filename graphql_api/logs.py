"""Logs for machines: one JSON object a line, ids but never a person's words."""

import logging
import sys
import traceback
from typing import Literal

import structlog

# Loggers of libraries that write queries, values or payloads when they are let.
TALKATIVE = (
    *("tortoise", "tortoise.db_client", "strawberry.execution", "asyncio", "pgqueuer", "httpx", "uvicorn.access"),
    *("openai", "httpx2", "httpcore2", "transformers", "huggingface_hub"),
)


def set_up_logs(level: str, form: Literal["json", "console"]) -> None:
    """Send structlog and the standard library's logging to stderr, in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_exception_values,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def describe_error(error: BaseException) -> list[str]:
    """An error and its causes by type, SQLSTATE, notes and stack.

    Messages are left out: they can repeat values. Notes are ours, and hold ids.
    """
    lines = []
    cause: BaseException | None = error
    while cause is not None:
        code = getattr(cause, "sqlstate", None)
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}" + (f" [{code}]" if code else ""))
        lines += [f"  {note}" for note in getattr(cause, "__notes__", ())]
        for frame in traceback.extract_tb(cause.__traceback__):
            lines.append(f"  {frame.filename}:{frame.lineno} in {frame.name}")
        cause = cause.__cause__
    return lines


def _without_exception_values(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Replace exc_info by a description that holds no values."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    elif error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = describe_error(error)
    return event
