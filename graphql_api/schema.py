"""The capabilities added up: the one GraphQL schema."""

import sys
from collections.abc import Iterable
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig

import graphql_api.enums  # noqa: F401 - makes the enums of models GraphQL ones
from graphql_api.access.mutations import AccessMutation
from graphql_api.access.queries import AccessQuery
from graphql_api.alerts.mutations import AlertMutation
from graphql_api.alerts.queries import AlertQuery
from graphql_api.analysis.queries import AnalysisQuery
from graphql_api.audit.queries import AuditQuery
from graphql_api.execution import PlannedExecutor, plan_resolvers
from graphql_api.feedback.mutations import FeedbackMutation
from graphql_api.feedback.queries import FeedbackQuery
from graphql_api.metrics.queries import MetricsQuery
from graphql_api.retention.mutations import RetentionMutation
from graphql_api.retention.queries import RetentionQuery
from graphql_api.scalars import SCALARS
from graphql_api.triage.mutations import TriageMutation


@strawberry.type(description="Reading. Every field but `viewer` needs an API key.")
class Query(FeedbackQuery, AlertQuery, AnalysisQuery, MetricsQuery, RetentionQuery, AccessQuery, AuditQuery):
    pass


@strawberry.type(description="Writing. Only `submitFeedback`, `login` and `logout` are open to everyone.")
class Mutation(FeedbackMutation, TriageMutation, AlertMutation, RetentionMutation, AccessMutation):
    pass


class Schema(strawberry.Schema):
    """Leaves the log of errors to the HTTP layer: Strawberry's own holds whole queries, and people's words in them."""

    def process_errors(self, errors: Iterable[GraphQLError], execution_context: Any = None) -> None:
        """Does nothing, on purpose."""


schema = Schema(
    query=Query,
    mutation=Mutation,
    execution_context_class=PlannedExecutor,
    config=StrawberryConfig(disable_field_suggestions=True, scalar_map=SCALARS),
)
plan_resolvers(schema)


if __name__ == "__main__":
    sys.stdout.write(schema.as_str() + "\n")
