"""The commands `spool …`: what waits on disk for the database, handing it over, and what could not be handed over."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from graphql_api.assembly import make_keeper
from graphql_api.cli.console import answers, print_json, progress_bars, remarks, set_up_quiet_logs
from graphql_api.cli.database import bring_to_head, database, located_url
from graphql_api.cli.failures import CommandError, fails_in_one_line
from graphql_api.postgres.connect import connected
from graphql_api.settings import Settings, read_settings
from graphql_api.spool.spool import Ended, NotRetriable, Quarantined, Replayed, Spool, SpoolStatus, SpoolUnavailable

LOOK_EVERY_SECONDS = 0.5
BATCH = 100
NEXT = "`feedback spool replay` brings it into the database now; a running server does so within five minutes."

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


@dataclass(frozen=True)
class PutBack:
    """What became of things in quarantine: how many were put back, and why each of the others was not."""

    count: int
    refusals: list[str]


def spool() -> None:
    """Look after what waits on disk for the database."""


def quarantine() -> None:
    """Look after what the database refused or nobody can read."""


@fails_in_one_line
def show_status(as_json: AsJson = False) -> None:
    """Say what lies in the spool; needs no database.

    Counts what all processes of this data folder have put there.
    """
    settings = _settings()
    with _disk_errors_named():
        status = asyncio.run(_status(settings))
    if as_json:
        print_json(_status_as_dict(status))
        return
    oldest = status.oldest_age_seconds
    out = answers()
    out.print(f"depth        {status.depth:,}")
    out.print(f"bytes        {status.bytes:,} of {status.max_bytes:,}")
    out.print(f"segments     {status.segments:,}")
    out.print(f"oldest       {'none' if oldest is None else f'{timedelta(seconds=int(oldest))} ago'}")
    counts = ", ".join(f"{count:,} {reason}" for reason, count in sorted(status.quarantined.items()))
    out.print(f"quarantined  {counts or 'none'}")


@fails_in_one_line
def replay(as_json: AsJson = False) -> None:
    """Bring what lies in the spool into the database now.

    A running server does so by itself: at its start, when the database is back, and every five minutes. Both at once
    double nothing. Exits with 1 when the database went away in the middle or something could not be handed over; that
    stays in the spool.
    """
    settings = _settings()
    with database(settings) as located:
        bring_to_head(located)
        replayed = asyncio.run(_replay(located))
    if as_json:
        print_json(_replayed_as_dict(replayed))
    else:
        answers().print(
            f"{replayed.kept:,} kept, {replayed.duplicates:,} duplicates, {replayed.quarantined:,} quarantined"
        )
    if replayed.segments_live:
        remarks().print(f"{replayed.segments_live:,} segments are in use by other processes, which replay them.")
    if replayed.ended is Ended.OUTAGE:
        raise CommandError("the database went away: what was not handed over stays in the spool")
    if replayed.ended is not Ended.DONE or replayed.records_failed or replayed.segments_failed:
        raise CommandError("not everything could be handed over, and that stays in the spool: the log above says why")


@fails_in_one_line
def list_quarantined(
    first: Annotated[int, typer.Option(min=1, help="At most so many, in the order of their names.")] = 100,
    show_content: Annotated[bool, typer.Option("--show-content", help="Show people's words as well.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object for each.")] = False,
) -> None:
    """List what lies in quarantine, without its words.

    The name, since when, the reason and more about it. `refused`: the database can never store it. `key_reused`:
    another submission came under its key. `torn`, `checksum`, `not_a_record`: it cannot be read; `torn` had no
    receipt.
    """
    settings = _settings()
    with _disk_errors_named():
        held = asyncio.run(_quarantined(settings, first + 1))
    out = answers()
    for each in held[:first]:
        if as_json:
            print_json(_held_as_dict(each, show_content=show_content))
        else:
            _show(each, out, show_content=show_content)
    if not held and not as_json:
        out.print("nothing is in quarantine")
    if len(held) > first:
        remarks().print("There is more: ask for it with --first.")


@fails_in_one_line
def retry_quarantined(
    name: Annotated[str | None, typer.Argument(help="As `list` shows it.")] = None,
    retry_all: Annotated[bool, typer.Option("--all", help="All that can be read.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put what lies in quarantine back among what is to be replayed.

    What cannot be read stays, and so does what came under a key that another submission in the spool has.
    """
    if (name is None) is not retry_all:
        raise typer.BadParameter("give a name or --all", param_hint="NAME")
    settings = _settings()
    with _disk_errors_named():
        done = asyncio.run(_retry(settings, name))
    for refusal in done.refusals:
        remarks().print(refusal)
    if as_json:
        print_json({"putBack": done.count, "stay": len(done.refusals)})
    else:
        answers().print(f"{done.count:,} put back." + (f" {NEXT}" if done.count else ""))
    if done.refusals:
        raise typer.Exit(1)


def _settings() -> Settings:
    settings = read_settings()
    set_up_quiet_logs(settings)
    return settings


@contextlib.contextmanager
def _disk_errors_named() -> Iterator[None]:
    """For work with nothing but the spool's folder: turns what the disk says into a CommandError."""
    try:
        yield
    except SpoolUnavailable as unavailable:
        raise CommandError(str(unavailable)) from unavailable
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        raise CommandError(f"the spool cannot be used: {error.strerror}{where}") from error


@contextlib.asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[Spool]:
    async with make_keeper(settings).running(replays=False) as keeper:
        yield keeper.spool


async def _status(settings: Settings) -> SpoolStatus:
    async with _open(settings) as spool:
        return await spool.status()


async def _quarantined(settings: Settings, first: int) -> list[Quarantined]:
    async with _open(settings) as spool:
        return await spool.quarantined(first)


async def _replay(settings: Settings) -> Replayed:
    async with (
        connected(located_url(settings), pool_size=2),
        make_keeper(settings).running(replays=False) as keeper,
    ):
        watching = asyncio.create_task(_watch(keeper.spool, remarks()))
        try:
            with _disk_errors_named():
                return await keeper.replay()
        finally:
            watching.cancel()
            await asyncio.wait({watching})


async def _watch(spool: Spool, console: Console) -> None:
    """Show how far a replay is, until cancelled."""
    if not console.is_terminal:
        return
    # Whoever replays meets the same error, and says it.
    with contextlib.suppress(OSError), progress_bars(console) as bars:
        total = (await spool.status()).depth
        bar = bars.add_task("replaying", total=total)
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            bars.update(bar, completed=total - (await spool.status()).depth)


async def _retry(settings: Settings, name: str | None) -> PutBack:
    async with _open(settings) as spool:
        if name is None:
            return await _retry_all(spool)
        try:
            outcome = await spool.retry_quarantined(name)
        except NotRetriable as error:
            raise CommandError(f"{error}, and stays") from error
    if outcome is None:
        raise CommandError(f"nothing in quarantine has the name {name}")
    return PutBack(1, [])


async def _retry_all(spool: Spool) -> PutBack:
    """Put back as many as there are now: what comes back in the meantime waits for the next time."""
    waiting = sum((await spool.status()).quarantined.values())
    count, stuck = 0, dict[str, str]()
    with progress_bars(remarks()) as bars:
        bar = bars.add_task("putting back", total=waiting)
        while waiting > 0 and (held := await _next(spool, stuck)):
            for each in held[:waiting]:
                try:
                    count += await spool.retry_quarantined(each.name) is not None
                except NotRetriable as error:
                    stuck[each.name] = f"{error}, and stays"
                bars.advance(bar)
            waiting -= len(held)
    return PutBack(count, list(stuck.values()))


async def _next(spool: Spool, stuck: dict[str, str]) -> Sequence[Quarantined]:
    return [each for each in await spool.quarantined(BATCH + len(stuck)) if each.name not in stuck]


def _show(held: Quarantined, out: Console, *, show_content: bool) -> None:
    reason = f"{held.reason} ({held.detail})" if held.detail else held.reason
    out.print(Text(f"{held.name}  {held.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC  {reason}"))
    if show_content:
        out.print(Text(f"  {_printable(_content(held))}"))


def _content(held: Quarantined) -> str:
    return held.raw.decode("utf-8", "replace").rstrip("\n")


def _printable(text: str) -> str:
    """The text, with what would steer a terminal spelt out."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def _status_as_dict(status: SpoolStatus) -> dict[str, object]:
    return {
        "depth": status.depth,
        "bytes": status.bytes,
        "maxBytes": status.max_bytes,
        "segments": status.segments,
        "oldestAgeSeconds": status.oldest_age_seconds,
        "quarantined": status.quarantined,
    }


def _replayed_as_dict(replayed: Replayed) -> dict[str, object]:
    return {
        "ended": replayed.ended,
        "kept": replayed.kept,
        "duplicates": replayed.duplicates,
        "quarantined": replayed.quarantined,
        "recordsFailed": replayed.records_failed,
        "segmentsRemoved": replayed.segments_removed,
        "segmentsLive": replayed.segments_live,
        "segmentsFailed": replayed.segments_failed,
    }


def _held_as_dict(held: Quarantined, *, show_content: bool) -> dict[str, object]:
    shown: dict[str, object] = {"name": held.name, "reason": held.reason, "detail": held.detail, "at": held.at}
    return shown | ({"content": _content(held)} if show_content else {})
