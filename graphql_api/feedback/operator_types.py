"""Replays and re-analyses as GraphQL shows them."""

from datetime import datetime
from typing import Annotated

import asyncpg
import strawberry

from graphql_api.problems import InvalidInput, Problem


@strawberry.type(description="A replay of the spool came to its end. Counts are of this replay.")
class ReplaySuccess:
    kept: int = strawberry.field(description="Submissions brought into the database.")
    duplicates: int = strawberry.field(description="Submissions that the database had already.")
    quarantined: int = strawberry.field(description="Lines put into quarantine, with a reason each.")
    left: int = strawberry.field(
        description="Submissions still in the spool: another process is writing or replaying them."
    )


@strawberry.type(description="The database went away during the replay. What is left is brought in when it is back.")
class ReplayInterrupted(Problem):
    kept: int = strawberry.field(description="Submissions brought into the database before that.")
    left: int = strawberry.field(description="Submissions still in the spool.")


ReplayResult = Annotated[
    ReplaySuccess | ReplayInterrupted,
    strawberry.union(name="ReplayResult", description="What a replay did, or how far it came."),
]


@strawberry.type(description="A wish to have feedback read again, and how far it has come.")
class Reanalysis:
    id: strawberry.ID = strawberry.field(description="Its id.")
    requested: int = strawberry.field(description="How many feedbacks were meant when it was asked for.")
    done: int = strawberry.field(description="How many of them have had their turn.")
    unread: int = strawberry.field(
        description="Of these, how many nobody could read; the finding that they had before still stands."
    )
    created_at: datetime = strawberry.field(description="When it was asked for.")
    finished_at: datetime | None = strawberry.field(description="When the last one was done; null while it goes on.")

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "Reanalysis":
        """A row of the table `reanalysis` as GraphQL shows it."""
        return cls(
            id=strawberry.ID(str(row["id"])),
            requested=row["requested"],
            done=row["done"],
            unread=row["unread"],
            created_at=row["created_at"],
            finished_at=row["finished_at"],
        )


@strawberry.type(description="The feedback will be read again, in the background.")
class ReanalyzeSuccess:
    reanalysis: Reanalysis = strawberry.field(description="How far it is; ask `reanalysis(id:)` for more later.")


ReanalyzeResult = Annotated[
    ReanalyzeSuccess | InvalidInput,
    strawberry.union(name="ReanalyzeResult", description="What was begun, or why nothing was."),
]
