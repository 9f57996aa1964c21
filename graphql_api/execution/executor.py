"""The executor: what is known before by its plan, all else by graphql-core, so that answers and errors are the same."""

from collections.abc import Awaitable, Callable, Hashable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple, cast

from graphql import (
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    OperationType,
    Undefined,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.execution.executor import CollectedErrors
from graphql.execution.values import VariableValues, get_argument_values
from graphql.pyutils import AwaitableOrValue, Path, gather_with_cancel
from graphql.type import GraphQLResolveInfo
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.cast import get_strawberry_type_cast
from strawberry.types.field import StrawberryField
from strawberry.types.info import Info

from graphql_api.execution.plan import LEFT, Complete, Reader, object_type_of, reader_of
from graphql_api.execution.resolvers import PlannedResolver
from graphql_api.execution.shape import Make, Shape, shape_of

NO_VALUES: Mapping[str, Any] = {}


class Planned(NamedTuple):
    """One field of a selection: a leaf with `complete`, objects with `subfields`, or one with a planned resolver.

    With none of them it is graphql-core's. What a resolver gives is completed by the reader.
    """

    name: str
    read: Callable[[Any], Any]
    complete: Complete | None
    details: FieldDetailsList
    reader: Reader
    subfields: GroupedFieldSet | None
    called: "Called | None"


class Called(NamedTuple):
    """A field with a planned resolver."""

    field: GraphQLField
    resolver: PlannedResolver
    nodes: list[FieldNode]
    is_nullable: bool


class LateInfo(Info[Any, Any]):
    """Strawberry's `info`; most resolvers ask it for the context, and the rest is made for those that ask for more."""

    def __init__(self, field: StrawberryField, context: Any, make_raw: Callable[[], GraphQLResolveInfo[Any]]) -> None:
        self._field = field
        self._context = context
        self._make_raw = make_raw
        self._made: GraphQLResolveInfo[Any] | None = None

    def raw(self) -> GraphQLResolveInfo[Any]:
        """graphql-core's kind of `info`."""
        if self._made is None:
            self._made = self._make_raw()
        return self._made

    @property
    def _raw_info(self) -> GraphQLResolveInfo[Any]:  # type: ignore[override]
        return self.raw()

    @property
    def context(self) -> Any:
        """The operation's."""
        return self._context


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
        self._shapes: dict[int, Shape | None] | None = None
        self._makes: dict[int, Make | None] = {}

    def again(self, context: object, values: VariableValues) -> "PlannedExecutor":
        """An executor of the same operation with the same plans; the fields must not depend on variables."""
        if self._shapes is None:
            self._shapes = {}
        executor = object.__new__(type(self))
        executor.__dict__.update(self.__dict__)
        executor.context_value, executor.variable_values = context, values
        executor.collected_errors, executor.background_futures = CollectedErrors(), set()
        executor._makes = {}
        return executor

    async def run(self, fields: GroupedFieldSet) -> ExecutionResult:
        """As `execute_operation`, for an operation whose fields are collected, without incremental delivery."""
        kind = self.operation.operation
        root = cast("GraphQLObjectType", self.schema.get_root_type(kind))
        data: dict[str, Any] | None
        try:
            result = self.execute_root_grouped_field_set(
                root, self.root_value, fields, kind is OperationType.MUTATION, None
            )
            data = await result if self.is_awaitable(result) else cast("dict[str, Any]", result)
        except GraphQLError as error:
            self.collected_errors.add(error, None)
            data = None
        return ExecutionResult(data, self.collected_errors.errors or None)

    def execute_fields_serially(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: Any,
    ) -> AwaitableOrValue[dict[str, Any]]:
        """Execute fields one after the other, of which there is mostly one."""
        execute = self.execute_fields if len(grouped_field_set) == 1 else super().execute_fields_serially
        return execute(parent_type, source_value, path, grouped_field_set, position_context)

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
                subfields = self._selected(reader.object_type, details)
            called = _called(self.schema.get_field(parent_type, details[0].node.name.value), details)
            complete = reader.complete if called is None else None
            plan.append(Planned(name, reader.read, complete, details, reader, subfields, called))
        self._planned.append(fields)
        self._plans[id(fields)] = plan
        return plan

    def _execute_planned(
        self, parent_type: GraphQLObjectType, source: Any, path: Path | None, planned: Planned
    ) -> AwaitableOrValue[Any]:
        at = Path(path, planned.name, parent_type.name)
        if planned.called is not None:
            return self._execute_called(parent_type, source, at, planned, planned.called)
        result = LEFT
        if planned.subfields is not None:
            try:
                value = planned.read(source)
            except Exception:  # noqa: BLE001 - graphql-core meets it again, and answers for it
                value = LEFT
            result = self._execute_objects(planned.reader, value, at, planned.subfields)
        if result is LEFT:
            result = self.execute_field(parent_type, source, planned.details, at, None)
        return result

    def _execute_called(
        self, parent_type: GraphQLObjectType, source: Any, path: Path, planned: Planned, called: Called
    ) -> AwaitableOrValue[Any]:
        """As `execute_field`, for a field whose resolver is planned."""
        make_raw = partial(self.build_resolve_info, called.field, called.nodes, parent_type, path)
        info = LateInfo(called.resolver.field, self.context_value, make_raw)
        try:
            result = called.resolver.call(source, info, self._arguments(planned, called))
            if self.is_awaitable(result):
                return self._complete_later(planned, called, path, result, info)
            completed = self._complete(planned, called, path, result, info)
            if self.is_awaitable(completed):
                return self._complete_later(planned, called, path, completed)
        except Exception as error:  # noqa: BLE001 - graphql-core's way to answer for it
            self.handle_field_error(error, called.field.type, planned.details, path)
            return None
        return completed

    def _arguments(self, planned: Planned, called: Called) -> Mapping[str, Any]:
        """
        Raises:
            GraphQLError: a value is missing, or not of its type.
        """
        details = planned.details[0]
        if not called.field.args and not details.node.arguments:
            return NO_VALUES
        return get_argument_values(called.field, details.node, self.variable_values, details.fragment_variable_values)

    async def _complete_later(
        self, planned: Planned, called: Called, path: Path, awaitable: Awaitable[Any], info: LateInfo | None = None
    ) -> Any:
        """What comes of something to wait for: with `info` a resolver's value, without it what is complete then."""
        try:
            value = await awaitable
            if info is None:
                return value
            completed = self._complete(planned, called, path, value, info)
            return await completed if self.is_awaitable(completed) else completed
        except Exception as error:  # noqa: BLE001 - graphql-core's way to answer for it
            self.handle_field_error(error, called.field.type, planned.details, path)
            return None

    def _complete(self, planned: Planned, called: Called, path: Path, value: Any, info: LateInfo) -> Any:
        if value is None and called.is_nullable:
            return None
        result = LEFT
        if planned.reader.complete is not None:
            try:
                result = planned.reader.complete(value)
            except Exception:  # noqa: BLE001 - graphql-core meets it again, and answers for it
                result = LEFT
        elif planned.subfields is not None:
            result = self._execute_objects(planned.reader, value, path, planned.subfields)
        elif (type_ := object_type_of(called.field.type, cast("Hashable", type(value)))) is not None:
            fields = self._selected(type_, planned.details)
            if fields is not None and get_strawberry_type_cast(value) is None:
                result = self._execute_object(type_, value, path, fields)
        if result is LEFT:
            result = self.complete_value(called.field.type, planned.details, info.raw(), path, value, None)
        return result

    def _execute_objects(self, reader: Reader, value: Any, path: Path, subfields: GroupedFieldSet) -> Any:
        """What is selected of the objects that a field holds; LEFT where one is not exactly of its class.

        None of them may be null, so an error in one is an error of what holds the field: it is raised as it is.
        """
        items = value if reader.is_list else [value]
        if type(items) is not list or reader.object_type is None:
            return LEFT
        if any(type(item) is not reader.object_class or get_strawberry_type_cast(item) is not None for item in items):
            return LEFT
        if not reader.is_list:
            return self._execute_object(reader.object_type, value, path, subfields)
        results: list[Any] = []
        awaitables: list[int] = []
        try:
            for place, item in enumerate(items):
                result = self._execute_object(reader.object_type, item, Path(path, place, None), subfields)
                results.append(result)
                if type(result) is not dict:
                    awaitables.append(place)
        except Exception:
            if awaitables:
                self.settle_in_background([results[place] for place in awaitables])
            raise
        return _gathered(results, awaitables) if awaitables else results

    def _execute_object(
        self, type_: GraphQLObjectType, source: Any, path: Path, fields: GroupedFieldSet
    ) -> AwaitableOrValue[dict[str, Any]]:
        """As `execute_fields`; all of the object at once where that can be done."""
        make = self._makes[id(fields)] if id(fields) in self._makes else self._bound(type_, fields)
        if make is not None:
            try:
                result = make(source)
            except Exception:  # noqa: BLE001 - field by field, it is met again, and answered for
                result = LEFT
            if result is not LEFT:
                return cast("dict[str, Any]", result)
        return self.execute_fields(type_, source, path, fields, None)

    def _bound(self, type_: GraphQLObjectType, fields: GroupedFieldSet) -> Make | None:
        """What makes the objects of a selection in this operation; None where they are executed field by field."""
        make = None
        if self._shapes is not None and self._may_plan:
            if id(fields) not in self._shapes:
                self._shapes[id(fields)] = shape_of(self.schema, type_, fields, self._selected)
                self._planned.append(fields)
            if (shape := self._shapes[id(fields)]) is not None:
                with suppress(Exception):  # met again field by field, and answered for
                    make = shape.bind(self.context_value)
        self._makes[id(fields)] = make
        return make

    def _selected(self, type_: GraphQLObjectType, details: FieldDetailsList) -> GroupedFieldSet | None:
        """What is selected of an object; None where some of it is to be delivered later."""
        collected = self.collect_subfields(type_, details)
        return None if collected.new_defer_usages else collected.grouped_field_set


def _called(field: GraphQLField | None, details: FieldDetailsList) -> Called | None:
    if field is None or not isinstance(field.resolve, PlannedResolver) or field.resolve.is_plain:
        return None
    nodes = [each.node for each in details]
    return Called(field, field.resolve, nodes, not isinstance(field.type, GraphQLNonNull))


async def _gathered(results: Any, places: list[Any]) -> Any:
    """Results, with those at the places awaited together."""
    if len(places) == 1:
        results[places[0]] = await results[places[0]]
        return results
    awaited: list[Awaitable[Any]] = [results[place] for place in places]
    for place, result in zip(places, await gather_with_cancel(*awaited), strict=True):
        results[place] = result
    return results
