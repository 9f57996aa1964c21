"""A word with PostgreSQL over its socket, without a driver: is it there, and does it have the database?"""

import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass

PROTOCOL = 3 << 16
TOO_MANY_CONNECTIONS = "53300"
NO_SUCH_DATABASE = "3D000"


@dataclass(frozen=True)
class Answer:
    """What the server said; `sqlstate` is None when it took the connection and did the statement."""

    sqlstate: str | None
    message: str = ""

    @property
    def is_up(self) -> bool:
        """The server takes connections, though perhaps not this one."""
        return self.sqlstate in {None, TOO_MANY_CONNECTIONS, NO_SUCH_DATABASE}


def ask(path: str, database: str, statement: str | None = None, *, timeout_seconds: float = 5) -> Answer | None:
    """Connect as postgres and run the statement; None when nobody answers in time."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(timeout_seconds)
            connection.connect(path)
            connection.sendall(_startup(database))
            with connection.makefile("rb") as stream:
                answer = _until_ready(stream.read)
                if answer.sqlstate is None and statement is not None:
                    connection.sendall(_message(b"Q", statement.encode() + b"\0"))
                    answer = _until_ready(stream.read)
            if answer.sqlstate is None:
                connection.sendall(_message(b"X", b""))
            return answer
    except (OSError, EOFError):
        return None


def _startup(database: str) -> bytes:
    words = ("user", "postgres", "database", database, "application_name", "feedback probe")
    body = struct.pack("!i", PROTOCOL) + b"".join(word.encode() + b"\0" for word in words) + b"\0"
    return struct.pack("!i", len(body) + 4) + body


def _message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body


def _until_ready(read: Callable[[int], bytes]) -> Answer:
    """Read messages until the server waits for the next statement or ends the connection with an error."""
    answer = Answer(None)
    while True:
        header = _exactly(read, 5)
        kind, length = header[:1], struct.unpack("!i", header[1:])[0]
        body = _exactly(read, length - 4)
        if kind == b"E":
            fields = {field[:1]: field[1:].decode(errors="replace") for field in body.split(b"\0") if field}
            answer = Answer(fields.get(b"C", ""), fields.get(b"M", ""))
            if fields.get(b"V") in {"FATAL", "PANIC"}:
                return answer
        if kind == b"Z":
            return answer


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    data = read(size)
    if len(data) < size:
        raise EOFError
    return data
