"""The head of an answer, put together of lines that are always the same."""

from typing import Any

from uvicorn.protocols.http.httptools_impl import (
    HEADER_RE,
    HEADER_VALUE_RE,
    STATUS_LINE,
    RequestResponseCycle,
)

from graphql_api.http.endpoint import CONTENT_TYPES
from graphql_api.http.safe_headers import NAMED

# The lines of headers that nobody needs to look at again.
LINES = {
    (name, value): b"%b: %b\r\n" % (name, value)
    for name, value in [*NAMED, *((b"content-type", value) for value in CONTENT_TYPES.values())]
}
# What decides how an answer is sent is uvicorn's to read.
LEFT = frozenset({b"connection", b"transfer-encoding"})


class QuickCycle(RequestResponseCycle):
    """uvicorn's, which otherwise tries two patterns on each of ten headers; all that is unusual is left to it."""

    async def send(self, message: Any) -> None:
        """As uvicorn does."""
        head = self._head(message) if message["type"] == "http.response.start" else None
        if head is None:
            await super().send(message)
            return
        self.response_started = True
        self.waiting_for_100_continue = False
        self.chunked_encoding = False
        self.transport.write(head)

    def _head(self, message: Any) -> bytes | None:
        """The head of a plain answer of known length; None of any other."""
        is_plain = self.keep_alive and not (self.response_started or self.disconnected or self.flow.write_paused)
        if not is_plain or self.access_log or self.scope["method"] == "HEAD":
            return None
        lines = [STATUS_LINE[message["status"]]]
        lines += [b"%b: %b\r\n" % header for header in self.default_headers]
        length = None
        for header in message["headers"]:
            line = LINES.get(header)
            if line is None:
                name, value = header
                if name in LEFT or not name.islower() or HEADER_RE.search(name) or HEADER_VALUE_RE.search(value):
                    return None
                if name == b"content-length":
                    length = int(value)
                line = b"%b: %b\r\n" % header
            lines.append(line)
        if length is None:
            return None
        self.expected_content_length = length
        return b"".join((*lines, b"\r\n"))
