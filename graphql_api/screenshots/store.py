"""The job SCREENSHOT: from an original on disk to a picture in the storage, retried until it is there or refused."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import structlog

from graphql_api.intake.submission import Annotation
from graphql_api.jobs.queue import JobKind, enqueue
from graphql_api.logs import describe_error
from graphql_api.postgres.connect import fetch, transaction
from graphql_api.screenshots.convert import Converted, ConverterFailed, convert, scaled
from graphql_api.spool.originals import Originals
from graphql_api.storage.deletions import ask_to_delete
from graphql_api.storage.storage import Storage, StorageUnavailable
from models.enums import AnnotationKind

logger = structlog.get_logger(__name__)

# Tried again after 1 s, 2 s, 4 s and so on, up to this, for as long as it takes.
LONGEST_PAUSE = timedelta(minutes=5)
ROOT = "screenshots"

FIND = "SELECT original, annotations FROM screenshot WHERE feedback_id = $1 AND status IN ('PENDING', 'FAILED')"
# Only while the row still waits for this very original: it may be gone, or another may have taken its place.
WAITS = "WHERE feedback_id = $1 AND original = $2"
STORED = f"""
UPDATE screenshot SET
    status = 'STORED', reason = NULL, original = NULL, picture_key = $3, thumbnail_key = $4, sha256 = sha256($5),
    size_bytes = octet_length($5), width = $6, height = $7, annotations = $8
{WAITS}
RETURNING feedback_id
"""  # noqa: S608 - of fixed parts
REJECTED = f"UPDATE screenshot SET status = 'REJECTED', reason = $3, original = NULL {WAITS}"  # noqa: S608
FAILED = f"UPDATE screenshot SET status = 'FAILED', reason = $3, attempts = attempts + 1 {WAITS} RETURNING attempts"  # noqa: S608
IS_STORED = "SELECT FROM screenshot WHERE feedback_id = $1 AND picture_key = $2"


class StoreScreenshots:
    """Makes and stores pictures, one at a time: one decoder's memory is all that a worker has room for."""

    def __init__(self, storage: Storage, originals: Originals) -> None:
        self._storage = storage
        self._originals = originals
        self._turn = asyncio.Semaphore(1)

    async def __call__(self, feedback_id: UUID) -> None:
        """Settle one feedback's screenshot: STORED or REJECTED; FAILED with another try asked for. Safe to run twice.

        Raises:
            asyncpg.PostgresError, OSError: the database went away; nothing is lost.
        """
        async with self._turn:
            rows = await fetch(FIND, feedback_id)
            if not rows:
                return
            original, annotations = rows[0]["original"], from_json(rows[0]["annotations"])
            try:
                await self._settle(feedback_id, original, annotations)
            except FileNotFoundError:
                await _fail(feedback_id, original, "ORIGINAL_MISSING")
            except ConverterFailed as error:
                logger.warning("screenshot not converted", feedback_id=str(feedback_id), error=describe_error(error))
                await _fail(feedback_id, original, "CONVERTER_FAILED")
            except StorageUnavailable as error:
                logger.warning("screenshot not stored", feedback_id=str(feedback_id), error=describe_error(error))
                await _fail(feedback_id, original, "STORAGE_UNAVAILABLE")
            else:
                await self._drop(original)

    async def _settle(self, feedback_id: UUID, original: str, annotations: list[Annotation]) -> None:
        # Making a picture costs a second of a core: not while there is no place to put it.
        if (reason := await self._storage.unusable_because()) is not None:
            raise StorageUnavailable(reason)
        converted = await convert(self._originals.path(original), annotations)
        if isinstance(converted, Converted):
            await self._store(feedback_id, original, converted, annotations)
        else:
            await fetch(REJECTED, feedback_id, original, converted)
            logger.info("screenshot rejected", feedback_id=str(feedback_id), reason=converted)

    async def _store(
        self, feedback_id: UUID, original: str, converted: Converted, annotations: list[Annotation]
    ) -> None:
        # The same names at every try for one original, so that a try that was cut short leaves nothing behind.
        place = f"{ROOT}/{feedback_id.hex[:2]}/{feedback_id}/{original}"
        picture_key, thumbnail_key = f"{place}.webp", f"{place}.thumbnail.webp"
        await self._storage.put(picture_key, converted.picture)
        await self._storage.put(thumbnail_key, converted.thumbnail)
        kept = to_json([scaled(each, converted.step) for each in annotations])
        size = converted.width, converted.height
        values = (feedback_id, original, picture_key, thumbnail_key, converted.picture, *size, kept)
        if not await fetch(STORED, *values) and not await fetch(IS_STORED, feedback_id, picture_key):
            await ask_to_delete([picture_key, thumbnail_key])

    async def _drop(self, original: str) -> None:
        try:
            await self._originals.remove([original])
        except OSError:
            # No row names it any more: the sweep takes it away.
            logger.exception("original is left")


async def _fail(feedback_id: UUID, original: str, reason: str) -> None:
    """Note the failure and ask for another try, together."""
    async with transaction() as connection:
        attempts = await connection.fetchval(FAILED, feedback_id, original, reason)
        if attempts is not None:
            pause = min(timedelta(seconds=2 ** min(attempts - 1, 20)), LONGEST_PAUSE)
            await enqueue(connection, JobKind.SCREENSHOT, [feedback_id], after=pause)


def to_json(annotations: list[Annotation]) -> str:
    """Annotations as a row has them."""
    return orjson.dumps(annotations).decode()


def from_json(text: str) -> list[Annotation]:
    """Annotations out of a row."""
    given: list[dict[str, Any]] = orjson.loads(text)
    return [Annotation(**each | {"kind": AnnotationKind(each["kind"])}) for each in given]
