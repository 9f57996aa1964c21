"""Selections that can be read at once: for each, a function is written that makes an object's part of the answer.

It looks at every value as graphql-core would, and where one is not plainly as promised, leaves the object to it.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from math import isfinite
from typing import Any, NamedTuple, TypeAlias, cast

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLString,
    GraphQLUnionType,
    Undefined,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from strawberry.types.cast import TYPE_CAST_ATTRIBUTE

from graphql_api.columns import Column
from graphql_api.execution.plan import (
    GREATEST_INT,
    LEFT,
    NEVER_AWAITED,
    attribute_of,
    completer_of,
    definition_of,
    object_type_of,
)
from graphql_api.execution.resolvers import PlannedResolver

# From an object to its part of the answer; LEFT, or an exception, where graphql-core has to look at it.
Make: TypeAlias = Callable[[Any], Any]
# What is selected of a type, by the field's nodes; None where that depends on more than the document.
Collect: TypeAlias = Callable[[GraphQLObjectType, FieldDetailsList], GroupedFieldSet | None]

# What a value of these types must not be.
UNLIKE: dict[GraphQLLeafType, str] = {
    GraphQLString: "type({0}) is not str",
    GraphQLID: "type({0}) is not str",
    GraphQLBoolean: "type({0}) is not bool",
    GraphQLInt: f"type({{0}}) is not int or not -{GREATEST_INT} <= {{0}} <= {GREATEST_INT}",
    GraphQLFloat: "type({0}) is not float or not isfinite({0})",
}
NAMES = {
    "__builtins__": {"type": type, "str": str, "bool": bool, "int": int, "float": float},
    "isfinite": isfinite,
    "LEFT": LEFT,
    "PLAIN": NEVER_AWAITED,
    "Undefined": Undefined,
}


class _NotAtOnce(Exception):  # noqa: N818 - it is no error
    """A field has to be waited for, or says itself how it is resolved."""


class Part(NamedTuple):
    """Something that a written function is given: what `bind` gives for an operation's context, or always the same."""

    bind: Callable[[Any], Any]
    is_fixed: bool = False


class Shape:
    """A selection of an object type.

    Args:
        lines: the body of a function of `source` that returns its part of the answer.
        parts: what the lines name, as it depends on an operation's context.
        constants: what else they name.
    """

    def __init__(self, lines: list[str], parts: Mapping[str, Part], constants: Mapping[str, Any]) -> None:
        self._parts = [part.bind for part in parts.values()]
        body = "\n  ".join(lines)
        written = f"def bind({', '.join(parts)}):\n def make(source):\n  {body}\n return make"
        names: dict[str, Any] = {**NAMES, **constants}
        # Of the schema's names alone: a document chooses no more than aliases, which are names too.
        exec(written, names)  # noqa: S102
        self._bind: Callable[..., Make] = names["bind"]
        self._fixed: Make | None = None if parts else self._bind()

    @property
    def is_fixed(self) -> bool:
        """Whether it is the same for every operation."""
        return self._fixed is not None

    def bind(self, context: Any) -> Make:
        """What makes the objects of one operation; may raise, which leaves them all."""
        return self._fixed or self._bind(*[bind(context) for bind in self._parts])


def shape_of(
    schema: GraphQLSchema, type_: GraphQLObjectType, fields: GroupedFieldSet, collect: Collect
) -> Shape | None:
    """The shape of what is selected of a type; None where some of it cannot be read at once."""
    writer = _Writer(schema, collect)
    try:
        for name, details in fields.items():
            writer.field(type_, name, details)
    except _NotAtOnce:
        return None
    return writer.shape()


class _Writer:
    """Writes the function of one shape."""

    def __init__(self, schema: GraphQLSchema, collect: Collect) -> None:
        self._schema = schema
        self._collect = collect
        self._lines: list[str] = []
        self._parts: dict[str, Part] = {}
        self._constants: dict[str, Any] = {}
        self._results: list[str] = []
        self._reads_row = False

    def shape(self) -> Shape:
        """The shape of all fields so far."""
        row = ["row = source.row"] if self._reads_row else []
        return Shape([*row, *self._lines, f"return {{{', '.join(self._results)}}}"], self._parts, self._constants)

    def field(self, type_: GraphQLObjectType, name: str, details: FieldDetailsList) -> None:
        """One field of the selection, under its name in the answer."""
        field_name = details[0].node.name.value
        if field_name == "__typename":
            self._results.append(f"{name!r}: {type_.name!r}")
            return
        field = self._schema.get_field(type_, field_name)
        if field is None or field.args:
            raise _NotAtOnce
        value = f"v{len(self._results)}"
        attribute = attribute_of(field)
        read = f"source.{attribute}" if attribute else self._resolved(field.resolve)
        self._lines += [f"{value} = {read}", *self._completed(value, field.type, details)]
        self._results.append(f"{name!r}: {value}")

    def _resolved(self, resolver: object) -> str:
        if not isinstance(resolver, PlannedResolver):
            raise _NotAtOnce
        function = resolver.function
        column, bind = getattr(function, "column", None), getattr(function, "at_once", None)
        if isinstance(column, Column):
            return self._column(column)
        if bind is not None:
            return f"{self._given(Part(bind))}(source)"
        if not resolver.is_plain:
            raise _NotAtOnce
        return f"{self._constant(function)}(source)"

    def _column(self, column: Column) -> str:
        self._reads_row = True
        if column.scope is not None:
            self._given(Part(lambda context: context.need(column.scope)))
        return f"{self._constant(column.read)}(row[{column.name!r}])" if column.read else f"row[{column.name!r}]"

    def _completed(self, value: str, type_: GraphQLOutputType, details: FieldDetailsList) -> list[str]:
        """What makes the answer's value of a field's."""
        if not isinstance(type_, GraphQLNonNull):
            return [
                f"if {value} is not None:",
                *(f" {line}" for line in self._completed(value, GraphQLNonNull(type_), details)),
            ]
        inner = type_.of_type
        if isinstance(inner, GraphQLEnumType) and all(isinstance(each.value, str) for each in inner.values.values()):
            names = {each.value: inner.coerce_output_value(each.value) for each in inner.values.values()}
            return [f"{value} = {self._constant(names)}[{value}]"]
        if inner in UNLIKE:
            return [f"if {UNLIKE[inner].format(value)}: return LEFT"]
        if isinstance(inner, GraphQLScalarType):
            return [
                f"if type({value}) not in PLAIN: return LEFT",
                f"{value} = {self._constant(inner.coerce_output_value)}({value})",
                f"if {value} is None or {value} is Undefined: return LEFT",
            ]
        complete = completer_of(inner)
        part = self._constant(complete) if complete else self._given(self._objects(inner, details))
        return [f"{value} = LEFT if {value} is None else {part}({value})", f"if {value} is LEFT: return LEFT"]

    def _objects(self, type_: GraphQLOutputType, details: FieldDetailsList) -> Part:
        """What completes an object, or a list of what is no leaf; none of it may be null inside."""
        if isinstance(type_, GraphQLList):
            if not isinstance(type_.of_type, GraphQLNonNull):
                raise _NotAtOnce
            items = self._objects(type_.of_type.of_type, details)
            return Part(lambda context: _list_of(items.bind(context)), items.is_fixed)
        members: Collection[Any] = type_.types if isinstance(type_, GraphQLUnionType) else (type_,)
        shapes = dict(self._member(type_, member, details) for member in members)
        return Part(
            lambda context: _one_of({of_class: shape.bind(context) for of_class, shape in shapes.items()}),
            all(shape.is_fixed for shape in shapes.values()),
        )

    def _member(self, type_: GraphQLOutputType, member: Any, details: FieldDetailsList) -> tuple[type, Shape]:
        """The class and the shape of one of the object types that a type stands for."""
        definition = definition_of(member)
        found = object_type_of(type_, cast("Hashable", definition.origin)) if definition else None
        if definition is None or found is None or found is not member:
            raise _NotAtOnce
        fields = self._collect(found, details)
        shape = shape_of(self._schema, found, fields, self._collect) if fields is not None else None
        if shape is None:
            raise _NotAtOnce
        return definition.origin, shape

    def _given(self, part: Part) -> str:
        if part.is_fixed:
            return self._constant(part.bind(None))
        name = f"p{len(self._parts)}"
        self._parts[name] = part
        return name

    def _constant(self, value: Any) -> str:
        name = f"c{len(self._constants)}"
        self._constants[name] = value
        return name


def _one_of(makes: Mapping[type, Make]) -> Make:
    """For objects of these very classes, unless `strawberry.cast` was called for them."""

    def made(value: Any) -> Any:
        make = makes.get(type(value))
        return LEFT if make is None or getattr(value, TYPE_CAST_ATTRIBUTE, None) is not None else make(value)

    return made


def _list_of(make: Make) -> Make:
    def made(values: Any) -> Any:
        if type(values) is not list:
            return LEFT
        items = []
        for value in values:
            item = make(value)
            if item is LEFT:
                return LEFT
            items.append(item)
        return items

    return made
