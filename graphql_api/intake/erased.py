"""What was erased and must not come back: sessions by a keyed hash and the moment, submissions by their keys."""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property

from graphql_api.postgres.connect import fetch

FIND = "SELECT digest, erased_at FROM erased_session WHERE digest = ANY($1)"


class ErasedSessions:
    """Tells what belongs to a session that was erased since. All processes with the secret agree.

    Args:
        secret: gives the service's, when it is first needed; nobody can test a guess at a session's id against the
            hashes without it.
    """

    def __init__(self, secret: Callable[[], bytes]) -> None:
        self._secret = secret

    @cached_property
    def _key(self) -> bytes:
        return hmac.digest(self._secret(), b"erased sessions", hashlib.sha256)

    def digest(self, session_id: str) -> bytes:
        """32 bytes that stand for the session."""
        return hmac.digest(self._key, session_id.encode(), hashlib.sha256)

    async def are_erased(self, sent: Sequence[tuple[str, datetime]]) -> list[bool]:
        """Of each, named by its session and the moment it was accepted at: whether it was erased since."""
        digests = [self.digest(session_id) for session_id, _ in sent]
        erased_at = {row["digest"]: row["erased_at"] for row in await fetch(FIND, list(set(digests)))}
        return [
            digest in erased_at and moment <= erased_at[digest]
            for digest, (_, moment) in zip(digests, sent, strict=True)
        ]
