"""One line in the log for each request, under an id that the caller may choose and is told."""

import re
from uuid import uuid4

import structlog
from starlette.types import Scope

logger = structlog.get_logger(__name__)

HEADER = "X-Request-Id"
NAME = HEADER.lower().encode()
# What a caller's own id may be; any other is as none, and none is repeated that could break a line or a header.
ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{1,100}")
# What watchers ask every few seconds is said at DEBUG only.
WATCHED = frozenset({"/health", "/ready", "/metrics"})


def request_id_of(scope: Scope) -> str:
    """The id that the caller asks for, where it is acceptable; else a new one."""
    asked = next((value.decode("latin-1") for name, value in scope["headers"] if name == NAME), "")
    return asked if ACCEPTABLE.fullmatch(asked) else str(uuid4())


def log_request(scope: Scope, status: int, seconds: float) -> None:
    """Say of a request its path, status, duration, operation and key's id; neither query string nor body is read."""
    line = {
        "method": scope["method"][:10],
        # Other paths are as long, and as private, as their senders please.
        "path": scope["path"] if "endpoint" in scope else "(unknown)",
        "status": status,
        "duration_ms": round(seconds * 1000, 1),
    }
    if status in {401, 403, 429}:
        logger.warning("request refused", **line)
    elif scope["path"] in WATCHED and status == 200:
        logger.debug("request answered", **line)
    else:
        logger.info("request answered", **line)
