"""The command `export`: feedback as a file, CSV or JSON lines."""

import asyncio
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer
from pydantic import TypeAdapter, ValidationError

from graphql_api.cli.console import progress_bars, remarks, set_up_quiet_logs
from graphql_api.cli.database import bring_to_head, database, located_url
from graphql_api.cli.failures import CommandError, fails_in_one_line
from graphql_api.feedback.criteria import Criteria
from graphql_api.feedback.search import count_all_feedback
from graphql_api.postgres.connect import connected
from graphql_api.postgres.outage import is_outage
from graphql_api.postgres.search import SearchEndless
from graphql_api.retention.export import content
from graphql_api.settings import Settings, read_settings
from models.enums import ExportFormat

CRITERIA = TypeAdapter(Criteria)
GIVEN = TypeAdapter(dict[str, Any])


@fails_in_one_line
def export(
    format_: Annotated[ExportFormat, typer.Option("--format", case_sensitive=False)] = ExportFormat.CSV,
    filter_: Annotated[
        str, typer.Option("--filter", help='As in GraphQL, as JSON: \'{"sentiments": ["NEGATIVE"]}\'.')
    ] = "{}",
    output: Annotated[Path | None, typer.Option("--output", help="The file. Without: stdout.")] = None,
) -> None:
    """Write feedback into a file, oldest first.

    Both formats hold everything that is kept of a feedback but its picture, and `feedback import` takes them again.
    Cells of CSV that a spreadsheet would compute begin with an apostrophe.
    """
    criteria = _criteria(filter_)
    settings = read_settings()
    set_up_quiet_logs(settings)
    with database(settings) as located:
        bring_to_head(located)
        try:
            if output is None:
                asyncio.run(_export(located, criteria, format_, sys.stdout.buffer))
            else:
                _export_into(output, located, criteria, format_)
        except Exception as error:
            if is_outage(error):
                raise CommandError("the database went away: run the same again") from error
            if isinstance(error, SearchEndless):
                raise CommandError(f"{error}: export less at a time, by a shorter createdAt") from error
            if isinstance(error, OSError):
                raise CommandError(f"the export cannot be written: {error.strerror}") from error
            raise


def _export_into(output: Path, settings: Settings, criteria: Criteria, format_: ExportFormat) -> None:
    """Write a whole file, or none: what was there stays until the new one is complete."""
    draft = output.with_name(f"{output.name}.part")
    try:
        with draft.open("wb") as file:
            asyncio.run(_export(settings, criteria, format_, file))
        draft.replace(output)
    finally:
        draft.unlink(missing_ok=True)


async def _export(settings: Settings, criteria: Criteria, format_: ExportFormat, file: BinaryIO) -> None:
    now = datetime.now(UTC)
    async with connected(located_url(settings), pool_size=2):
        console = remarks()
        total = await count_all_feedback(criteria.before(now)) if console.is_terminal else None
        with progress_bars(console) as bars:
            bar = bars.add_task("exporting", total=total)
            async for piece in content(criteria, format_, now=now, show=lambda rows: bars.update(bar, completed=rows)):
                file.write(piece)
    file.flush()


def _criteria(text: str) -> Criteria:
    try:
        given = GIVEN.validate_json(text)
        named = {re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name): value for name, value in given.items()}
        if isinstance(range_ := named.get("created_at"), dict):
            named["created_at"] = {"start": range_.get("from"), "end": range_.get("to")}
        return CRITERIA.validate_python(vars(Criteria(**named)))
    except (ValidationError, TypeError) as error:
        raise typer.BadParameter("it takes a JSON object like the schema's FeedbackFilter") from error
