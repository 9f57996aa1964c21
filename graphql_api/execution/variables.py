"""Coercing variables: how, is found out once for a type. What is not plainly right is left to graphql-core."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLError,
    GraphQLID,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    Undefined,
    is_required_input_field,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource
from graphql.utilities import coerce_input_value
from graphql.utilities.coerce_input_value import coerce_default_value

Coerce = Callable[[Any], Any]


class NotPlain(Exception):  # noqa: N818 - it is no error
    """The value, or its type, is left to graphql-core."""


class Signature(NamedTuple):
    """A variable, and how values for it are coerced; the callable raises for what graphql-core is to look at."""

    signature: GraphQLVariableSignature
    coerce: Coerce
    is_required: bool


def signatures_of(schema: GraphQLSchema, operation: OperationDefinitionNode) -> list[Signature] | None:
    """The variables of an operation; None where one of them has a default or is of an unusual type."""
    found = []
    for node in operation.variable_definitions or ():
        signature = get_variable_signature(schema, node)
        if isinstance(signature, GraphQLError) or signature.default is not None:
            return None
        try:
            coerce = coercer_of(signature.type)
        except NotPlain:
            return None
        found.append(Signature(signature, coerce, isinstance(signature.type, GraphQLNonNull)))
    return found


def coerced(signatures: list[Signature], given: Mapping[str, Any]) -> VariableValues | None:
    """The values of variables as graphql-core coerces them; None where it has to, be it to say what is wrong."""
    sources: dict[str, VariableValueSource] = {}
    values: dict[str, Any] = {}
    for signature, coerce, is_required in signatures:
        name = signature.name
        if name in given:
            value = given[name]
            sources[name] = VariableValueSource(signature, value)
            try:
                values[name] = coerce(value)
            except Exception:  # noqa: BLE001 - graphql-core meets it again, and answers for it
                return None
        elif is_required:
            return None
        else:
            sources[name] = VariableValueSource(signature)
    return VariableValues(sources, values)


@lru_cache(maxsize=1024)
def coercer_of(type_: GraphQLInputType) -> Coerce:
    """How values of a type are coerced.

    Raises:
        NotPlain: a type that refers to itself, or one of which exactly one field is to be given.
    """
    return _coercer(type_, ())


def _coercer(type_: GraphQLInputType, outside: tuple[GraphQLInputType, ...]) -> Coerce:
    if isinstance(type_, GraphQLNonNull):
        return _not_null(_nullable(type_.of_type, outside))
    inner = _nullable(type_, outside)
    return lambda value: None if value is None else inner(value)


def _nullable(type_: Any, outside: tuple[GraphQLInputType, ...]) -> Coerce:
    if isinstance(type_, GraphQLList):
        return _list_of(_coercer(type_.of_type, outside))
    if isinstance(type_, GraphQLInputObjectType):
        if type_ in outside or type_.is_one_of:
            raise NotPlain
        return _object(type_, (*outside, type_))
    if type_ in {GraphQLString, GraphQLID}:
        return _only(str)
    if type_ is GraphQLBoolean:
        return _only(bool)
    if isinstance(type_, GraphQLEnumType):
        return _enum(type_)
    return _leaf(type_)


def _not_null(coerce: Coerce) -> Coerce:
    def coerced_value(value: Any) -> Any:
        if value is None:
            raise NotPlain
        return coerce(value)

    return coerced_value


def _only(type_: type) -> Coerce:
    def coerced_value(value: Any) -> Any:
        if type(value) is not type_:
            raise NotPlain
        return value

    return coerced_value


def _leaf(type_: Any) -> Coerce:
    coerce = type_.coerce_input_value

    def coerced_value(value: Any) -> Any:
        output = coerce(value)
        if output is Undefined:
            raise NotPlain
        return output

    return coerced_value


def _enum(type_: GraphQLEnumType) -> Coerce:
    values = {name: coerce_input_value(name, type_) for name in type_.values}
    return lambda name: values[name]


def _list_of(coerce: Coerce) -> Coerce:
    def coerced_value(values: Any) -> Any:
        if type(values) is not list:
            raise NotPlain
        return [coerce(value) for value in values]

    return coerced_value


def _object(type_: GraphQLInputObjectType, outside: tuple[GraphQLInputType, ...]) -> Coerce:
    out_type = type_.out_type
    fields = [
        (
            name,
            field.out_name or name,
            _coercer(field.type, outside),
            is_required_input_field(field),
            coerce_default_value(field),
        )
        for name, field in type_.fields.items()
    ]
    names = type_.fields.keys()

    def coerced_value(given: Any) -> Any:
        if type(given) is not dict or not given.keys() <= names:
            raise NotPlain
        values: dict[str, Any] = {}
        for name, out_name, coerce, is_required, default in fields:
            if name in given:
                values[out_name] = coerce(given[name])
            elif is_required:
                raise NotPlain
            elif default is not Undefined:
                values[out_name] = default
        return out_type(values)

    return coerced_value
