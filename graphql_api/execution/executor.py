"""The executor: plain fields by their plan, all else by graphql-core, so that answers and errors are the same."""

from collections.abc import Awaitable, Callable, Hashable
from typing import Any, NamedTuple, cast

from graphql import GraphQLObjectType, GraphQLOutputType, Undefined
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.pyutils import AwaitableOrValue, Path, gather_with_cancel
from graphql.type import GraphQLResolveInfo
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.cast import get_strawberry_type_cast

from graphql_api.execution.plan import LEFT, Complete, Reader, object_type_of, reader_of


class Planned(NamedTuple):
    """One field of a selection: a leaf with `complete`, objects with `subfields`, or graphql-core's with neither."""

    name: str
    read: Callable[[Any], Any]
    complete: Complete | None
    details: FieldDetailsList
    reader: Reader
    subfields: GroupedFieldSet | None


class PlannedExecutor(StrawberryGraphQLCoreExecutionContext):
    """Executes as Strawberry's own does, and faster where there is nothing to decide.

    A value that is not what its type promises is left to graphql-core. Middleware (an extension with `resolve`) and
    the directive that keeps errors from propagating leave the whole operation to it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        manager = self.middleware_manager
        self._may_plan = self.error_propagation and (manager is None or not manager.middlewares)
        # By the field set's id; the list of field sets keeps the ids their own.
        self._plans: dict[int, list[Planned]] = {}
        self._planned: list[GroupedFieldSet] = []

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: Any,
    ) -> AwaitableOrValue[dict[str, Any]]:
        """Execute fields concurrently, each in the way that was planned for it."""
        if not self._may_plan or position_context is not None:
            return super().execute_fields(parent_type, source_value, path, grouped_field_set, position_context)
        known = self._plans.get(id(grouped_field_set))
        results: dict[str, Any] = {}
        awaitables: list[str] = []
        try:
            for planned in known or self._plan(parent_type, grouped_field_set):
                if planned.complete is not None:
                    try:
                        result = planned.complete(planned.read(source_value))
                    except Exception:  # noqa: BLE001 - graphql-core meets it again, and answers for it
                        result = LEFT
                    if result is not LEFT:
                        results[planned.name] = result
                        continue
                result = self._execute_planned(parent_type, source_value, path, planned)
                if result is not Undefined:
                    results[planned.name] = result
                    if self.is_awaitable(result):
                        awaitables.append(planned.name)
        except Exception:
            if awaitables:
                self.settle_in_background([results[name] for name in awaitables])
            raise
        return _gathered(results, awaitables) if awaitables else results

    def complete_value(  # noqa: PLR0917 - graphql-core's
        self,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> AwaitableOrValue[Any]:
        """Complete a value, without looking for the type of what is exactly of a type's class."""
        if self._may_plan:
            known = object_type_of(return_type, cast("Hashable", type(result)))
            if known is not None and get_strawberry_type_cast(result) is None:
                return self.collect_and_execute_subfields(known, field_details_list, path, result, position_context)
        return super().complete_value(return_type, field_details_list, info, path, result, position_context)

    def _plan(self, parent_type: GraphQLObjectType, fields: GroupedFieldSet) -> list[Planned]:
        plan = []
        for name, details in fields.items():
            reader, subfields = reader_of(self.schema, parent_type, details[0].node.name.value), None
            if reader.object_type is not None:
                collected = self.collect_subfields(reader.object_type, details)
                subfields = None if collected.new_defer_usages else collected.grouped_field_set
            plan.append(Planned(name, reader.read, reader.complete, details, reader, subfields))
        self._planned.append(fields)
        self._plans[id(fields)] = plan
        return plan

    def _execute_planned(
        self, parent_type: GraphQLObjectType, source: Any, path: Path | None, planned: Planned
    ) -> AwaitableOrValue[Any]:
        at = Path(path, planned.name, parent_type.name)
        result = LEFT
        if planned.subfields is not None:
            result = self._execute_objects(planned.reader, source, at, planned.subfields)
        if result is LEFT:
            result = self.execute_field(parent_type, source, planned.details, at, None)
        return result

    def _execute_objects(self, reader: Reader, source: Any, path: Path, subfields: GroupedFieldSet) -> Any:
        """What is selected of the objects that a field holds; LEFT where one is not exactly of its class.

        None of them may be null, so an error in one is an error of what holds the field: it is raised as it is.
        """
        try:
            value = reader.read(source)
        except Exception:  # noqa: BLE001 - graphql-core meets it again, and answers for it
            return LEFT
        items = value if reader.is_list else [value]
        if type(items) is not list or reader.object_type is None:
            return LEFT
        if any(type(item) is not reader.object_class or get_strawberry_type_cast(item) is not None for item in items):
            return LEFT
        if not reader.is_list:
            return self.execute_fields(reader.object_type, value, path, subfields, None)
        results: list[Any] = []
        awaitables: list[int] = []
        try:
            for place, item in enumerate(items):
                result = self.execute_fields(reader.object_type, item, Path(path, place, None), subfields, None)
                results.append(result)
                if type(result) is not dict:
                    awaitables.append(place)
        except Exception:
            if awaitables:
                self.settle_in_background([results[place] for place in awaitables])
            raise
        return _gathered(results, awaitables) if awaitables else results


async def _gathered(results: Any, places: list[Any]) -> Any:
    """Results, with those at the places awaited together."""
    if len(places) == 1:
        results[places[0]] = await results[places[0]]
        return results
    awaited: list[Awaitable[Any]] = [results[place] for place in places]
    for place, result in zip(places, await gather_with_cancel(*awaited), strict=True):
        results[place] = result
    return results
