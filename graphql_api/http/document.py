"""What one document may ask for: counted in one pass, before anything that costs more looks at it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    parse,
    specified_rules,
    validate,
)
from strawberry.extensions import SchemaExtension
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from graphql_api.context import Context
from graphql_api.errors import CallerError, ErrorCode
from graphql_api.execution import Prepared
from graphql_api.http.cost import MOST_OBJECTS, names_a_size, objects_asked_for
from graphql_api.logs import note_fact
from models.enums import Scope

MOST_CHARACTERS = 100_000
MOST_TOKENS = 1_500
MOST_COMMENTS = 200
MOST_OPERATIONS = 1
MOST_FRAGMENTS = 10
MOST_VARIABLES = 50
MOST_DIRECTIVES = 5
MOST_ROOT_FIELDS = 10
MOST_FIELDS = 250
MOST_ALIASES = 15
# Validation compares each two of one name.
MOST_REPEATS = 20
MOST_LEVELS = 8
# Tools ask for types of types of types.
MOST_LEVELS_OF_INTROSPECTION = 20
# Each error repeats the value it is about, so a hundred of them cost a hundred times the document.
MOST_ERRORS = 10
LONGEST_NAME = 100

INTROSPECTION = frozenset({"__schema", "__type"})
RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)

# Clients send few documents over and over. Only short ones are remembered, so that this stays within some 30 MB.
REMEMBERED = 128
REMEMBERED_CHARACTERS = 3_000


@dataclass(frozen=True, eq=False)
class Document:
    """A parsed document within the limits, and what is wrong with it for the schema."""

    schema: GraphQLSchema
    node: DocumentNode
    errors: list[GraphQLError]
    introspects: bool
    name: str
    # What is found out about it while it is executed, for the next time.
    notes: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def operation(self) -> OperationDefinitionNode | None:
        """Its operation; there is at most one."""
        operations = (node for node in self.node.definitions if isinstance(node, OperationDefinitionNode))
        return next(operations, None)

    @cached_property
    def kind(self) -> str:
        """`query`, `mutation` or `subscription`; `none` without an operation."""
        return self.operation.operation.value if self.operation else "none"

    @cached_property
    def prepared(self) -> Prepared:
        """What executes it, without errors."""
        return Prepared(self.schema, self.node)

    @cached_property
    def _objects(self) -> int | None:
        """The objects that it asks for, where no variable says of how many rows; else None."""
        return None if names_a_size(self.node) else objects_asked_for(self.schema, self.node, {})

    def wrong_with(self, variables: Mapping[str, Any]) -> list[GraphQLError]:
        """What is wrong with it, or with so many rows as the variables ask for."""
        return self.errors or self._too_costly(variables)

    def _too_costly(self, variables: Mapping[str, Any]) -> list[GraphQLError]:
        objects = self._objects
        if objects is None:
            objects = objects_asked_for(self.schema, self.node, variables)
        if objects <= MOST_OBJECTS:
            return []
        message = f"An answer may hold at most {MOST_OBJECTS:,} objects: ask for fewer rows, or for less of each."
        return [CallerError(ErrorCode.BAD_REQUEST, message)]


def open_document(schema: GraphQLSchema, text: str, context: Context) -> Document:
    """The document, for a caller who may have it run; the context and the log learn what it is.

    Raises:
        GraphQLError: as `read_document`.
        CallerError: as `read_document`; or it is introspection, by somebody who may not look.
    """
    document = read_document(schema, text)
    context.operation_kind, context.notes = document.kind, document.notes
    if document.introspects and not context.development:
        context.need(Scope.ADMIN)
    note_fact("operation", document.name)
    return document


class CheckedDocument(SchemaExtension):
    """Hands Strawberry each document parsed, held against the limits and validated; the frequent ones only once."""

    def on_parse(self) -> Iterator[None]:
        """Refuses what asks for too much, and introspection by those who may not look."""
        execution = self.execution_context
        schema = execution.schema._schema  # noqa: SLF001 - no public name
        self._document = open_document(schema, execution.query or "", execution.context)
        execution.graphql_document = self._document.node
        yield

    def on_validate(self) -> Iterator[None]:
        """Hands on what was found when the document was first read; refuses what would cost too much."""
        execution = self.execution_context
        execution.pre_execution_errors = self._document.wrong_with(execution.variables or {})
        yield


def read_document(schema: GraphQLSchema, text: str) -> Document:
    """Parse a document and hold it against the limits and the schema.

    Costs at most a few tens of milliseconds, whatever is sent.

    Raises:
        GraphQLError: it is no GraphQL document.
        CallerError: BAD_REQUEST, it asks for more than one document may.
    """
    return (_remembered if len(text) <= REMEMBERED_CHARACTERS else _read)(schema, text)


def _read(schema: GraphQLSchema, text: str) -> Document:
    node = parse(text, max_lexical_tokens=MOST_TOKENS, max_comments=MOST_COMMENTS, max_source_length=MOST_CHARACTERS)
    introspects = _check(node)
    errors = validate(schema, node, RULES, max_errors=MOST_ERRORS)
    return Document(schema, node, errors, introspects, _name(node) if not errors else "(invalid)")


def _name(document: DocumentNode) -> str:
    """What the log calls a valid document: its operation's name, or the fields that it begins with."""
    (operation,) = (node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    if operation.name:
        return operation.name.value[:LONGEST_NAME]
    fields = [node.name.value for node in operation.selection_set.selections if isinstance(node, FieldNode)]
    return f"{{{' '.join(fields)}}}"[:LONGEST_NAME]


_remembered = lru_cache(maxsize=REMEMBERED)(_read)


def _check(document: DocumentNode) -> bool:
    """Hold a document against the limits; answers whether it asks for introspection."""
    fragments = [node for node in document.definitions if isinstance(node, FragmentDefinitionNode)]
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    _at_most(MOST_OPERATIONS, len(operations), "operation")
    _at_most(MOST_FRAGMENTS, len(fragments), "fragments")
    _at_most(MOST_VARIABLES, sum(len(operation.variable_definitions or ()) for operation in operations), "variables")
    sizes = _Sizes(fragments)
    asked = [sizes.of(operation.selection_set) for operation in operations]
    # Fragments count for themselves too: validation looks at them also where nothing spreads them.
    whole = [*asked, *(sizes.of_fragment(fragment.name.value) for fragment in fragments)]
    introspects = any(size.introspects for size in whole)
    _at_most(MOST_DIRECTIVES, sizes.directives + _outer_directives(document), "directives")
    _at_most(MOST_ROOT_FIELDS, max((size.root_fields for size in asked), default=0), "root fields")
    _at_most(MOST_FIELDS, max((size.fields for size in whole), default=0), "fields")
    _at_most(MOST_ALIASES, max((size.aliases for size in whole), default=0), "aliases")
    levels = MOST_LEVELS_OF_INTROSPECTION if introspects else MOST_LEVELS
    _at_most(levels, max((size.levels for size in whole), default=0), "levels of fields")
    return introspects


def _at_most(most: int, number: int, what: str) -> None:
    if number > most:
        raise CallerError(ErrorCode.BAD_REQUEST, f"A document may hold at most {most} {what}.")


def _outer_directives(document: DocumentNode) -> int:
    """Directives on operations, fragments and variables; those on selections are counted with the selections."""
    return sum(
        len(getattr(definition, "directives", None) or ())
        + sum(len(variable.directives or ()) for variable in getattr(definition, "variable_definitions", None) or ())
        for definition in document.definitions
    )


@dataclass
class _Size:
    """How much a selection set asks for, with its fragments spread out."""

    fields: int = 0
    root_fields: int = 0
    aliases: int = 0
    levels: int = 0
    introspects: bool = False
    spreads: list[tuple[str, int]] = field(default_factory=list)

    def add(self, spread: "_Size", level: int) -> None:
        """Count a fragment in that is spread inside `level` fields."""
        self.fields += spread.fields
        self.root_fields += spread.root_fields if level == 0 else 0
        self.aliases += spread.aliases
        self.levels = max(self.levels, level + spread.levels)
        self.introspects = self.introspects or spread.introspects


class _Sizes:
    """Sizes of the selection sets of one document. Each is walked once, however often it is spread."""

    def __init__(self, fragments: list[FragmentDefinitionNode]) -> None:
        self._fragments = {fragment.name.value: fragment for fragment in fragments}
        if len(self._fragments) < len(fragments):
            raise CallerError(ErrorCode.BAD_REQUEST, "Fragments must have names of their own.")
        self._known: dict[str, _Size] = {}
        self._open: set[str] = set()
        self.directives = 0

    def of(self, selections: SelectionSetNode) -> _Size:
        """The size of a selection set.

        Raises:
            CallerError: BAD_REQUEST for a fragment that spreads itself.
        """
        size = self._walked(selections)
        for name, level in size.spreads:
            size.add(self.of_fragment(name), level)
        return size

    def of_fragment(self, name: str) -> _Size:
        """The size of a fragment; nothing for one that is not in the document."""
        if name in self._open:
            raise CallerError(ErrorCode.BAD_REQUEST, "A fragment must not spread itself.")
        if name not in self._known and name in self._fragments:
            self._open.add(name)
            self._known[name] = self.of(self._fragments[name].selection_set)
            self._open.remove(name)
        return self._known.get(name, _Size())

    def _walked(self, selections: SelectionSetNode) -> _Size:
        """Its own size, without fragments. Walks a list, as nesting may be deeper than Python's stack."""
        size = _Size()
        waiting = list(_inside(selections, 0))
        while waiting:
            node, level = waiting.pop()
            self.directives += len(node.directives or ())
            if isinstance(node, FragmentSpreadNode):
                size.spreads.append((node.name.value, level))
                continue
            if isinstance(node, FieldNode):
                size.fields += 1
                size.root_fields += level == 0
                size.aliases += node.alias is not None
                size.introspects = size.introspects or node.name.value in INTROSPECTION
                level += 1
                size.levels = max(size.levels, level)
            waiting.extend(_inside(getattr(node, "selection_set", None), level))
        return size


def _inside(selections: SelectionSetNode | None, level: int) -> Iterator[tuple[SelectionNode, int]]:
    nodes: Iterable[SelectionNode] = selections.selections if selections else ()
    names = Counter(node.name.value for node in nodes if isinstance(node, FieldNode))
    _at_most(MOST_REPEATS, max(names.values(), default=0), "fields of one name in one place")
    return ((node, level) for node in nodes)
