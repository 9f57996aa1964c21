"""A request's headers, found by name at once."""

from typing import Any

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import Scope


class QuickHeaders(Headers):
    """Starlette's look through the whole list for each name; who calls is told by a dozen names."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope=scope)
        # The first of a name counts.
        self._by_name = dict(reversed(self._list))

    def __getitem__(self, name: str) -> str:
        return self._by_name[name.lower().encode("latin-1")].decode("latin-1")

    def get(self, name: str, default: Any = None) -> Any:
        """The value under a name. Most names that are asked for are not there, and raising costs more than looking."""
        value = self._by_name.get(name.lower().encode("latin-1"))
        return default if value is None else value.decode("latin-1")

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower().encode("latin-1") in self._by_name

    def getlist(self, name: str) -> list[str]:
        """All values under a name, mostly none."""
        return super().getlist(name) if name.lower().encode("latin-1") in self._by_name else []


class QuickConnection(HTTPConnection):
    """One HTTP request, but for its body."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._headers = QuickHeaders(scope)
