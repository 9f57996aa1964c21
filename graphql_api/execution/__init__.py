"""Executing operations as Strawberry and graphql-core do, with less to decide for every call and row."""

from graphql_api.execution.executor import PlannedExecutor
from graphql_api.execution.prepared import Prepared
from graphql_api.execution.resolvers import plan_resolvers

__all__ = ["PlannedExecutor", "Prepared", "plan_resolvers"]
