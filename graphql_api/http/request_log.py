"""One line in the log for each request, under an id that the caller may choose and is told."""

import logging
import random
import re

import structlog
from starlette.types import Scope

logger = structlog.get_logger(__name__)
_is_said = logging.getLogger(__name__).isEnabledFor

HEADER = "X-Request-Id"
NAME = HEADER.lower().encode()
# What a caller's own id may be; any other is as none, and none is repeated that could break a line or a header.
ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{1,100}")
# What watchers ask every few seconds is said at DEBUG only.
WATCHED = frozenset({"/health", "/ready", "/metrics"})


def request_id_of(scope: Scope) -> str:
    """The id that the caller asks for, where it is acceptable; else a new one."""
    for name, value in scope["headers"]:
        if name == NAME:
            asked: str = value.decode("latin-1")
            return asked if ACCEPTABLE.fullmatch(asked) else _new_id()
    return _new_id()


def _new_id() -> str:
    """Looks like a UUID. It tells requests apart, and need not be hard to guess."""
    digits = f"{random.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def log_request(scope: Scope, status: int, seconds: float) -> None:
    """Say of a request its path, status, duration, operation and key's id; neither query string nor body is read."""
    level = _level(scope["path"], status)
    if not _is_said(level):
        return
    line = {
        "method": scope["method"][:10],
        # Other paths are as long, and as private, as their senders please.
        "path": scope["path"] if "endpoint" in scope else "(unknown)",
        "status": status,
        "duration_ms": round(seconds * 1000, 1),
    }
    logger.log(level, "request refused" if level == logging.WARNING else "request answered", **line)


def _level(path: str, status: int) -> int:
    if status in {401, 403, 429}:
        return logging.WARNING
    return logging.DEBUG if path in WATCHED and status == 200 else logging.INFO
