"""Archives: what was cleaned up, as lines by month, compressed, in the storage."""

import asyncio
import gzip
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import orjson

from graphql_api.retention.lines import Line
from graphql_api.storage.storage import Storage

ROOT = "archives"


def folder(run_id: UUID, started_at: datetime) -> str:
    """Where a cleanup's parts lie in the storage."""
    return f"{ROOT}/{started_at.astimezone(UTC):%Y%m%dt%H%M%S}-{run_id.hex[:8]}"


async def archive(storage: Storage, place: str, lines: Sequence[Line]) -> int:
    """Store lines, oldest first, by the month (UTC) of their feedback; how many parts these are.

    They get a folder of their own, and none is ever written over: a row that is archived twice does no harm, one that
    is not does.

    Raises:
        StorageUnavailable: not all of them are stored.
    """
    parts, batch = 0, secrets.token_hex(8)
    for month, of_month in groupby(lines, key=lambda line: f"{line.created_at.astimezone(UTC):%Y-%m}"):
        content = await asyncio.to_thread(pack, [line.text for line in of_month])
        await storage.put(f"{place}/{batch}/feedback_{month}.jsonl.gz", content)
        parts += 1
    return parts


def thin(content: bytes, is_gone: Callable[[Mapping[str, Any]], bool]) -> tuple[list[str], list[dict[str, Any]]]:
    """The lines of a part that stay, and what those hold of which `is_gone` says so.

    Raises:
        OSError, EOFError, zlib.error, ValueError, KeyError, TypeError: it is none, or damaged.
    """
    kept, gone = [], []
    for text in unpack(content):
        line = orjson.loads(text)
        if is_gone(line):
            gone.append(line)
        else:
            kept.append(text)
    return kept, gone


def may_hold(content: bytes, text: str) -> bool:
    """Whether a line of a part may have this text as a value; false only where none has. Much faster than `thin`.

    Raises:
        OSError, EOFError, zlib.error: it is none, or damaged.
    """
    if not text.isprintable() or any(escaped in text for escaped in '"\\'):
        return True
    return f'"{text}"'.encode() in gzip.decompress(content)


def keys(line: Mapping[str, Any]) -> list[UUID]:
    """The submission keys under which a line's feedback was sent."""
    return [UUID(each["submission_key"]) for each in (line, *line["rating_changes"])]


def pack(texts: Sequence[str]) -> bytes:
    """Lines as a part has them."""
    return gzip.compress("".join(f"{text}\n" for text in texts).encode(), compresslevel=6, mtime=0)


def unpack(content: bytes) -> list[str]:
    """The lines of a part.

    Raises:
        OSError, EOFError, zlib.error, ValueError: it is none, or damaged.
    """
    # Not splitlines: words may hold other characters that it takes for the end of a line.
    return [text for text in gzip.decompress(content).decode().split("\n") if text]
