"""Submission keys and sessions for rows that name none: the same rows get the same ones, in whatever order.

A row with a session is known by its content. A row without one was said by nobody knows whom, so that the same few
words in another file are another person's: it is known by its content and its file. A file is known by its name, or,
where it comes under a new name, by most of its first rows.
"""

import hashlib
import hmac
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from types import TracebackType
from typing import Self
from uuid import UUID, uuid5

import orjson

from graphql_api.intake.draft import Draft
from graphql_api.postgres.connect import fetch

COUNT = "INSERT INTO seen VALUES (?, 1) ON CONFLICT (content) DO UPDATE SET times = times + 1"
KNOWN = "SELECT session_id, submission_key FROM feedback WHERE session_id = any($1)"


class Keys:
    """The keys of one file's rows. Counts repeated rows by hash in a temporary file: memory stays flat.

    They are made under the service's secret, so that nobody can test a guess at what was said against them.
    """

    def __init__(self, secret: bytes, file_name: str) -> None:
        self._secret = hmac.digest(secret, b"import", hashlib.sha256)
        self._namespace = UUID(bytes=self._secret[:16])
        self._file = _marked(self._digest(b"file", PurePath(file_name).name.encode(errors="surrogateescape")))[:8]
        self._seen = sqlite3.connect("", isolation_level=None)
        self._seen.execute("PRAGMA journal_mode = OFF")
        self._seen.execute("CREATE TABLE seen (content BLOB PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID")
        self._seen.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._seen.close()

    async def recognise(self, first: Sequence[Draft]) -> None:
        """Take the file for one imported before under another name, when it shares most of its first rows with that."""
        sessions = {_session(self._content(draft)) for draft in first if _is_anonymous(draft)}
        rows = await fetch(KNOWN, sorted(sessions))
        files = Counter(file for _, file in {(row["session_id"], row["submission_key"].bytes[:8]) for row in rows})
        if self._file in files:
            return
        for file, known in files.most_common(1):
            if known > len(sessions) / 2:
                self._file = file

    def complete(self, draft: Draft) -> Draft:
        """The draft with a submission key and a session; another key each time that the file says the same again."""
        if draft.submission_key is not None:
            return replace(draft, session_id=draft.session_id or f"import:{draft.submission_key}")
        content = self._content(draft)
        times = self._times(content)
        if not _is_anonymous(draft):
            return replace(draft, submission_key=self.of_name(f"{content.hex()}:{times}"))
        ordinal = self._digest(b"row", content + times.to_bytes(8, "big"))
        key = UUID(bytes=_marked(self._file + ordinal))
        return replace(draft, submission_key=key, session_id=_session(content))

    def of_name(self, name: str) -> UUID:
        """An id for a name that is not fit to be one."""
        return uuid5(self._namespace, name)

    def _content(self, draft: Draft) -> bytes:
        return self._digest(b"content", orjson.dumps(draft, option=orjson.OPT_SORT_KEYS))[:16]

    def _times(self, content: bytes) -> int:
        self._seen.execute(COUNT, (content,))
        (times,) = self._seen.execute("SELECT times FROM seen WHERE content = ?", (content,)).fetchone()
        return int(times)

    def _digest(self, kind: bytes, data: bytes) -> bytes:
        return hmac.digest(self._secret, kind + b":" + data, hashlib.sha256)


def _is_anonymous(draft: Draft) -> bool:
    return draft.submission_key is None and not draft.session_id


def _session(content: bytes) -> str:
    return f"import:{content.hex()}"


def _marked(data: bytes) -> bytes:
    """The first 16 bytes with the marks of a version-8 UUID (RFC 9562) at their places."""
    octets = bytearray(data[:16])
    octets[6] = octets[6] & 0x0F | 0x80
    octets[8] = octets[8] & 0x3F | 0x80
    return bytes(octets)
