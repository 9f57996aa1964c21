"""The command `import`: takes a file in, waits until it is analysed, and tells what became of it."""

import asyncio
import gzip
import io
import os
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, BinaryIO, cast

import typer
from rich.console import Console

from graphql_api.analysis.assemble import assemble
from graphql_api.assembly import make_intake, make_keeper, make_limiter
from graphql_api.cli.console import answers, print_json, progress_bars, remarks, set_up_quiet_logs
from graphql_api.cli.database import bring_to_head, database, located_url
from graphql_api.cli.failures import CommandError, fails_in_one_line
from graphql_api.cli.importing.analysis import Reading, analyze_backlog, backlog, count_read
from graphql_api.cli.importing.keys import Keys
from graphql_api.cli.importing.take_in import TakeIn, Tally
from graphql_api.intake.keeper import NotConfirmed
from graphql_api.intake.secret import read_secret
from graphql_api.postgres.connect import connected
from graphql_api.postgres.outage import is_outage
from graphql_api.retention.restore import Restorer
from graphql_api.settings import Settings, read_settings
from graphql_api.storage.storage import StorageUnavailable
from graphql_api.tasks.picturing import make_storage

GZIP = b"\x1f\x8b"
GONE = "the database went away: import the same file again, nothing is doubled"


@dataclass(frozen=True)
class Summary:
    """What became of a file. `reading` is None where nobody waited for it."""

    tally: Tally
    reading: Reading | None

    @property
    def is_complete(self) -> bool:
        """Whether every row was kept, and all that was asked to be analysed is."""
        return not self.tally.refused and not (self.reading and self.reading.unread)

    def __str__(self) -> str:
        tally = self.tally
        said = f"{tally.taken_in:,} taken in, {tally.duplicates:,} duplicates, {tally.refused:,} refused"
        read = self.reading
        return said if read is None else f"{said}; {read.analysed:,} analysed, {read.unread:,} not"

    def as_dict(self) -> dict[str, object]:
        """As plain JSON values; the first thousand refusals by line and rule."""
        return {
            "takenIn": self.tally.taken_in,
            "duplicates": self.tally.duplicates,
            "refused": self.tally.refused,
            "analysed": self.reading.analysed if self.reading else None,
            "unread": self.reading.unread if self.reading else None,
            "refusals": [{"line": refusal.line, "rules": refusal.rules} for refusal in self.tally.refusals],
        }


@fails_in_one_line
def import_file(
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="CSV with a header, or one JSON object a line, as it is or with gzip."),
    ],
    analysis: Annotated[bool, typer.Option(help="Wait until everything that was taken in is analysed.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Take in a file of feedback, CSV or JSON lines.

    CSV needs a column `message` or `text`. Also read: `category` or `label`, `sessionId`, `submissionKey`, `tags`
    (with `;` between them), `occurredAt` or `timestamp`, `pageUrl`. JSON lines take the fields of `submitFeedback`, or
    are the monthly files of older chatbot deployments. What `export` and `cleanup` have written comes back as it was,
    with its ids, findings and triage.

    Importing a file again, grown, in another order or under another name, doubles nothing. Rows that break a rule are
    named on stderr by line, cost no other row, and make the exit code 1.
    """
    settings = read_settings()
    set_up_quiet_logs(settings)
    try:
        file = path.open("rb")
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    with file, database(settings) as located:
        bring_to_head(located)
        try:
            summary = asyncio.run(_import(file, located, with_analysis=analysis))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise CommandError(f"{path} is damaged: what came before that place is taken in") from error
        except StorageUnavailable as error:
            raise CommandError(f"{error}: import the same file again, nothing is doubled") from error
        except Exception as error:
            if isinstance(error, NotConfirmed) or is_outage(error):
                raise CommandError(GONE) from error
            raise
    if as_json:
        print_json(summary.as_dict())
    else:
        answers().print(str(summary))
    if not summary.is_complete:
        raise typer.Exit(1)


async def _import(file: io.BufferedReader, settings: Settings, *, with_analysis: bool) -> Summary:
    console = remarks()
    now = datetime.now(UTC)
    async with connected(located_url(settings), pool_size=settings.database_pool_size):
        tally = await _take_in(file, settings, now, console)
        reading = await _analyze(settings, now, console) if with_analysis else None
    return Summary(tally, reading)


async def _take_in(file: io.BufferedReader, settings: Settings, now: datetime, console: Console) -> Tally:
    intake = make_intake(settings, make_limiter(settings), make_keeper(settings))
    secret = read_secret(settings.feedback_data_dir, settings.secret_key)
    with Keys(secret, file.name) as keys, progress_bars(console, in_per_cent=True) as bars:
        read_from = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if file.peek(2)[:2] == GZIP else file
        size = os.fstat(file.fileno()).st_size if file.seekable() else None
        bar = bars.add_task("taking in", total=size)
        restorer = Restorer(make_storage(settings), intake.keeper.erased)
        taking = TakeIn(intake, keys, now, restorer, tell=lambda refusal: bars.console.print(str(refusal)))
        return await taking.run(read_from, lambda: bars.update(bar, completed=file.tell() if size else 0))


async def _analyze(settings: Settings, accepted_at: datetime, console: Console) -> Reading:
    """Wait for the analyses, helping with them; tell how far what was accepted at that moment is analysed."""
    found = await backlog()
    if found.waiting:
        chain = assemble(settings)
        await chain.local.load()
        with progress_bars(console) as bars:
            bar = bars.add_task("analysing", total=found.waiting)

            def show(left: int) -> None:
                bars.update(bar, completed=found.waiting - left)

            await analyze_backlog(located_url(settings), found, chain, show)
        await chain.aclose()
    return await count_read(accepted_at)
