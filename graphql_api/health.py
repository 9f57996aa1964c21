"""The state of each part, in words for the person on call."""

from collections.abc import Mapping

from graphql_api.alerts.watch import Watch
from graphql_api.analysis.chain import Chain
from graphql_api.analysis.states import AI_PROVIDER, ML_MODEL, states, told_state, why_there_is_no_ai
from graphql_api.http.pages import Part, database_state
from graphql_api.intake.intake import Intake
from graphql_api.limits import Limiter
from graphql_api.postgres.reachable import is_reachable
from graphql_api.settings import Settings
from graphql_api.storage.storage import Storage


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

    async def ai_provider() -> str:
        return why_there_is_no_ai(settings) or await analysis(AI_PROVIDER)

    async def ml_model() -> str:
        return await analysis(ML_MODEL)

    async def analysis(part: str) -> str:
        return states(chain)[part] if settings.worker_in_process else await told_state(part)

    return {
        "database": database,
        "spool": spool,
        "storage": pictures,
        "limits": limits,
        "promises": promises,
        "ai_provider": ai_provider,
        "ml_model": ml_model,
        "alerts": watch.state,
    }
