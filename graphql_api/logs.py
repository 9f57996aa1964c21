"""Logs for machines: one JSON object a line, ids but never a person's words."""

import json
import logging
import sys
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Literal

import orjson
import structlog

# Loggers of libraries that write queries, values or payloads when they are let.
TALKATIVE = (
    *("tortoise", "tortoise.db_client", "strawberry.execution", "asyncio", "pgqueuer", "httpx", "uvicorn.access"),
    *("openai", "httpx2", "httpcore2", "transformers", "huggingface_hub"),
)

# What every line says that is written on behalf of one request; never changed, only replaced: tasks share it.
_FACTS: ContextVar[dict[str, object]] = ContextVar("facts of a request")


def begin_facts(**facts: object) -> None:
    """Have every line say this from here on, in this context, and nothing of what was noted before."""
    _FACTS.set(facts)


def note_fact(name: str, value: object) -> None:
    """Have every line say one thing more from here on, in this context."""
    _FACTS.set({**_FACTS.get({}), name: value})


def set_up_logs(level: str, form: Literal["json", "console"]) -> None:
    """Send structlog and the standard library's logging to stderr, in one form."""
    shared: list[structlog.typing.Processor] = [
        _with_facts,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_exception_values,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(_as_json) if form == "json" else structlog.dev.ConsoleRenderer()
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


def _with_facts(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return {**_FACTS.get({}), **event}


def _as_json(event: structlog.typing.EventDict, default: Callable[[Any], Any]) -> str:
    try:
        return orjson.dumps(event, default=default).decode()
    except TypeError:  # whole numbers of more than 64 bits, and the like
        return json.dumps(event, default=default)


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
