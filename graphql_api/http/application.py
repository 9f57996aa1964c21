"""The application: one address takes nearly all requests, and is found before any route is looked at."""

from collections.abc import Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send


class Application(Starlette):
    """Starlette's, with a short way to GraphQL.

    Args:
        path: where GraphQL is.
        graphql: answers there, whatever happens: nothing stands between it and the server to catch what it raises.
        wrap: puts around all of it what is done for every request.
    """

    def __init__(
        self,
        path: str,
        graphql: ASGIApp,
        *,
        routes: Sequence[BaseRoute],
        wrap: Callable[[ASGIApp], ASGIApp],
        **more: Any,
    ) -> None:
        super().__init__(routes=[Route(path, graphql, methods=None), *routes], **more)
        self._path = path
        self._graphql = graphql
        self._wrap = wrap

    def build_middleware_stack(self) -> ASGIApp:
        """What every request goes through."""
        others = super().build_middleware_stack()

        async def pass_on(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["path"] == self._path:
                scope["endpoint"] = self._graphql
                await self._graphql(scope, receive, send)
            else:
                await others(scope, receive, send)

        return self._wrap(pass_on)
