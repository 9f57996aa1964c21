"""Variables are coerced as graphql-core coerces them, or left to it."""

import random
from typing import Any
from uuid import UUID

import pytest
from graphql import GraphQLInputType, OperationDefinitionNode, Undefined, is_input_type, parse
from graphql.execution.values import VariableValues, get_variable_values

from graphql_api.execution.variables import coerced, signatures_of
from graphql_api.schema import schema
from tests.execution.test_resolvers import value_of

ODD = [None, 7, 2**40, True, 1.5, "", "RED", "no uuid", [], ["a"], [[1]], {}, {"x": 1}, UUID(int=1)]
INPUT_TYPES: dict[str, GraphQLInputType] = {
    name: type_ for name, type_ in schema._schema.type_map.items() if is_input_type(type_) and not name.startswith("__")
}


def spoilt(value: Any, chance: random.Random) -> Any:
    """The value with something odd in one place, or a name that nobody knows."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        name = chance.choice([*value, "unknown"])
        return value | {name: spoilt(value.get(name), chance)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        place = chance.randrange(len(value))
        return [*value[:place], spoilt(value[place], chance), *value[place + 1 :]]
    return chance.choice(ODD)


@pytest.mark.parametrize("wrapped", ["{}", "{}!", "[{}!]", "[{}]!"])
@pytest.mark.parametrize("name", sorted(INPUT_TYPES))
def test_values_are_those_of_graphql_core(name: str, wrapped: str) -> None:
    document = parse(f"query ($value: {wrapped.format(name)}, $other: Int) {{ __typename }}")
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    signatures = signatures_of(schema._schema, operation)
    assert signatures is not None
    chance, planned = random.Random(name + wrapped), 0
    for turn in range(200):
        value = value_of(signatures[0].signature.type, chance)
        given = {} if value is Undefined else {"value": spoilt(value, chance) if turn % 2 else value}
        ours = coerced(signatures, given)
        theirs = get_variable_values(schema._schema, operation.variable_definitions or (), given)
        if ours is None:
            continue
        planned += 1
        # What is wrong is theirs to tell.
        assert isinstance(theirs, VariableValues)
        assert repr(ours.coerced) == repr(theirs.coerced)
        assert {name: source.value for name, source in ours.sources.items()} == {
            name: source.value for name, source in theirs.sources.items()
        }
    assert planned > 50


def test_variables_with_defaults_are_left_to_graphql_core() -> None:
    (operation,) = parse('query ($value: String = "a") { __typename }').definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert signatures_of(schema._schema, operation) is None
