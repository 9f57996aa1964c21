"""A document made ready to be executed again and again: what does not depend on its variables is found out once."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    Visitor,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails, GroupedFieldSet, collect_fields
from graphql.execution.executor import default_field_resolver, default_type_resolver
from graphql.execution.values import VariableValues, get_variable_values
from strawberry.execution import optimized_is_awaitable

from graphql_api.execution.executor import PlannedExecutor
from graphql_api.execution.variables import Signature, coerced, signatures_of

# As graphql-core has it.
MOST_COERCION_ERRORS = 50
NO_VARIABLES = VariableValues({}, {})


class Prepared:
    """One operation of a valid document of a schema.

    Args:
        document: holds exactly one operation, without `@defer` and `@stream`.
    """

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self._schema = schema
        (self._operation,) = (node for node in document.definitions if isinstance(node, OperationDefinitionNode))
        self._definitions = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._fragments = {name: FragmentDetails(node) for name, node in self._definitions.items()}
        self._signatures: list[Signature] | None = signatures_of(schema, self._operation)
        self._is_fixed = not _Directives.in_document(document)
        self._template = self._executor(NO_VARIABLES)
        self._fields: GroupedFieldSet | None = self._collected(NO_VARIABLES) if self._is_fixed else None

    async def execute(self, context: object, variables: Mapping[str, Any]) -> ExecutionResult:
        """What graphql-core answers for it."""
        values = self._values(variables)
        if isinstance(values, list):
            return ExecutionResult(None, values)
        executor = self._template.again(context, values) if self._is_fixed else self._executor(values, context)
        return await executor.run(self._fields or self._collected(values))

    def _values(self, variables: Mapping[str, Any]) -> VariableValues | list[GraphQLError]:
        if self._signatures is not None and (values := coerced(self._signatures, variables)) is not None:
            return values
        nodes = self._operation.variable_definitions or ()
        return get_variable_values(self._schema, nodes, dict(variables), max_errors=MOST_COERCION_ERRORS)

    def _collected(self, values: VariableValues) -> GroupedFieldSet:
        root = self._schema.get_root_type(self._operation.operation)
        if root is None:
            raise ValueError("a valid document's operation has a root type")
        return collect_fields(self._schema, self._fragments, values, root, self._operation).grouped_field_set

    def _executor(self, values: VariableValues, context: object = None) -> PlannedExecutor:
        return PlannedExecutor(
            self._schema,
            self._definitions,
            self._fragments,
            None,
            context,
            self._operation,
            values,
            default_field_resolver,
            default_type_resolver,
            default_field_resolver,
            is_awaitable=optimized_is_awaitable,
        )


class _Directives(Visitor):
    """Looks for directives, by which variables may choose fields."""

    def __init__(self) -> None:
        super().__init__()
        self.has_any = False

    def enter_directive(self, _node: DirectiveNode, *_: Any) -> None:
        self.has_any = True

    @classmethod
    def in_document(cls, document: DocumentNode) -> bool:
        """Whether there is any."""
        looking = cls()
        visit(document, looking)
        return looking.has_any
