"""Links that show one thing for a few minutes to whoever has them: signed, so that nobody can make or stretch one."""

import base64
import hashlib
import hmac
import time
from urllib.parse import urlencode

LIFETIME_SECONDS = 300


class Links:
    """Makes links under the service's secret, and tells them from others'. All processes with the secret agree.

    Args:
        secret: the service's; links have a key of their own, derived from it.
    """

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.new(secret, b"links", hashlib.sha256).digest()

    def sign(self, path: str, **options: str) -> str:
        """The path with its options, good for five minutes from now."""
        expires = str(int(time.time()) + LIFETIME_SECONDS)
        return (
            f"{path}?{urlencode(options | {'expires': expires, 'signature': self._signature(path, options, expires)})}"
        )

    def is_good(self, path: str, options: dict[str, str]) -> bool:
        """Whether `sign` made exactly this, at most five minutes ago. `options` are all of the query's."""
        rest = dict(options)
        expires, signature = rest.pop("expires", ""), rest.pop("signature", "")
        is_ours = hmac.compare_digest(self._signature(path, rest, expires).encode(), signature.encode())
        if not is_ours:
            return False
        return 0 <= int(expires) - time.time() <= LIFETIME_SECONDS

    def _signature(self, path: str, options: dict[str, str], expires: str) -> str:
        signed = "\n".join([path, expires, urlencode(sorted(options.items()))]).encode()
        return base64.urlsafe_b64encode(hmac.new(self._key, signed, hashlib.sha256).digest()).rstrip(b"=").decode()
