"""Ids that a submission has before anything is stored, so that every way into the database agrees on them."""

import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from graphql_api.intake.submission import Submission


@dataclass(frozen=True)
class Identity:
    """Makes ids and hashes under one secret, the same in every process that serves the same database.

    The hash is keyed so that nobody can work out an id, or test a guess at a text, without the secret.
    """

    secret: bytes

    def feedback_id(self, submission: Submission) -> UUID:
        """A version-8 UUID (RFC 9562) of the submission key.

        The rating of an answer is named by session and message instead: whoever rates it again, under
        whatever key, changes that one feedback.
        """
        if submission.answer is None:
            name = b"report:" + submission.submission_key.bytes
        else:
            name = b"answer:" + submission.answer.message_id.bytes + submission.session_id.encode()
        octets = bytearray(self._digest(name)[:16])
        octets[6] = octets[6] & 0x0F | 0x80
        octets[8] = octets[8] & 0x3F | 0x80
        return UUID(bytes=bytes(octets))

    def body_hash(self, body: bytes) -> bytes:
        """32 bytes that tell a resend of the same body from another body under the same key."""
        return self._digest(b"body:" + body)

    def _digest(self, data: bytes) -> bytes:
        keyed = self._keyed.copy()
        keyed.update(data)
        return keyed.digest()

    @cached_property
    def _keyed(self) -> hmac.HMAC:
        """The key is worked in once."""
        return hmac.new(self.secret, digestmod=hashlib.sha256)
