"""What is shown to whoever has a link that is still good: private, and nothing in it can run."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from graphql_api.links import Links

RETRY_AFTER_SECONDS = "5"
# It is somebody's: nobody on the way keeps it, and nothing in it can run.
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-site",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def has_good_link(request: Request, links: Links) -> bool:
    """Whether `links` signed exactly this address, at most five minutes ago."""
    options = dict(request.query_params)
    return len(options) == len(request.query_params.multi_items()) and links.is_good(request.url.path, options)


def refusal(status: int, message: str) -> Response:
    """A plain answer without the thing; 503 says when to ask again."""
    headers = HEADERS | ({"Retry-After": RETRY_AFTER_SECONDS} if status == 503 else {})
    return PlainTextResponse(message, status_code=status, headers=headers)
