"""Submission keys for rows that have none: the same rows have the same keys, in whatever order and however often."""

import hashlib
import hmac
import sqlite3
from dataclasses import replace
from types import TracebackType
from typing import Self
from uuid import UUID, uuid5

import orjson

from graphql_api.intake.draft import Draft

COUNT = "INSERT INTO seen VALUES (?, 1) ON CONFLICT (content) DO UPDATE SET times = times + 1"


class Keys:
    """The keys of one file's rows. Counts repeated rows by hash in a temporary file: memory stays flat.

    Keys are made under the service's secret, so that nobody can test a guess at what was said against them.
    """

    def __init__(self, secret: bytes) -> None:
        self._namespace = UUID(bytes=hmac.new(secret, b"import", hashlib.sha256).digest()[:16])
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

    def of_content(self, draft: Draft) -> UUID:
        """A key for the draft's content, another one each time that the file says the same again."""
        content = orjson.dumps(replace(draft, submission_key=None), option=orjson.OPT_SORT_KEYS)
        digest = hmac.new(self._namespace.bytes, content, hashlib.sha256).digest()[:16]
        self._seen.execute(COUNT, (digest,))
        (times,) = self._seen.execute("SELECT times FROM seen WHERE content = ?", (digest,)).fetchone()
        return uuid5(self._namespace, f"content:{digest.hex()}:{times}")

    def of_name(self, name: str) -> UUID:
        """An id for a name that is not fit to be one."""
        return uuid5(self._namespace, f"name:{name}")
