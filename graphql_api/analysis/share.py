"""Choosing a share of all feedback, the same one every time."""

import hashlib
from uuid import UUID

STEPS = 10_000


def is_in_share(subject: UUID, purpose: str, percent: float) -> bool:
    """Whether a feedback belongs to the `percent` (0 to 100, to the hundredth) that is chosen for a purpose.

    Depends on nothing but id and purpose; the shares of two purposes have nothing to do with each other.
    """
    digest = hashlib.sha256(purpose.encode() + b"\0" + subject.bytes).digest()
    return int.from_bytes(digest[:8]) % STEPS < percent * STEPS / 100
