"""Those who come under the same name, one after the other."""

import asyncio
from uuid import UUID


class Turns:
    """Gives turns in the order in which they are asked for."""

    def __init__(self) -> None:
        self._turns: dict[UUID, _Turn] = {}

    def of(self, name: UUID) -> "_Turn":
        """To be entered at once, with `async with`; waits until those who came under the name before have left."""
        return self._turns.get(name) or _Turn(self._turns, name)


class _Turn:
    """The turn of those under one name; forgotten when the last of them has left."""

    __slots__ = ("_lock", "_name", "_number", "_turns")

    def __init__(self, turns: "dict[UUID, _Turn]", name: UUID) -> None:
        self._turns = turns
        self._name = name
        self._number = 0
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> None:
        self._turns[self._name] = self
        self._number += 1
        try:
            await self._lock.acquire()
        except BaseException:
            self._leave()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()
        self._leave()

    def _leave(self) -> None:
        self._number -= 1
        if self._number == 0:
            del self._turns[self._name]
