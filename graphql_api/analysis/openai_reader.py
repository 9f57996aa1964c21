"""Asking OpenAI, or a server that speaks its protocol.

Texts come out of the database, where they were redacted before they were stored: nothing else leaves from here.
"""

import email.utils
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import openai
import orjson
import structlog
from openai import AsyncOpenAI

from graphql_api.analysis.ai import INVALID_JSON, RATE_LIMITED, TIMEOUT, UNREACHABLE, AiAnswer, AiFailed, Usage
from graphql_api.analysis.ai_answer import SCHEMA, SCHEMA_NAME, read_answer, text_of_chat, text_of_response, tokens_of
from graphql_api.analysis.prices import PriceList
from graphql_api.analysis.prompts import Prompt
from graphql_api.postgres.breaker import within

logger = structlog.get_logger(__name__)

# Room for a model that thinks before it answers; an answer itself takes some 30 tokens.
MOST_OUTPUT_TOKENS = 1_000
# What a model or a server may refuse and can do without.
DISPENSABLE = ("temperature", "store", "max_output_tokens", "max_completion_tokens")
HAS_NO_SUCH_PATH = {404, 405, 501}
MODEL_NOT_FOUND = "model_not_found"


class OpenAIReader:
    """Reads with a model behind the Responses API, or behind chat completions where only those exist.

    What a model refuses (`temperature`, say) is left out from then on, and a server without the Responses API is asked
    for chat completions from then on.

    Args:
        timeout_seconds: bounds a whole reading, however many requests it takes and however slowly a server answers.
    """

    def __init__(
        self, *, api_key: str, base_url: str | None, model: str, timeout_seconds: float, prices: PriceList
    ) -> None:
        self.model = model
        self._timeout_seconds = timeout_seconds
        self._prices = prices
        self._may_lack_responses = base_url is not None
        self._client = AsyncOpenAI(
            api_key=api_key,
            base_url=base_url or "https://api.openai.com/v1",
            max_retries=0,
            timeout=timeout_seconds,
        )
        self._refused: set[str] = set()
        self._has_responses = True
        if prices.find(model) is None:
            logger.warning("the model's price is not known, its spend counts as 0: set AI_PRICES", model=model)

    async def read(self, text: str, prompt: Prompt) -> AiAnswer:
        """What the AI says, within the time limit.

        Raises:
            AiFailed: whatever went wrong.
        """
        try:
            return await within(self._timeout_seconds, self._read(text, prompt))
        except TimeoutError:
            raise AiFailed(TIMEOUT) from None

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _read(self, text: str, prompt: Prompt) -> AiAnswer:
        try:
            body = await self._body(text, prompt)
        except openai.APITimeoutError:
            raise AiFailed(TIMEOUT) from None
        except openai.APIStatusError as error:
            raise _failure(error) from None
        except (openai.APIConnectionError, OSError):
            raise AiFailed(UNREACHABLE) from None
        usage = self._usage(body)
        said = text_of_response(body, usage) if "output" in body else text_of_chat(body, usage)
        return read_answer(said, usage)

    async def _body(self, text: str, prompt: Prompt) -> Mapping[str, Any]:
        """The server's answer to the request that it understands."""
        while True:
            path, request = self._request(text, prompt)
            try:
                return await self._post(path, request)
            except openai.APIStatusError as error:
                self._learn(error)
                # Others may have learnt it while this one was under way.
                if (path, request) == self._request(text, prompt):
                    raise

    def _learn(self, error: openai.APIStatusError) -> None:
        """Note what the server or the model does not know, as far as it can be done without."""
        if error.status_code in HAS_NO_SUCH_PATH and error.code != MODEL_NOT_FOUND and self._may_lack_responses:
            self._has_responses = False
        elif error.status_code in {400, 422}:
            said = f"{error.param} {error.message}"
            self._refused |= {name for name in DISPENSABLE if re.search(rf"\b{name}\b", said)}

    def _request(self, text: str, prompt: Prompt) -> tuple[str, dict[str, object]]:
        """Where to send what, without all that was refused before."""
        path = "/responses" if self._has_responses else "/chat/completions"
        request = self._response_request(text, prompt) if self._has_responses else self._chat_request(text, prompt)
        return path, {name: value for name, value in request.items() if name not in self._refused}

    async def _post(self, path: str, request: Mapping[str, object]) -> Mapping[str, Any]:
        # Not `responses.create`: other servers' answers need not fit the types that it makes of them.
        answer: object = await self._client.post(path, body=request, cast_to=object)
        body = _decoded(answer)
        if not isinstance(body, dict):
            raise AiFailed(INVALID_JSON)
        return body

    def _response_request(self, text: str, prompt: Prompt) -> dict[str, object]:
        return {
            "model": self.model,
            "instructions": prompt.instructions,
            "input": prompt.message(text),
            "text": {"format": {"type": "json_schema", "name": SCHEMA_NAME, "strict": True, "schema": SCHEMA}},
            "temperature": 0,
            "max_output_tokens": MOST_OUTPUT_TOKENS,
            "store": False,
        }

    def _chat_request(self, text: str, prompt: Prompt) -> dict[str, object]:
        schema = {"name": SCHEMA_NAME, "strict": True, "schema": SCHEMA}
        return {
            "model": self.model,
            "messages": [
                {"role": "system", "content": prompt.instructions},
                {"role": "user", "content": prompt.message(text)},
            ],
            "response_format": {"type": "json_schema", "json_schema": schema},
            "temperature": 0,
            "max_completion_tokens": MOST_OUTPUT_TOKENS,
        }

    def _usage(self, body: Mapping[str, Any]) -> Usage:
        named = body.get("model")
        model = named[:200] if isinstance(named, str) and named else self.model
        input_tokens, output_tokens = tokens_of(body)
        price = self._prices.find(model) or self._prices.find(self.model)
        return Usage(model, input_tokens, output_tokens, price.of(input_tokens, output_tokens) if price else None)


def _decoded(answer: object) -> object:
    """The SDK hands text over where a server does not say that it sends JSON."""
    if not isinstance(answer, str):
        return answer
    try:
        return orjson.loads(answer)
    except orjson.JSONDecodeError:
        return None


def _failure(error: openai.APIStatusError) -> AiFailed:
    wait = _retry_after_seconds(error.response.headers, datetime.now(UTC))
    if error.status_code == 429:
        return AiFailed(RATE_LIMITED, retry_after_seconds=wait)
    return AiFailed(f"http_{error.status_code}", retry_after_seconds=wait if error.status_code == 503 else None)


def _retry_after_seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    """What `Retry-After` says, in seconds or as a date (RFC 9110, 10.2.3); None where it says nothing."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value[:9])
    try:
        at = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (at - now).total_seconds()) if at.tzinfo else None
