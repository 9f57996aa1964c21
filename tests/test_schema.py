"""The printed schema is the product's face: it is current, and all of it is described."""

from collections.abc import Iterator
from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    is_introspection_type,
    is_specified_scalar_type,
)

from graphql_api.schema import schema

PRINTED = Path(__file__).parents[1] / "schema.graphql"


def test_the_printed_schema_is_current() -> None:
    assert PRINTED.read_text() == schema.as_str() + "\n", "run: .venv/bin/python -m graphql_api.schema > schema.graphql"


def test_every_element_is_described() -> None:
    assert list(_undescribed()) == []


def _undescribed() -> Iterator[str]:
    for name, type_ in build_schema(PRINTED.read_text()).type_map.items():
        if is_introspection_type(type_) or is_specified_scalar_type(type_):
            continue
        if not type_.description:
            yield name
        if isinstance(type_, GraphQLEnumType):
            yield from (f"{name}.{value}" for value, element in type_.values.items() if not element.description)
        if isinstance(type_, GraphQLInputObjectType):
            yield from (f"{name}.{field}" for field, element in type_.fields.items() if not element.description)
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            yield from _undescribed_fields(type_)


def _undescribed_fields(type_: GraphQLObjectType | GraphQLInterfaceType) -> Iterator[str]:
    for field, element in type_.fields.items():
        if not element.description:
            yield f"{type_.name}.{field}"
        for argument, described in element.args.items():
            if not described.description:
                yield f"{type_.name}.{field}({argument})"
