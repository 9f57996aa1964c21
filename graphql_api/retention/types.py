"""Cleaning up, exporting and erasing, as GraphQL shows them."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import asyncpg
import strawberry

from graphql_api.context import ContextInfo
from graphql_api.problems import InvalidInput, Problem
from graphql_api.retention.cleanup import Cleaned
from graphql_api.retention.erase import Erased
from graphql_api.retention.preview import Due
from models import enums


@strawberry.type(description="What a cleanup would delete now. Nothing is touched.")
class CleanupSummary:
    submissions: int = strawberry.field(description="Feedbacks older than the cutoff.")
    screenshots: int = strawberry.field(description="Pictures that came with them.")
    cutoff_date: datetime = strawberry.field(description="What was accepted before this moment is old.")
    retention_days: int = strawberry.field(description="How many days are kept.")
    oldest_at: datetime | None = strawberry.field(
        description="When the oldest feedback of all was accepted; null where there is none."
    )

    @classmethod
    def from_due(cls, due: Due) -> "CleanupSummary":
        """What was counted, as GraphQL shows it."""
        return cls(
            submissions=due.submissions,
            screenshots=due.screenshots,
            cutoff_date=due.cutoff,
            retention_days=due.retention_days,
            oldest_at=due.oldest_at,
        )


@strawberry.type(description="What a cleanup deleted; in a dry run, what it would have deleted.")
class CleanupSuccess:
    submissions_deleted: int = strawberry.field(description="Feedbacks, with everything that hung on them.")
    screenshots_deleted: int = strawberry.field(description="Pictures that came with them.")
    cutoff_date: datetime = strawberry.field(description="What was accepted before this moment was old.")
    retention_days: int = strawberry.field(description="How many days were kept.")
    dry_run: bool = strawberry.field(description="Whether it was one: nothing was deleted.")
    archive: str | None = strawberry.field(
        description="The folder of the storage that holds what was deleted, a folder a batch, as "
        "`feedback_YYYY-MM.jsonl.gz`; null where nothing was."
    )

    @classmethod
    def from_cleaned(cls, cleaned: Cleaned) -> "CleanupSuccess":
        """What was done, as GraphQL shows it."""
        return cls(
            submissions_deleted=cleaned.submissions_deleted,
            screenshots_deleted=cleaned.screenshots_deleted,
            cutoff_date=cleaned.cutoff,
            retention_days=cleaned.retention_days,
            dry_run=cleaned.dry_run,
            archive=cleaned.archive,
        )


@strawberry.type(
    description="The cleanup did not delete, or not all that is old. Nothing that is not archived was deleted; asking "
    "again goes on."
)
class CleanupNotDone(Problem):
    pass


CleanupResult = Annotated[
    CleanupSuccess | InvalidInput | CleanupNotDone,
    strawberry.union(name="CleanupResult", description="What a cleanup did, or why it did not."),
]


@strawberry.type(
    description="A receipt: everything that came under the session until now is gone. All counts are 0 when it is done "
    "again."
)
class EraseSuccess:
    submissions: int = strawberry.field(description="Feedbacks, with answers, findings and places in alerts.")
    screenshots: int = strawberry.field(description="Pictures that came with them.")
    spooled: int = strawberry.field(description="Submissions that waited on disk for the database, or in quarantine.")
    jobs: int = strawberry.field(description="Jobs that waited for a worker.")
    archived: int = strawberry.field(description="Lines of archives; the archives were written anew without them.")
    exports: int = strawberry.field(
        description="Export files: all that there were, whatever they held. They can be made again."
    )
    archives_unreadable: int = strawberry.field(
        description="Archives that are damaged, or not ours, and were left as they are: someone has to look at them."
    )

    @classmethod
    def from_erased(cls, erased: Erased) -> "EraseSuccess":
        """What was removed, as GraphQL shows it."""
        return cls(**vars(erased))


@strawberry.type(description="Not everything is gone yet. Nothing comes back meanwhile; ask again to erase the rest.")
class EraseNotDone(Problem):
    pass


EraseResult = Annotated[
    EraseSuccess | InvalidInput | EraseNotDone,
    strawberry.union(name="EraseResult", description="A receipt of what was removed, or why not all is gone."),
]


@strawberry.type(description="A file of feedback that somebody asked for.")
class Export:
    row: strawberry.Private[asyncpg.Record]
    id: strawberry.ID = strawberry.field(description="Its id.")
    format: enums.ExportFormat = strawberry.field(description="How it is written.")
    status: enums.ExportStatus = strawberry.field(description="Where it stands.")
    rows: int | None = strawberry.field(description="How many feedbacks it holds; null unless READY.")
    size_bytes: float | None = strawberry.field(description="Of the file; null unless READY.")
    created_at: datetime = strawberry.field(description="When it was asked for. It is deleted a day later.")

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "Export":
        """A row of the table `export` as GraphQL shows it."""
        return cls(
            row=row,
            id=strawberry.ID(str(row["id"])),
            format=enums.ExportFormat(row["format"]),
            status=enums.ExportStatus(row["status"]),
            rows=row["row_count"],
            size_bytes=row["size_bytes"],
            created_at=row["created_at"],
        )

    @strawberry.field(description="Where it can be downloaded, for five minutes from now; null unless READY.")
    def url(self, info: ContextInfo) -> str | None:
        info.context.need(enums.Scope.READ)
        is_ready = self.status is enums.ExportStatus.READY
        return info.context.link(f"/exports/{self.id}") if is_ready else None


@strawberry.type(description="An export that is ready.")
class ExportSuccess:
    id: strawberry.ID = strawberry.field(description="Its id, for `export`.")
    url: str = strawberry.field(description="Where it can be downloaded, for five minutes from now.")
    rows: int = strawberry.field(description="How many feedbacks it holds.")
    size_bytes: float = strawberry.field(description="Of the file.")

    @classmethod
    def from_row(cls, row: asyncpg.Record, link: Callable[..., str]) -> "ExportSuccess":
        """A row of the table `export` that is READY, as GraphQL shows it."""
        return cls(
            id=strawberry.ID(str(row["id"])),
            url=link(f"/exports/{row['id']}"),
            rows=row["row_count"],
            size_bytes=row["size_bytes"],
        )


@strawberry.type(description="An export that is being written; ask `export` for it.")
class ExportPending:
    id: strawberry.ID = strawberry.field(description="Its id, for `export`.")


@strawberry.type(description="No export is being written. Ask again in a moment.")
class ExportNotStarted(Problem):
    pass


ExportResult = Annotated[
    ExportSuccess | ExportPending | ExportNotStarted,
    strawberry.union(name="ExportResult", description="An export, ready or on its way, or why there is none."),
]
