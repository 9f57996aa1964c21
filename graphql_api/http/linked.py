"""What is shown to whoever has a link that is still good: private, and nothing in it can run."""

from abc import ABC, abstractmethod
from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from graphql_api.links import Links
from graphql_api.postgres.outage import is_outage
from graphql_api.storage.storage import ObjectMissing, Storage, StorageUnavailable

RETRY_AFTER_SECONDS = "5"
# It is somebody's: nobody on the way keeps it, and nothing in it can run.
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-site",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class LinkedPage(ABC):
    """Hands out one kind of object.

    Args:
        thing: what it hands out, in a word for people.
    """

    def __init__(self, storage: Storage, links: Links, *, thing: str) -> None:
        self._storage = storage
        self._links = links
        self._thing = thing

    async def show(self, request: Request) -> Response:
        """The object; 403 for a link that is none of ours or has run out, 404 where there is none, 503 in an outage."""
        if not _has_good_link(request, self._links):
            return _refusal(403, "This link is not good, or not any more. Ask for a new one.")
        try:
            return await self._show(request, UUID(request.path_params["id"]))
        except (ObjectMissing, ValueError):
            return _refusal(404, f"There is no such {self._thing}, or not any more.")
        except Exception as error:
            if not isinstance(error, StorageUnavailable) and not is_outage(error):
                raise
            return _refusal(503, f"The {self._thing} cannot be had just now. Try again in a moment.")

    @abstractmethod
    async def _show(self, request: Request, id_: UUID) -> Response:
        """The object, to one who may have it.

        Raises:
            ObjectMissing, ValueError: there is none.
            StorageUnavailable, OSError, asyncpg.PostgresError: it cannot be had just now.
        """


def _has_good_link(request: Request, links: Links) -> bool:
    """Whether `links` signed exactly this address, at most five minutes ago."""
    options = dict(request.query_params)
    return len(options) == len(request.query_params.multi_items()) and links.is_good(request.url.path, options)


def _refusal(status: int, message: str) -> Response:
    """A plain answer without the thing; 503 says when to ask again."""
    headers = HEADERS | ({"Retry-After": RETRY_AFTER_SECONDS} if status == 503 else {})
    return PlainTextResponse(message, status_code=status, headers=headers)
