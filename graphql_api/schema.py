"""The capabilities added up: the one GraphQL schema."""

from collections.abc import Iterable
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

import graphql_api.enums  # noqa: F401 - makes the enums of models GraphQL ones
from graphql_api.access.queries import AccessQuery
from graphql_api.feedback.mutations import FeedbackMutation
from graphql_api.feedback.queries import FeedbackQuery

Query: type = merge_types("Query", (FeedbackQuery, AccessQuery))
Mutation: type = merge_types("Mutation", (FeedbackMutation,))


class Schema(strawberry.Schema):
    """Leaves the log of errors to the HTTP layer: Strawberry's own writes whole queries, and people's words with them."""

    def process_errors(self, errors: Iterable[GraphQLError], execution_context: Any = None) -> None:
        """Does nothing, on purpose."""


schema = Schema(
    query=Query,
    mutation=Mutation,
    config=StrawberryConfig(disable_field_suggestions=True, batching_config=None),
)
