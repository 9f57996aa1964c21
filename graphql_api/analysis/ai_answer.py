"""Taking an AI's answer apart without trusting it: what is asked for as a schema is checked again here."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

import orjson

from graphql_api.analysis.ai import INVALID_JSON, INVALID_LABEL, REFUSED, AiAnswer, AiFailed, Usage
from models.enums import Sentiment, Topic

Label = TypeVar("Label", bound=StrEnum)

SCHEMA_NAME = "feedback_analysis"
SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "sentiment": {"type": "string", "enum": list(Sentiment)},
        "topic": {"type": "string", "enum": list(Topic)},
        "confidence": {"type": "number", "description": "From 0 to 1."},
    },
    "required": ["sentiment", "topic", "confidence"],
    "additionalProperties": False,
}


def read_answer(text: str, usage: Usage) -> AiAnswer:
    """The answer that a text holds. Labels may be in any case.

    Raises:
        AiFailed: `invalid_json` unless it is an object with all fields, `invalid_label` for a label that is none.
    """
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or not SCHEMA["properties"].keys() <= found.keys():  # type: ignore[attr-defined]
        raise AiFailed(INVALID_JSON, usage=usage)
    confidence = found["confidence"]
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise AiFailed(INVALID_JSON, usage=usage)
    return AiAnswer(
        sentiment=_label(Sentiment, found["sentiment"], usage),
        topic=_label(Topic, found["topic"], usage),
        confidence=float(confidence),
        usage=usage,
    )


def _label(labels: type[Label], value: object, usage: Usage) -> Label:
    name = value.strip().upper().replace(" ", "_") if isinstance(value, str) else ""
    if name not in labels.__members__:
        raise AiFailed(INVALID_LABEL, usage=usage)
    return labels[name]


def text_of_response(body: Mapping[str, Any], usage: Usage) -> str:
    """What a Responses API body says.

    Raises:
        AiFailed: `refused`, also by a content filter; `invalid_json` where it was cut off or says nothing.
    """
    parts = [
        part
        for item in _dicts(body.get("output"))
        if item.get("type") == "message"
        for part in _dicts(item.get("content"))
    ]
    cut_by = body.get("incomplete_details")
    is_filtered = isinstance(cut_by, dict) and cut_by.get("reason") == "content_filter"
    if is_filtered or any(part.get("type") == "refusal" for part in parts):
        raise AiFailed(REFUSED, usage=usage)
    texts = [part["text"] for part in parts if isinstance(part.get("text"), str)]
    if body.get("status") not in {None, "completed"} or not texts:
        raise AiFailed(INVALID_JSON, usage=usage)
    return "".join(texts)


def text_of_chat(body: Mapping[str, Any], usage: Usage) -> str:
    """What a chat completion says. Raises as `text_of_response`."""
    choice = next(iter(_dicts(body.get("choices"))), {})
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    if message.get("refusal") or choice.get("finish_reason") == "content_filter":
        raise AiFailed(REFUSED, usage=usage)
    text = message.get("content")
    if choice.get("finish_reason") not in {None, "stop"} or not isinstance(text, str):
        raise AiFailed(INVALID_JSON, usage=usage)
    return text


def tokens_of(body: Mapping[str, Any]) -> tuple[int, int]:
    """Tokens in and out, by either API's names; 0 where a body does not say."""
    usage = body.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    return _count(usage, "input_tokens", "prompt_tokens"), _count(usage, "output_tokens", "completion_tokens")


def _count(usage: Mapping[str, Any], *names: str) -> int:
    for name in names:
        value = usage.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31:
            return value
    return 0


def _dicts(values: object) -> list[dict[str, Any]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
