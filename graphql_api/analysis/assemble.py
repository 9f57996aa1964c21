"""The analyzer as the settings have it."""

from functools import partial
from importlib import import_module

from graphql_api.analysis.ai import AiReader
from graphql_api.analysis.cache import FindingCache
from graphql_api.analysis.chain import Ai, Chain
from graphql_api.analysis.local_model import Local, load_best_model, weights_folder
from graphql_api.analysis.prices import read_prices
from graphql_api.analysis.prompts import choose_prompts
from graphql_api.analysis.shared_cache import RedisFindings
from graphql_api.analysis.spend import Spend
from graphql_api.analysis.states import why_there_is_no_ai
from graphql_api.settings import Settings


def assemble(settings: Settings, *, has_database: bool = True) -> Chain:
    """The chain. Loads nothing yet: `local.load()` does.

    Args:
        has_database: false where the month's spend cannot be known: it is then counted for this process alone.
    Raises:
        StartupError: a prompt version that does not exist, or prices that cannot be read.
    """
    weights = weights_folder(settings.feedback_data_dir)
    load = partial(load_best_model, settings.ml_model, weights) if settings.ml_enabled else None
    shared = RedisFindings(settings.redis_url, ttl_seconds=settings.cache_ttl_seconds) if settings.redis_url else None
    cache = FindingCache(max_size=settings.cache_max_size, ttl_seconds=settings.cache_ttl_seconds, shared=shared)
    return Chain(ai=_ai(settings, has_database), local=Local(load), cache=cache)


def _ai(settings: Settings, has_database: bool) -> Ai | None:
    prompts = choose_prompts(settings.active_prompt_version, settings.canary_prompt_version, settings.canary_percent)
    prices = read_prices(settings.ai_prices)
    if why_there_is_no_ai(settings) is not None or settings.openai_api_key is None:
        return None
    # Only here: importing the SDK takes a third of a second and 36 MiB.
    reader: AiReader = import_module("graphql_api.analysis.openai_reader").OpenAIReader(
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_base_url,
        model=settings.openai_model,
        timeout_seconds=settings.ai_timeout_seconds,
        prices=prices,
    )
    return Ai(reader, prompts, Spend(budget_usd=settings.ai_monthly_budget_usd, has_database=has_database))
