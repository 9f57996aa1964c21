"""Calling resolvers: what their arguments have to be made into is found out once, when the schema is made."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING
from inspect import iscoroutinefunction
from typing import Any, NamedTuple, cast

import strawberry
from graphql import GraphQLObjectType, GraphQLResolveInfo
from strawberry.relay import GlobalID
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import _is_leaf_type, _is_optional_leaf_type
from strawberry.types.base import StrawberryList, StrawberryMaybe, StrawberryOptional, has_object_definition
from strawberry.types.enum import has_enum_definition
from strawberry.types.field import StrawberryField
from strawberry.types.info import Info
from strawberry.types.unset import UNSET

Convert = Callable[[Any], Any]


class NotPlanned(Exception):  # noqa: N818 - it is no error
    """Left to Strawberry."""


class Argument(NamedTuple):
    """An argument, or a field of an input: its name in GraphQL, its name in Python, and how its value is made."""

    name: str
    python_name: str
    convert: Convert


def plan_resolvers(schema: strawberry.Schema) -> None:
    """Have the fields of a schema call their resolvers at once; those that ask for more are left as they are.

    Left are fields with extensions (permissions are such), exception handlers, and arguments of unusual types.
    """
    converter = schema.schema_converter
    for type_ in schema._schema.type_map.values():  # noqa: SLF001 - no public name
        if not isinstance(type_, GraphQLObjectType) or converter.exception_handlers:
            continue
        for field in type_.fields.values():
            definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
            if isinstance(definition, StrawberryField) and definition.base_resolver and not definition.is_subscription:
                try:
                    may_repeat = type_ is not schema._schema.mutation_type  # noqa: SLF001 - no public name
                    field.resolve = PlannedResolver(definition, converter, may_repeat=may_repeat)
                except NotPlanned:
                    continue


class PlannedResolver:
    """Resolves a field as Strawberry's own resolver does. The executor calls `call` itself, and so saves a step.

    Args:
        may_repeat: to call the resolver twice does no more than to call it once.

    Raises:
        NotPlanned: this field asks for more.
    """

    def __init__(self, field: StrawberryField, converter: GraphQLCoreConverter, *, may_repeat: bool = True) -> None:
        resolver = field.base_resolver
        if resolver is None or field.extensions or resolver.parent_parameter or resolver.root_parameter:
            raise NotPlanned
        self.field = field
        self._arguments = plan_arguments(field, converter)
        self.function = cast("Callable[..., Any]", resolver.wrapped_func)
        self._at_once = getattr(self.function, "at_once", None)
        self._info_class = converter.config.info_class
        self._info_name = resolver.info_parameter.name if resolver.info_parameter else None
        self._takes_source = bool(resolver.self_parameter)
        self._may_repeat = may_repeat

    @property
    def is_plain(self) -> bool:
        """Whether `function` may be called with the object alone, even twice, and nobody has to wait for it."""
        takes_more = self._info_name is not None or bool(self._arguments)
        return self._may_repeat and self._takes_source and not takes_more and not iscoroutinefunction(self.function)

    def __call__(self, source: Any, info: GraphQLResolveInfo[Any], **values: Any) -> Any:
        """As graphql-core calls it."""
        return self.call(source, self._info_class(_raw_info=info, _field=self.field), values)

    def call(self, source: Any, info: Info, values: Mapping[str, Any]) -> Any:
        """Call the resolver with Strawberry's kind of `info` and graphql-core's kind of arguments."""
        if self._at_once is not None:
            # Whatever stands against it, the resolver meets it too.
            with suppress(Exception):
                return self._at_once(info.context)(source)
        arguments = convert_all(self._arguments, values) if values else {}
        if self._info_name is not None:
            arguments[self._info_name] = info
        return self.function(source, **arguments) if self._takes_source else self.function(**arguments)


def plan_arguments(field: StrawberryField, converter: GraphQLCoreConverter) -> list[Argument]:
    """How a field's arguments are made of what graphql-core coerced.

    Raises:
        NotPlanned: one is of a type that is left to Strawberry.
    """
    names = converter.config.name_converter
    return [
        Argument(names.from_argument(argument), argument.python_name, _converter(argument.type, converter))
        for argument in field.arguments
    ]


def convert_all(arguments: list[Argument], values: Mapping[str, Any]) -> dict[str, Any]:
    """What a resolver is called with."""
    return {
        argument.python_name: argument.convert(values[argument.name])
        for argument in arguments
        if argument.name in values
    }


def _converter(type_: Any, converter: GraphQLCoreConverter) -> Convert:
    if isinstance(type_, StrawberryMaybe) or type_ is GlobalID:
        raise NotPlanned
    if isinstance(type_, StrawberryOptional):
        return _converter(type_.of_type, converter)
    registry = converter.scalar_registry
    if isinstance(type_, StrawberryList):
        if type_.of_type is GlobalID:
            raise NotPlanned
        # Also a list of leaves is copied: graphql-core gives the same default to every request.
        if _is_leaf_type(type_.of_type, registry) or _is_optional_leaf_type(type_.of_type, registry):
            return _unless_empty(list)
        each = _converter(type_.of_type, converter)
        return _unless_empty(lambda values: [each(value) for value in values])
    if _is_leaf_type(type_, registry) or has_enum_definition(type_):
        return lambda value: value
    if has_object_definition(type_):
        return _unless_empty(_input(type_, converter))
    raise NotPlanned


def _unless_empty(convert: Convert) -> Convert:
    return lambda value: value if value is None or value is UNSET else convert(value)


def _input(type_: Any, converter: GraphQLCoreConverter) -> Convert:
    definition = type_.__strawberry_definition__
    if definition.from_input is not None or not definition.is_input:
        raise NotPlanned
    absent = {
        field.python_name: None
        for field in definition.fields
        if field.default_value is MISSING and field.default_factory is MISSING
    }
    fields = [
        Argument(
            converter.config.name_converter.from_field(field),
            field.python_name,
            _converter(field.resolve_type(type_definition=definition), converter),
        )
        for field in definition.fields
    ]
    return lambda values: type_(**(absent | convert_all(fields, values)))
