"""What can be known of a field before any value is there: how it is read, and how its values are completed."""

import math
from collections.abc import Callable, Hashable
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, cast
from uuid import UUID

from asyncpg.pgproto.pgproto import UUID as PgUUID  # noqa: N811
from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLString,
    GraphQLUnionType,
    Undefined,
    is_leaf_type,
)
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.base import StrawberryObjectDefinition

from graphql_api.execution.resolvers import PlannedResolver

GREATEST_INT = 2**31 - 1
# asyncpg's UUIDs have a class of their own.
NEVER_AWAITED = frozenset({UUID, PgUUID, datetime, dict, list, str, int, float, bool})


class _Left:
    """Stands for a value that graphql-core is to complete."""


LEFT: Any = _Left()
Complete = Callable[[Any], Any]


class Reader(NamedTuple):
    """How a field is read, and what is made of what was read, be it from an attribute or by a planned resolver.

    `complete` makes a leaf of what was read, or LEFT; it may raise, which means LEFT as well. `object_type` is that of
    a field that holds an object, or a list of them, none of which may be null. With neither it is graphql-core's field.
    """

    read: Callable[[Any], Any]
    complete: Complete | None = None
    object_type: GraphQLObjectType | None = None
    object_class: type | None = None
    is_list: bool = False


NO_READER = Reader(lambda _source: LEFT)


@lru_cache(maxsize=4096)
def reader_of(schema: GraphQLSchema, parent_type: GraphQLObjectType, name: str) -> Reader:
    """The reader of a field of a type; NO_READER unless it is a plain attribute or has a planned resolver.

    What a planned resolver gives that is not plain is not read, only completed.
    """
    if name == "__typename":
        return Reader(lambda _source: parent_type.name, lambda value: value)
    field = schema.get_field(parent_type, name)
    if field is not None and isinstance(field.resolve, PlannedResolver):
        return _reader(field.resolve.function if field.resolve.is_plain else NO_READER.read, field.type)
    attribute = attribute_of(field) if field is not None and not field.args else None
    return NO_READER if field is None or attribute is None else _reader(attrgetter(attribute), field.type)


def attribute_of(field: GraphQLField) -> str | None:
    """The attribute of its object that a field shows; None where it shows something else."""
    definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if definition is None or not getattr(field.resolve, "_is_default", False):
        return None
    return str(definition.python_name) if definition.default_resolver is getattr else None


@lru_cache(maxsize=4096)
def object_type_of(return_type: GraphQLOutputType, of_class: Any) -> GraphQLObjectType | None:
    """The object type that every instance of exactly this class completes to; None where that must be looked at.

    Instances that `strawberry.cast` was called for are to be looked at all the same.
    """
    type_ = return_type.of_type if isinstance(return_type, GraphQLNonNull) else return_type
    definition = getattr(of_class, "__strawberry_definition__", None)
    if not isinstance(definition, StrawberryObjectDefinition) or definition.origin is not of_class:
        return None
    members = type_.types if isinstance(type_, GraphQLUnionType) else (type_,)
    matching = []
    for member in members:
        other = definition_of(member)
        if other is None or other.is_type_of or other.concrete_of:
            return None
        if issubclass(of_class, other.origin):
            matching.append(member)
    if len(matching) != 1 or definition_of(matching[0]) is not definition:
        return None
    only = matching[0]
    return only if isinstance(only, GraphQLObjectType) else None


def definition_of(type_: GraphQLOutputType) -> StrawberryObjectDefinition | None:
    """What Strawberry knows of an object type; None of any other."""
    extensions = type_.extensions if isinstance(type_, GraphQLObjectType) else {}
    definition = extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    return definition if isinstance(definition, StrawberryObjectDefinition) else None


def _reader(read: Callable[[Any], Any], type_: GraphQLOutputType) -> Reader:
    complete = _completer(type_)
    return Reader(read, complete) if complete is not None else _object_reader(read, type_)


def _object_reader(read: Callable[[Any], Any], type_: GraphQLOutputType) -> Reader:
    is_list = isinstance(type_, GraphQLNonNull) and isinstance(type_.of_type, GraphQLList)
    inner = (
        type_.of_type.of_type if isinstance(type_, GraphQLNonNull) and isinstance(type_.of_type, GraphQLList) else type_
    )
    definition = definition_of(inner.of_type) if isinstance(inner, GraphQLNonNull) else None
    object_type = object_type_of(inner, cast("Hashable", definition.origin)) if definition else None
    if definition is None or object_type is None:
        return NO_READER
    return Reader(read, object_type=object_type, object_class=definition.origin, is_list=is_list)


def _completer(type_: GraphQLOutputType) -> Complete | None:
    """How values of a type are completed, where it is made of leaves; None where it is not."""
    if isinstance(type_, GraphQLNonNull):
        inner = completer_of(type_.of_type)
        return inner and _not_null(inner)
    inner = completer_of(type_)
    return inner and _or_null(inner)


def completer_of(type_: GraphQLOutputType) -> Complete | None:
    """As `_completer`, for values that are not null."""
    if isinstance(type_, GraphQLList):
        inner = _completer(type_.of_type)
        return inner and _list_of(inner)
    if isinstance(type_, GraphQLEnumType):
        return _enum(type_)
    if is_leaf_type(type_):
        return _BUILT_IN.get(type_) or _custom(type_)
    return None


def _not_null(complete: Complete) -> Complete:
    # The built-in ones leave None as they leave everything that is not theirs.
    return complete if complete in _BUILT_IN.values() else lambda value: LEFT if value is None else complete(value)


def _or_null(complete: Complete) -> Complete:
    return lambda value: None if value is None else complete(value)


def _list_of(complete: Complete) -> Complete:
    def completed(value: Any) -> Any:
        if type(value) is not list:
            return LEFT
        items = [complete(item) for item in value]
        return LEFT if LEFT in items else items

    return completed


def _custom(type_: GraphQLLeafType) -> Complete:
    serialize = type_.coerce_output_value

    def completed(value: Any) -> Any:
        if type(value) not in NEVER_AWAITED and (isinstance(value, Exception) or optimized_is_awaitable(value)):
            return LEFT
        output = serialize(value)
        return LEFT if output is None or output is Undefined else output

    return completed


def _enum(type_: GraphQLEnumType) -> Complete:
    names: dict[tuple[type, Any], Any] = {}
    look_up = _custom(type_)

    def completed(value: Any) -> Any:
        key = (type(value), value)
        if key not in names:
            names[key] = look_up(value)
        return names[key]

    return completed


_BUILT_IN: dict[GraphQLLeafType, Complete] = {
    GraphQLString: lambda value: value if isinstance(value, str) else LEFT,
    GraphQLID: lambda value: value if isinstance(value, str) else LEFT,
    GraphQLBoolean: lambda value: value if type(value) is bool else LEFT,
    GraphQLInt: lambda value: value if type(value) is int and -GREATEST_INT <= value <= GREATEST_INT else LEFT,
    GraphQLFloat: lambda value: value if type(value) is float and math.isfinite(value) else LEFT,
}
