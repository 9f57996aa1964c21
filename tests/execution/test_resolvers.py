"""Resolvers get the arguments that Strawberry would have given them."""

import random
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any
from uuid import uuid4

import pytest
import strawberry
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    Undefined,
    is_object_type,
    parse,
)
from graphql.utilities import coerce_input_value
from strawberry.permission import BasePermission
from strawberry.relay import GlobalID
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from graphql_api.execution import Prepared
from graphql_api.execution.resolvers import NotPlanned, convert_all, plan_arguments, plan_resolvers
from graphql_api.schema import schema as service_schema

SCALARS: dict[str, Callable[[], Any]] = {
    "String": lambda: "words",
    "ID": lambda: str(uuid4()),
    "Int": lambda: 7,
    "Float": lambda: 0.5,
    "Boolean": lambda: True,
    "UUID": lambda: str(uuid4()),
    "DateTime": lambda: "2026-11-20T12:30:00Z",
    "Date": lambda: "2026-11-20",
    "JSON": lambda: {"any": ["thing", None]},
}


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


@strawberry.input
class Inner:
    colour: Annotated[Colour, strawberry.enum(name="Colour")]
    amount: int | None = 3


@strawberry.input
class Outer:
    inner: Inner
    inners: list[Inner] | None
    maybe_inners: list[Inner | None] = strawberry.field(default_factory=list)
    left_out: str | None = strawberry.UNSET
    words: list[str] = strawberry.field(default_factory=lambda: ["a"])
    lists: list[list[str]] | None = None


class Nobody(BasePermission):
    message = "nobody"

    def has_permission(self, source: Any, info: Any, **kwargs: Any) -> bool:
        return False


@strawberry.type
class Query:
    @strawberry.field
    def plain(self, outer: Outer, outers: list[Outer] | None = None, words: list[str] | None = None) -> str:
        return repr((outer, outers, words))

    @strawberry.field
    def of_root(self, root: strawberry.Parent[Any]) -> str:
        return type(root).__name__

    @strawberry.field
    def maybe(self, word: strawberry.Maybe[str | None]) -> str:
        return repr(word)

    @strawberry.field
    def global_id(self, id: GlobalID) -> str:
        return id.type_name

    @strawberry.field(permission_classes=[Nobody])
    def forbidden(self) -> str:
        return "seen"


def value_of(type_: GraphQLInputType, chance: random.Random) -> Any:
    """Something that a client may send for a type; Undefined for nothing at all."""
    if isinstance(type_, GraphQLNonNull):
        while (value := value_of(type_.of_type, chance)) is None or value is Undefined:
            pass
        return value
    if chance.random() < 0.3:
        return chance.choice([None, Undefined])
    if isinstance(type_, GraphQLList):
        values = [value_of(type_.of_type, chance) for _ in range(chance.randrange(3))]
        return [value for value in values if value is not Undefined]
    if isinstance(type_, GraphQLInputObjectType):
        fields = {name: value_of(field.type, chance) for name, field in type_.fields.items()}
        return {name: value for name, value in fields.items() if value is not Undefined}
    if isinstance(type_, GraphQLEnumType):
        return chance.choice(list(type_.values))
    assert isinstance(type_, GraphQLScalarType)
    return SCALARS[type_.name]()


def fields_with_arguments(schema: strawberry.Schema) -> list[Any]:
    """Those that are planned."""
    found = []
    for type_ in schema._schema.type_map.values():
        for name, field in type_.fields.items() if is_object_type(type_) else ():
            definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
            if isinstance(definition, StrawberryField) and definition.arguments and not definition.extensions:
                found.append(pytest.param(schema, field, definition, id=f"{type_.name}.{name}"))
    return found


def query_fields(schema: strawberry.Schema) -> dict[str, GraphQLField]:
    query = schema._schema.query_type
    assert query is not None
    fields: dict[str, GraphQLField] = query.fields
    return fields


SCHEMA = strawberry.Schema(query=Query)


@pytest.mark.parametrize(
    ("schema", "field", "definition"), fields_with_arguments(service_schema) + fields_with_arguments(SCHEMA)[:1]
)
def test_arguments_are_what_strawberry_makes_of_them(schema: Any, field: Any, definition: StrawberryField) -> None:
    converter = schema.schema_converter
    planned = plan_arguments(definition, converter)
    chance = random.Random(1)
    for _ in range(100):
        sent = {name: value_of(argument.type, chance) for name, argument in field.args.items()}
        values = {
            name: coerce_input_value(value, field.args[name].type)
            for name, value in sent.items()
            if value is not Undefined
        }
        assert convert_all(planned, values) == convert_arguments(
            values, definition.arguments, converter.scalar_registry, converter.config
        )


def test_what_asks_for_more_is_left_to_strawberry() -> None:
    schema = strawberry.Schema(query=Query)
    fields = query_fields(schema)
    before = {name: field.resolve for name, field in fields.items()}
    plan_resolvers(schema)
    assert {name for name, field in fields.items() if field.resolve is not before[name]} == {"plain"}
    answer = schema.execute_sync('{ maybe(word: null) ofRoot globalId(id: "VXNlcjox") }')
    assert answer.data == {"maybe": "Some(None)", "ofRoot": "NoneType", "globalId": "User"}
    assert [error.message for error in schema.execute_sync("{ forbidden }").errors or ()] == ["nobody"]


def test_an_argument_of_an_unusual_type_is_not_planned() -> None:
    definition = query_fields(SCHEMA)["maybe"].extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
    with pytest.raises(NotPlanned):
        plan_arguments(definition, SCHEMA.schema_converter)


@strawberry.type
class Mutation:
    @strawberry.mutation
    def count(self) -> int:
        CALLS.append(1)
        # No Int of GraphQL's, so that what looks at it first leaves it to graphql-core.
        return 2**40


CALLS: list[int] = []


async def test_what_a_mutation_does_is_done_once_also_where_its_value_is_odd() -> None:
    schema = strawberry.Schema(query=Query, mutation=Mutation)
    plan_resolvers(schema)
    result = await Prepared(schema._schema, parse("mutation { count }")).execute(None, {})
    assert "32-bit" in str(result.errors)
    assert CALLS == [1]
