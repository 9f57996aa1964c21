"""Health of the analysis: what is said while there is no AI, no model, no worker, or one in another process."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from graphql_api.analysis.ai import Usage
from graphql_api.analysis.assemble import assemble
from graphql_api.analysis.chain import Chain
from graphql_api.analysis.embedded import weights
from graphql_api.analysis.embedded.model import EmbeddedModel
from graphql_api.analysis.local_model import MODEL_FOLDER, Local
from graphql_api.analysis.states import look_after, states, told_state, why_there_is_no_ai
from graphql_api.errors import StartupError
from graphql_api.postgres.connect import connected, fetch
from graphql_api.settings import Settings
from tests.client import Service
from tests.conftest import make_settings, running
from tests.readers import chain_with

Changed = Callable[..., Settings]


@pytest.fixture
def changed(database_url: str, tmp_path: Path) -> Changed:
    return lambda **changes: make_settings(database_url, tmp_path, **changes)


async def parts(service: Service) -> dict[str, str]:
    async with service.session.get(f"{service.url}/health") as response:
        found: dict[str, str] = (await response.json())["parts"]
        return found


async def test_says_why_there_is_no_ai(changed: Changed) -> None:
    assert why_there_is_no_ai(changed()) == "disabled: OPENAI_API_KEY is not set"
    switched_off = changed(openai_api_key="k", ai_provider_enabled=False)
    assert why_there_is_no_ai(switched_off) == "disabled: AI_PROVIDER_ENABLED is false"
    assert assemble(switched_off).ai is None
    assert why_there_is_no_ai(changed(openai_api_key="k")) is None


@pytest.mark.parametrize(
    "wrong", [{"active_prompt_version": "v0"}, {"canary_prompt_version": "v0"}, {"ai_prices": "x"}]
)
async def test_settings_that_cannot_be_stop_the_start_also_without_a_key(
    changed: Changed, wrong: dict[str, str]
) -> None:
    with pytest.raises(StartupError):
        assemble(changed(**wrong))


async def test_a_server_without_a_worker_tells_what_workers_say(changed: Changed) -> None:
    settings = changed(openai_api_key="k", openai_base_url="http://127.0.0.1:9/v1")
    model = EmbeddedModel.load(MODEL_FOLDER)
    async with running(settings) as service:
        assert (await parts(service))["ml_model"].startswith("unknown: no worker has told anything")
        working = asyncio.create_task(look_after(await _chain_like(settings, model)))
        async with asyncio.timeout(20):
            while (await parts(service))["ai_provider"] != "healthy":
                await asyncio.sleep(0.02)
        assert (await parts(service))["ml_model"] == f"loaded: {model.name}"
        async with service.session.get(f"{service.url}/metrics") as response:
            assert 'feedback_analysis_part{part="ai_breaker",state="closed"} 1.0' in await response.text()
        working.cancel()
        await asyncio.wait({working})
        assert (await parts(service))["ml_model"].startswith("unknown")


async def _chain_like(settings: Settings, model: EmbeddedModel) -> Chain:
    return await chain_with(model, assemble(settings).ai)


async def test_a_worker_that_has_been_silent_is_not_believed(database_url: str) -> None:
    async with connected(database_url):
        await fetch(
            "INSERT INTO part_state (part, process, state, seen_at) VALUES "
            "('ml_model', 'a', 'loaded: x', now()), ('ml_model', 'b', 'disabled: y', now()), "
            "('ml_model', 'c', 'unavailable: z', now() - interval '1 minute')"
        )
        assert await told_state("ml_model") == "disabled: y | loaded: x"


async def test_a_spent_budget_and_useless_answers_show(database_url: str, changed: Changed) -> None:
    async with connected(database_url):
        chain = assemble(changed(openai_api_key="k", ai_monthly_budget_usd=1))
        assert chain.ai is not None
        chain.ai.unusable_in_a_row = 3
        assert "OPENAI_MODEL" in states(chain)["ai_provider"]
        chain.ai.unusable_in_a_row = 0
        await chain.ai.spend.add(Usage("m", 1, 1, 1.0))
        assert await chain.ai.spend.is_over()
        assert "AI_MONTHLY_BUDGET_USD" in states(chain)["ai_provider"]
        for _ in range(5):
            chain.ai.breaker.fail("http_401")
        told = states(chain)
        assert told["ai_breaker"] == "open"
        assert told["ai_provider"].startswith("degraded: the last call ended in http_401, asked again in 10 s;")
        assert told["ai_provider"].endswith("check OPENAI_API_KEY")
        await chain.aclose()


async def test_a_missing_model_is_named_with_its_remedy_and_used_once_it_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(weights, "PACKAGE", "no_such_package_here")
    local = Local(lambda: EmbeddedModel.load(tmp_path))
    assert local.state == "unavailable: it is being loaded"
    await local.load()
    assert local.why_not == "model_unavailable"
    assert local.state.startswith("unavailable: The package no_such_package_here is not installed. Remedy: pip install")
    monkeypatch.undo()
    monkeypatch.setattr(local, "_load", lambda: EmbeddedModel.load(MODEL_FOLDER))
    await local.load()
    assert local.state.startswith("loaded: minilm")
    assert Local(None).state == "disabled: ML_ENABLED is false"


async def test_with_no_key_no_torch_and_no_model_feedback_is_taken_stored_and_read_later(
    changed: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "PACKAGE", "no_such_package_here")
    async with running(changed(worker_in_process=True)) as service:
        receipt = await service.submit(message="The app crashes whenever I press save.")
        assert receipt["status"] == "SAVED"
        async with asyncio.timeout(20):
            while not (rows := await fetch("SELECT method, fallback_reason FROM analysis WHERE is_current")):
                await asyncio.sleep(0.02)
        assert tuple(rows[0]) == ("NONE", "model_unavailable")
        assert "pip install" in (await parts(service))["ml_model"]
    monkeypatch.undo()
    await fetch_once(changed(), "UPDATE analysis_retry SET next_at = now()")
    async with running(changed(worker_in_process=True)), asyncio.timeout(30):
        while not await fetch("SELECT FROM analysis WHERE is_current AND method = 'ML' AND topic = 'BUG'"):
            await asyncio.sleep(0.05)


async def fetch_once(settings: Settings, sql: str) -> None:
    assert settings.database_url is not None
    async with connected(settings.database_url):
        await fetch(sql)
