"""Headers that keep browsers from doing more with an answer than is meant."""

from collections.abc import Iterable

# A page that needs more says so itself: what an answer has already is left as it is.
SAFE = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


NAMED = [(name.lower().encode(), value.encode()) for name, value in SAFE.items()]
NAMES = frozenset(name for name, _ in NAMED)


def safe_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Those of SAFE that an answer with these headers does not have."""
    there = {name for name, _ in headers}
    return NAMED if there.isdisjoint(NAMES) else [header for header in NAMED if header[0] not in there]
