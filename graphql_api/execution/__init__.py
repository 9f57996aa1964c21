"""Executing operations as graphql-core does, with less to decide for every row."""

from graphql_api.execution.executor import PlannedExecutor

__all__ = ["PlannedExecutor"]
