"""The parts of the service as the settings have them. Nothing is opened here, and nobody asked."""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta

from starlette.requests import HTTPConnection

from graphql_api.arrivals import Arrivals
from graphql_api.board import Board
from graphql_api.callers.callers import Callers
from graphql_api.callers.guesses import Guesses
from graphql_api.callers.keys import Keys
from graphql_api.context import AiTerms, Context
from graphql_api.http.client_address import base_url, client_address
from graphql_api.http.credentials import api_key, login_cookie, tell_caller
from graphql_api.http.operations import MakeContext
from graphql_api.intake.erased import ErasedSessions
from graphql_api.intake.identity import Identity
from graphql_api.intake.intake import Intake
from graphql_api.intake.keeper import Keeper
from graphql_api.intake.ledger import Ledger
from graphql_api.intake.secret import read_secret
from graphql_api.limits import Limiter
from graphql_api.links import Links
from graphql_api.postgres.migrate import pending_migrations
from graphql_api.settings import Settings
from graphql_api.storage.storage import Storage
from graphql_api.tasks.picturing import make_originals, make_spool


def make_keeper(settings: Settings) -> Keeper:
    """What keeps submissions."""
    url = settings.database_url or ""

    async def probe() -> None:
        if await pending_migrations(url):
            await _migrate_apart(url)

    ledger = Ledger(settings.feedback_data_dir / "accepted")
    return Keeper(
        spool=make_spool(settings), ledger=ledger, probe=probe, erased=ErasedSessions(lambda: _secret(settings))
    )


async def _migrate_apart(url: str) -> None:
    """Run the migrations in a process of their own: they would close this one's connections."""
    command = (sys.executable, "-m", "graphql_api.cli.main", "migrate")
    migrating = await asyncio.create_subprocess_exec(*command, env=os.environ | {"DATABASE_URL": url})
    if await migrating.wait() != 0:
        raise ConnectionError("the migrations did not run")


def make_intake(settings: Settings, limiter: Limiter, keeper: Keeper, board: Board | None = None) -> Intake:
    """The way in. `board` is as for `Intake`."""
    return Intake(
        identity=Identity(_secret(settings)),
        allowed_tags=settings.tags,
        limiter=limiter,
        keeper=keeper,
        originals=make_originals(settings),
        max_screenshot_bytes=settings.max_screenshot_bytes,
        board=board,
    )


def make_limiter(settings: Settings) -> Limiter:
    """The limits."""
    return Limiter(
        reports_per_hour=settings.submissions_per_hour,
        answer_ratings_per_hour=settings.answer_ratings_per_hour,
        requests_per_minute=settings.requests_per_minute_per_key,
        largest_screenshot=settings.max_screenshot_bytes,
        redis_url=settings.redis_url,
        # One process needs no file to count right.
        file=settings.feedback_data_dir / "limits.counts" if settings.workers > 1 else None,
        secret=_secret(settings),
    )


def make_callers(settings: Settings, limiter: Limiter) -> Callers:
    """Who is known."""
    setting = settings.api_key.get_secret_value() if settings.api_key else None
    return Callers(Keys(setting, secret=_secret(settings)), Guesses(limiter))


def make_links(settings: Settings) -> Links:
    """Signed links."""
    return Links(_secret(settings))


def make_context_maker(
    settings: Settings, *, intake: Intake, limiter: Limiter, callers: Callers, links: Links, storage: Storage
) -> MakeContext:
    """What builds each operation's context."""
    arrivals, originals = Arrivals(), make_originals(settings)
    hops, analysis_wait = settings.trusted_proxy_hops, timedelta(milliseconds=settings.analysis_wait_ms)
    ai_terms = AiTerms(
        settings.active_prompt_version,
        settings.canary_prompt_version if settings.canary_percent else None,
        settings.ai_monthly_budget_usd,
    )

    async def make_context(connection: HTTPConnection, key: str | None = None) -> Context:
        now = datetime.now(UTC)
        address = client_address(connection, trusted_hops=hops)
        cookie = login_cookie(connection, trusted_hops=hops)
        key = api_key(connection) if key is None else key

        def link(path: str, **options: str) -> str:
            return base_url(connection, trusted_hops=hops) + links.sign(path, **options)

        return Context(
            caller=await tell_caller(callers, key=key, cookie=cookie, address=address, now=now),
            callers=callers,
            cookie=cookie if connection.scope["type"] == "http" else None,
            now=now,
            intake=intake,
            limiter=limiter,
            arrivals=arrivals,
            analysis_wait=analysis_wait,
            link=link,
            ai_terms=ai_terms,
            storage=storage,
            originals=originals,
            development=settings.development,
        )

    return make_context


def _secret(settings: Settings) -> bytes:
    return read_secret(settings.feedback_data_dir, settings.secret_key)
