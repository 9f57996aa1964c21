"""How many objects an answer may hold, as far as the document alone can tell."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    Visitor,
    get_named_type,
    is_composite_type,
    visit,
)

from graphql_api.pagination import DEFAULT_PAGE, LARGEST_PAGE

MOST_OBJECTS = 1_000
SIZES = ("first", "last")
# What only holds a list's rows together, or says where they stand.
UNCOUNTED = frozenset({"edges", "pageInfo"})


def objects_asked_for(schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> int:
    """The objects that an answer holds at most: each object that is asked for, times the rows that it is asked of.

    A list counts by `first` or `last`, 20 where neither is given; lists without them count as one. The document must be
    valid.
    """
    return sum(
        _Counting(schema, document, operation, variables).of(operation.selection_set, root, 1)
        for operation in document.definitions
        if isinstance(operation, OperationDefinitionNode) and (root := schema.get_root_type(operation.operation))
    )


def names_a_size(document: DocumentNode) -> bool:
    """Whether a variable says how many rows of a list are asked for."""
    looking = _Sizes()
    visit(document, looking)
    return looking.has_variable


class _Sizes(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.has_variable = False

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        if node.name.value in SIZES and isinstance(node.value, VariableNode):
            self.has_variable = True


class _Counting:
    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
    ) -> None:
        self._types = schema.type_map
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        defaults = {node.variable.name.value: node.default_value for node in operation.variable_definitions or ()}
        self._variables = {name: _int(default) for name, default in defaults.items()} | dict(variables)

    def of(self, selections: SelectionSetNode, parent: GraphQLCompositeType, times: int) -> int:
        """The objects inside a selection set of `parent` that is asked for so many times."""
        count = 0
        for node in selections.selections:
            if isinstance(node, FragmentSpreadNode):
                fragment = self._fragments[node.name.value]
                count += self.of(fragment.selection_set, self._named(fragment.type_condition.name.value), times)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                count += self.of(node.selection_set, self._named(condition.name.value) if condition else parent, times)
            elif isinstance(node, FieldNode) and node.selection_set:
                count += self._of_field(node, node.selection_set, parent, times)
        return count

    def _of_field(self, node: FieldNode, inside: SelectionSetNode, parent: GraphQLCompositeType, times: int) -> int:
        field: GraphQLField | None = getattr(parent, "fields", {}).get(node.name.value)
        if field is None:  # introspection's own
            return 0
        type_ = get_named_type(field.type)
        own = 0 if node.name.value in UNCOUNTED else times
        rows = self._rows(node) if any(size in field.args for size in SIZES) else 1
        return own + (self.of(inside, type_, times * rows) if is_composite_type(type_) else 0)

    def _rows(self, node: FieldNode) -> int:
        given = {argument.name.value: self._value(argument.value) for argument in node.arguments or ()}
        sizes = [size for name in SIZES if (size := given.get(name)) is not None]
        return min(max(sizes, default=DEFAULT_PAGE), LARGEST_PAGE)

    def _value(self, node: ValueNode) -> int | None:
        if not isinstance(node, VariableNode):
            return _int(node)
        value = self._variables.get(node.name.value)
        return value if isinstance(value, int) else None

    def _named(self, name: str) -> GraphQLCompositeType:
        type_ = self._types[name]
        if not is_composite_type(type_):
            raise TypeError("a fragment's type is composite in a valid document")
        return type_


def _int(node: ValueNode | None) -> int | None:
    return int(node.value) if isinstance(node, IntValueNode) else None
