"""The ready queries of the admin page hold for the schema and for the limits of a document."""

from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, OperationType, build_schema, parse

from graphql_api.http.document import read_document
from graphql_api.schema import schema

FILES = sorted((Path(__file__).parents[1] / "queries").glob("*.graphql"))


def test_there_is_one_for_each_question_of_an_admin() -> None:
    wanted = {"triage", "negatives", "topics_by_day", "prompt_comparison", "cleanup_preview", "metrics"}
    assert {path.stem for path in FILES} >= wanted


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_one_named_query_that_the_schema_answers(path: Path) -> None:
    text = path.read_text()
    (operation,) = parse(text).definitions
    assert isinstance(operation, OperationDefinitionNode)
    # They run by themselves when their tab is opened.
    assert operation.operation == OperationType.QUERY
    assert operation.name is not None
    assert read_document(build_schema(schema.as_str()), text).errors == []
