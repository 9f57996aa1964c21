"""Fields that are read from rows: by resolvers like any other's, and by the executor for all rows of a list at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, cast

import strawberry
from strawberry.types import get_object_definition
from strawberry.utils.str_converters import to_camel_case

from graphql_api.context import Context, ContextInfo
from models.enums import Scope

Resolver = TypeVar("Resolver", bound=Callable[..., Any])
Read: TypeAlias = Callable[[Any], Any]
Bind: TypeAlias = Callable[[Context], Read]


@dataclass(frozen=True)
class Column:
    """What a field shows of its object's `row`.

    Args:
        read: what is made of the column's value first.
        scope: what a caller needs to see it.
    """

    name: str
    read: Read | None = None
    scope: Scope | None = None


def column(name: str, description: str, *, read: Read | None = None, scope: Scope | None = None) -> Any:
    """A field that shows a column of its object's `row`; the class says of which type it is."""

    def shown(self: Any) -> Any:
        return self.row[name] if read is None else read(self.row[name])

    def shown_to_some(self: Any, info: ContextInfo) -> Any:
        info.context.need(cast("Scope", scope))
        return shown(self)

    resolver: Any = shown if scope is None else shown_to_some
    resolver.column = Column(name, read, scope)
    # Strawberry would believe it rather than the class.
    del resolver.__annotations__["return"]
    return strawberry.field(resolver=resolver, description=description)


def columns_of(type_: type) -> dict[str, str]:
    """The columns that a type's fields show, by the fields' names in GraphQL."""
    resolvers = {field.python_name: field.base_resolver for field in get_object_definition(type_, strict=True).fields}
    shown = {name: getattr(resolver and resolver.wrapped_func, "column", None) for name, resolver in resolvers.items()}
    return {to_camel_case(name): found.name for name, found in shown.items() if isinstance(found, Column)}


def at_once(bind: Bind, *, scope: Scope | None = None) -> Callable[[Resolver], Resolver]:
    """Tell how a resolver's field is read where many objects are, without calling the resolver for each.

    Args:
        bind: takes one operation's context and gives what takes an object and returns what its resolver would. Either
            raises where the resolver is to be called after all.
        scope: what a caller needs.
    """

    def bound(context: Context) -> Read:
        if scope is not None:
            context.need(scope)
        return bind(context)

    def mark(resolver: Resolver) -> Resolver:
        resolver.at_once = bound  # type: ignore[attr-defined]
        return resolver

    return mark
