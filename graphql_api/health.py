"""The state of each part, in words for the person on call."""

import asyncio
from collections.abc import Awaitable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

import asyncpg

from graphql_api.alerts.watch import Watch
from graphql_api.analysis.chain import Chain
from graphql_api.analysis.states import AI_PROVIDER, ML_MODEL, states, told_state, why_there_is_no_ai
from graphql_api.checks.machine import addresses_of, clock_trouble, disk_trouble, folder_trouble, name_trouble
from graphql_api.http.pages import Part, database_state
from graphql_api.intake.intake import Intake
from graphql_api.limits import Limiter
from graphql_api.postgres.breaker import PROBE_PATIENCE_SECONDS, within
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.migrate import pending
from graphql_api.postgres.outage import is_outage
from graphql_api.postgres.reachable import is_reachable
from graphql_api.settings import Settings
from graphql_api.storage.storage import Storage
from graphql_api.upkeep import ages
from models.enums import UpkeepKind

Result = TypeVar("Result")

UNKNOWN = "unknown while the database is away"
# A worker beats every five seconds.
LONGEST_SILENCE_SECONDS = 30.0


def health_parts(
    intake: Intake, limiter: Limiter, settings: Settings, *, storage: Storage, chain: Chain, watch: Watch
) -> Mapping[str, Part]:
    """What `/health` lists, in its order. `chain` is asked where this process has a worker, else the workers' words."""
    keeper = intake.keeper

    async def database() -> str:
        return database_state(not keeper.breaker.is_open and await is_reachable())

    async def spool() -> str:
        return await keeper.spool.unwritable_because() or "writable"

    async def pictures() -> str:
        reason = await storage.unusable_because()
        return f"{reason}: screenshots wait on disk; see STORAGE_URL" if reason else "writable"

    async def limits() -> str:
        return limiter.state

    async def promises() -> str:
        missing = keeper.audit.balance.missing
        return f"{missing} accepted submissions are missing: see the log" if missing else "kept"

    return {
        "database": database,
        "spool": spool,
        "storage": pictures,
        "limits": limits,
        "promises": promises,
        **_reading(settings, chain),
        "alerts": watch.state,
        **_machine(settings),
        "clock": clock,
        "worker": worker,
    }


def _reading(settings: Settings, chain: Chain) -> Mapping[str, Part]:
    """Who reads feedback."""

    async def ai_provider() -> str:
        return why_there_is_no_ai(settings) or await analysis(AI_PROVIDER)

    async def ml_model() -> str:
        return await analysis(ML_MODEL)

    async def analysis(part: str) -> str:
        return states(chain)[part] if settings.worker_in_process else await told_state(part)

    return {"ai_provider": ai_provider, "ml_model": ml_model}


def _machine(settings: Settings) -> Mapping[str, Part]:
    """What the service stands on."""

    async def disk() -> str:
        return await asyncio.to_thread(disk_trouble, settings.feedback_data_dir) or "has room"

    async def folder() -> str:
        return await asyncio.to_thread(folder_trouble, settings.feedback_data_dir) or "writable"

    async def names() -> str:
        return await name_trouble(addresses_of(settings)) or "resolve"

    return {"disk": disk, "folder": folder, "names": names}


def ready_parts(settings: Settings) -> Mapping[str, Part]:
    """What `/ready` says beside whether a submission can be kept."""
    return {"migrations": migrations, "worker": worker, "disk": _machine(settings)["disk"]}


async def clock() -> str:
    """Whether this machine's clock agrees with the database's."""
    rows = await _unless_away(fetch("SELECT clock_timestamp() AS now"))
    return UNKNOWN if rows is None else clock_trouble(rows[0]["now"], datetime.now(UTC)) or "right"


async def migrations() -> str:
    """Whether the schema is this version's, or a newer one's that this version can use."""
    behind = await _unless_away(pending(fetch))
    if behind:
        return f"{len(behind)} not run: `feedback migrate`"
    return UNKNOWN if behind is None else "at head"


async def worker() -> str:
    """Whether a worker lives, wherever it runs."""
    since = await _unless_away(ages())
    if since is None:
        return UNKNOWN
    silence = since.get(UpkeepKind.WORKER_BEAT)
    if silence is None:
        return "none has begun yet: start `feedback worker`, or set WORKER_IN_PROCESS=true"
    if silence > LONGEST_SILENCE_SECONDS:
        return f"no sign of life for {silence:,.0f} s: start `feedback worker`"
    return "beats"


async def _unless_away(work: Awaitable[Result]) -> Result | None:
    """What comes of it; None while the database is away, or has no schema yet."""
    try:
        return await within(PROBE_PATIENCE_SECONDS, work)
    except asyncpg.UndefinedTableError:
        return None
    except Exception as error:
        if not is_outage(error):
            raise
        return None
