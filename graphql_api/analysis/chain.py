"""Who reads a text, and who does when the better one cannot: cache, AI, local model, nobody."""

from dataclasses import replace
from typing import Protocol
from uuid import UUID

import structlog

from graphql_api.analysis.ai import (
    BREAKER_OPEN,
    BUDGET,
    DISABLED,
    REFUSED,
    AiAnswer,
    AiFailed,
    AiReader,
    Usage,
    is_ai_outage,
)
from graphql_api.analysis.breaker import Breaker
from graphql_api.analysis.cache import FindingCache, cache_key
from graphql_api.analysis.confidence import MEDIUM_FROM
from graphql_api.analysis.finding import READ_CHARACTERS, SHORTEST_TEXT, Finding, nothing_could_read, too_short
from graphql_api.analysis.language import is_foreign
from graphql_api.analysis.local_model import Local
from graphql_api.analysis.prompts import Prompt, PromptChoice
from graphql_api.analysis.share import is_in_share
from graphql_api.analysis.spend import Spend
from models.enums import AnalysisMethod, Caveat

logger = structlog.get_logger(__name__)

# Of what is read over budget, the share that the AI still reads, so that prompts and models stay comparable.
PERCENT_OVER_BUDGET = 10
LOW_SCORE = MEDIUM_FROM - 0.01


class Analyzer(Protocol):
    """Reads one text."""

    async def analyze(self, text: str, *, subject: UUID, is_anew: bool = False) -> Finding:
        """A finding for the text, whatever it is; one with the method NONE when nothing could read it.

        Args:
            subject: the feedback's id, which decides about its prompt.
            is_anew: what was said of the same text before is not to be repeated.
        """
        ...


class Ai:
    """An AI with what keeps it from being asked in vain, or beyond its budget."""

    MANY_UNUSABLE = 3
    """Answers in a row that could not be used, from which something is wrong with the model and not with a text."""

    def __init__(self, reader: AiReader, prompts: PromptChoice, spend: Spend, breaker: Breaker | None = None) -> None:
        self.reader = reader
        self.prompts = prompts
        self.spend = spend
        self.breaker = breaker or Breaker()
        self.unusable_in_a_row = 0

    def key(self, text: str, prompt: Prompt) -> str:
        """Where a finding for the text is remembered."""
        return cache_key(text, f"{self.reader.model}/{prompt.version}")

    async def read(self, text: str, prompt: Prompt, subject: UUID) -> AiAnswer:
        """What the AI says.

        Raises:
            AiFailed: what it said cannot be used, it did not answer, or it was not asked.
        """
        if await self.spend.is_over() and not is_in_share(subject, "over budget", PERCENT_OVER_BUDGET):
            raise AiFailed(BUDGET)
        if not self.breaker.admit():
            raise AiFailed(BREAKER_OPEN)
        try:
            answer = await self._answer(text, prompt)
        except AiFailed as failed:
            if failed.usage is not None:
                await self.spend.add(failed.usage)
            raise
        await self.spend.add(answer.usage)
        return answer

    async def _answer(self, text: str, prompt: Prompt) -> AiAnswer:
        """The answer, with the breaker told what became of the call."""
        try:
            answer = await self.reader.read(text, prompt)
        except AiFailed as failed:
            if is_ai_outage(failed.reason):
                self.breaker.fail(failed.reason, failed.retry_after_seconds)
            else:
                self.breaker.succeed()
                self.unusable_in_a_row += failed.reason != REFUSED
            raise
        except BaseException:
            self.breaker.leave()
            raise
        self.breaker.succeed()
        self.unusable_in_a_row = 0
        return answer


class Chain:
    """The whole analyzer: texts under 10 characters are not read; else cache, AI, local model, nobody, in this order.

    Args:
        ai: None: there is none, for the reason `disabled`.
    """

    def __init__(self, *, ai: Ai | None, local: Local, cache: FindingCache) -> None:
        self.ai = ai
        self.local = local
        self.cache = cache

    async def analyze(self, text: str, *, subject: UUID, is_anew: bool = False) -> Finding:
        """A finding for the text, with why a better method did not make it."""
        if len(text) < SHORTEST_TEXT:
            return too_short()
        finding = await self._read(text[:READ_CHARACTERS], subject, is_anew)
        if len(text) > READ_CHARACTERS:
            return replace(finding, caveats=(Caveat.TEXT_CUT, *finding.caveats))
        return finding

    async def aclose(self) -> None:
        """Let go of connections."""
        await self.cache.aclose()
        if self.ai is not None:
            await self.ai.reader.aclose()

    async def _read(self, text: str, subject: UUID, is_anew: bool) -> Finding:
        if self.ai is None:
            return await self._read_locally(text, DISABLED, is_anew)
        prompt = self.ai.prompts.of(subject)
        key = self.ai.key(text, prompt)
        if not is_anew and (known := await self.cache.get(key)) is not None:
            return known
        try:
            answer = await self.ai.read(text, prompt, subject)
        except AiFailed as failed:
            logger.info("the AI did not read", feedback_id=str(subject), reason=failed.reason)
            return _with_usage(await self._read_locally(text, failed.reason, is_anew), failed.usage)
        finding = replace(_from_ai(answer, prompt), language=self.local.language(text))
        await self.cache.put(key, finding)
        return finding

    async def _read_locally(self, text: str, reason: str, is_anew: bool) -> Finding:
        """What the local model says, or that nobody can read. `reason` is why the AI did not."""
        why_not = self.local.why_not
        if why_not is not None:
            return nothing_could_read(why_not if reason == DISABLED else reason)
        key = cache_key(text, f"local/{self.local.name}")
        if not is_anew and (known := await self.cache.get(key)) is not None:
            return replace(known, fallback_reason=reason)
        finding = await self._predicted(text)
        await self.cache.put(key, finding)
        return replace(finding, fallback_reason=reason)

    async def _predicted(self, text: str) -> Finding:
        prediction = await self.local.read(text)
        language = self.local.language(text)
        foreign = is_foreign(language)
        score = prediction.confidence_score
        return Finding(
            sentiment=prediction.sentiment,
            topic=prediction.topic,
            topics=tuple((scored.topic, scored.score) for scored in prediction.topics),
            confidence_score=min(score, LOW_SCORE) if foreign else score,
            method=AnalysisMethod.ML,
            model=self.local.name,
            language=language,
            caveats=(Caveat.OTHER_LANGUAGE,) if foreign else (),
        )


def _from_ai(answer: AiAnswer, prompt: Prompt) -> Finding:
    """The AI names one topic, so that one has the whole score."""
    usage = answer.usage
    return Finding(
        sentiment=answer.sentiment,
        topic=answer.topic,
        topics=((answer.topic, 1.0),),
        confidence_score=answer.confidence,
        method=AnalysisMethod.AI,
        model=usage.model,
        prompt_version=prompt.version,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost_usd=usage.cost_usd,
    )


def _with_usage(finding: Finding, usage: Usage | None) -> Finding:
    if usage is None:
        return finding
    return replace(finding, input_tokens=usage.input_tokens, output_tokens=usage.output_tokens, cost_usd=usage.cost_usd)
