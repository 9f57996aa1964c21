"""A schema whose objects hold, now and then, what their types do not promise."""

import asyncio
import random
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry.scalars import JSON
from strawberry.schema.config import StrawberryConfig
from strawberry.types import Info

from graphql_api.execution import plan_resolvers
from graphql_api.scalars import SCALARS

MOMENT = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
KEY = UUID("6e7ff1a4-96ea-4a26-9a5e-0a9d0d2f8f10")


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


ColourEnum = strawberry.enum(Colour)


@strawberry.interface
class Named:
    name: str


@strawberry.type
class Leaf(Named):
    number: int
    colour: ColourEnum  # type: ignore[valid-type]
    ratio: float | None
    tags: list[str]
    holes: list[str | None] | None

    @strawberry.field
    def twice(self) -> int:
        return self.number * 2

    @strawberry.field
    async def later(self) -> str | None:
        await asyncio.sleep(0)
        if self.number == 13:
            raise ValueError("unlucky")
        return self.name

    @strawberry.field
    def failing(self) -> str | None:
        raise ValueError("always")


@strawberry.type
class SpecialLeaf(Leaf):
    special: str = "special"


@strawberry.type
class Other:
    key: UUID
    moment: datetime | None
    state: JSON
    is_on: bool


Either = Annotated[Leaf | Other, strawberry.union("Either")]


@strawberry.type
class Branch:
    id: strawberry.ID
    leaf: Leaf
    leaves: list[Leaf]
    maybe_leaf: Leaf | None
    maybe_leaves: list[Leaf | None] | None
    other: Other
    either: Either
    eithers: list[Either]
    named: Named
    matrix: list[list[int]]
    seed: strawberry.Private[int]

    @strawberry.field
    def echo(self, word: str = "hm", times: int = 1) -> str:
        return word * times

    @strawberry.field
    async def branch(self, info: Info) -> "Branch":
        await asyncio.sleep(0)
        return Maker(random.Random(self.seed), info.context).branch(0)

    @strawberry.field
    def called_leaf(self, info: Info) -> Leaf | None:
        return self._maker(info).odd(self._maker(info).leaf())  # type: ignore[no-any-return]

    @strawberry.field
    def called_leaves(self, info: Info) -> list[Leaf]:
        maker = self._maker(info)
        return maker.odd([maker.odd(maker.leaf()) for _ in range(2)])  # type: ignore[no-any-return]

    @strawberry.field
    async def called_either(self, info: Info) -> Either:
        return self._maker(info).odd(self._maker(info).other())  # type: ignore[no-any-return]

    @strawberry.field
    async def called_eithers(self, info: Info) -> list[Either] | None:
        maker = self._maker(info)
        return maker.odd([maker.odd(maker.leaf()), maker.odd(maker.other())])  # type: ignore[no-any-return]

    @strawberry.field
    def called_word(self, info: Info) -> str:
        return self._maker(info).odd(info.field_name)  # type: ignore[no-any-return]

    @strawberry.field
    def called_words(self, info: Info) -> list[str] | None:
        maker = self._maker(info)
        return maker.odd(["a", maker.odd(str(info.path.key))[:3]])  # type: ignore[no-any-return]

    def _maker(self, info: Info) -> "Maker":
        return Maker(random.Random(self.seed), info.context)


@strawberry.type
class Query:
    @strawberry.field
    def branches(self, info: Info, seed: int = 0) -> list[Branch]:
        maker = Maker(random.Random(seed), info.context)
        return [maker.branch(place) for place in range(3)]

    @strawberry.field
    async def maybe_branch(self, info: Info, seed: int = 0) -> Branch | None:
        return Maker(random.Random(seed), info.context).branch(seed)


class Steady:
    """Something that reads the same each time, whatever its address."""

    def __repr__(self) -> str:
        return type(self).__name__


class Attribute(Steady):
    """Something with `__await__` that is no coroutine, so that nobody warns when it is never awaited."""

    def __await__(self) -> Any:
        yield from asyncio.sleep(0).__await__()
        return "waited for"


class Called(Steady):
    """Something that can be called."""

    def __call__(self, *_: Any) -> str:
        return "called"


class Maker:
    """Makes objects; one value in `oddity` is not what its type promises.

    Args:
        oddity: how seldom; 0 makes none odd.
    """

    def __init__(self, chance: random.Random, oddity: int) -> None:
        self._chance = chance
        self._oddity = oddity

    def branch(self, place: int) -> Branch:
        return Branch(
            id=self.odd(strawberry.ID(f"branch-{place}")),
            leaf=self.odd(self.leaf()),
            leaves=self.odd([self.odd(self.leaf()) for _ in range(self._chance.randrange(4))]),
            maybe_leaf=self._chance.choice([None, self.leaf(), self.odd(self.leaf())]),
            maybe_leaves=self._chance.choice([None, [self.leaf(), None, self.odd(self.leaf())]]),
            other=self.odd(self.other()),
            either=self.odd(self._chance.choice([self.leaf, self.other])()),
            eithers=[self.odd(self._chance.choice([self.leaf, self.other])()) for _ in range(2)],
            named=self.odd(self.leaf()),
            matrix=self.odd([[1, 2], self.odd([3]), []]),
            seed=self._chance.randrange(10**6),
        )

    def leaf(self) -> Leaf:
        kind = self._chance.choice([Leaf, Leaf, Leaf, SpecialLeaf])
        return kind(
            name=self.odd("name"),
            number=self.odd(self._chance.choice([0, 7, 13, -(2**31), 2**31 - 1])),
            colour=self.odd(Colour.BLUE),
            ratio=self.odd(self._chance.choice([None, 0.5, -0.0, 1e300])),
            tags=self.odd(["a", self.odd("b")]),
            holes=self.odd(["a", None, self.odd("c")]),
        )

    def other(self) -> Other:
        return Other(
            key=self.odd(KEY),
            moment=self.odd(MOMENT),
            state=self.odd({"deep": [1, {"er": None}]}),
            is_on=self.odd(True),
        )

    def odd(self, value: Any) -> Any:
        """The value, or something else in its place."""
        if not self._oddity or self._chance.randrange(self._oddity):
            return value
        return self._chance.choice(
            [
                None,
                ValueError("a value that is an error"),
                Attribute(),
                Colour.RED,
                "RED",
                7,
                2**40,
                True,
                1.5,
                float("nan"),
                float("inf"),
                ("a", "tuple"),
                ["a", 1, None],
                {"a": "dictionary"},
                b"bytes",
                strawberry.UNSET,
                Called(),
                strawberry.cast(Leaf, Plain()),
            ]
        )


class Plain(Steady):
    """Something that is no Strawberry type, and is cast to one."""

    name, number, colour, ratio, tags, holes = "cast", 1, Colour.RED, 1.0, ["x"], None


def make_schema() -> strawberry.Schema:
    """The schema, as Strawberry makes it."""
    return strawberry.Schema(query=Query, types=[SpecialLeaf, Other], config=StrawberryConfig(scalar_map=SCALARS))


schema, planned_schema = make_schema(), make_schema()
plan_resolvers(planned_schema)
