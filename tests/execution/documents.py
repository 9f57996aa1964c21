"""Documents by chance, valid for any schema."""

import random
from collections.abc import Iterator

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_abstract_type,
    is_composite_type,
)

DIRECTIVES = ("", "", "", "", "@include(if: $yes) ", "@skip(if: $no) ", "@skip(if: $yes) ")
VARIABLES = {"yes": True, "no": False}


class Documents:
    """Makes documents that ask for anything that a schema has.

    Args:
        has_directives: whether variables choose some of the fields.
    """

    def __init__(self, schema: GraphQLSchema, chance: random.Random, *, has_directives: bool = True) -> None:
        self._schema = schema
        self._chance = chance
        self._directives = DIRECTIVES if has_directives else ("",)
        self._fragments: list[str] = []

    def document(self) -> str:
        """One query with the variables of VARIABLES, or none without directives."""
        self._fragments = []
        query = self._schema.query_type
        assert query is not None
        used = "__typename @include(if: $yes) @skip(if: $no)"
        query_text = f"query Any($yes: Boolean!, $no: Boolean!) {{ {used} ...Root }}"
        if len(self._directives) == 1:
            query_text = "query Any { __typename ...Root }"
        self._fragments.append("fragment Root on Query " + self._selection(query, depth=3))
        return "\n".join([query_text, *self._fragments])

    def _selection(self, type_: GraphQLNamedType, depth: int) -> str:
        parts = [part for _ in range(self._chance.randint(1, 3)) for part in self._part(type_, depth)]
        return "{ " + (" ".join(parts) or "__typename") + " }"

    def _part(self, type_: GraphQLNamedType, depth: int) -> Iterator[str]:
        if is_abstract_type(type_) and (isinstance(type_, GraphQLUnionType) or self._chance.random() < 0.5):
            on = self._chance.choice(self._schema.get_possible_types(type_))
            yield f"... on {on.name} {self._selection(on, depth)}"
            return
        dice = self._chance.random()
        if dice < 0.1:
            yield f"... {self._chance.choice(self._directives)}{self._selection(type_, depth)}"
        elif dice < 0.2:
            name = f"Fragment{self._chance.randrange(10**9)}"
            self._fragments.append(f"fragment {name} on {type_.name} {self._selection(type_, depth - 1)}")
            yield f"... {name} {self._chance.choice(self._directives)}"
        else:
            assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
            name = self._chance.choice(list(type_.fields))
            yield from self._field(name, type_.fields[name], depth)

    def _field(self, name: str, field: GraphQLField, depth: int) -> Iterator[str]:
        inner = get_named_type(field.type)
        if is_composite_type(inner) and depth <= 0:
            return
        arguments = f"(seed: {self._chance.randrange(10**6)})" if "seed" in field.args else ""
        if "times" in field.args and self._chance.random() < 0.5:
            arguments = '(word: "ha", times: 2)'
        # An alias of its own for each, so that no two of one name differ.
        alias = f"{name}{self._chance.randrange(10**9)}: "
        selection = self._selection(inner, depth - 1) if is_composite_type(inner) else ""
        yield f"{alias}{name}{arguments} {self._chance.choice(self._directives)}{selection}"
