"""A server on loopback that speaks OpenAI's protocol, well or badly, as a test wants it to."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Answering = Callable[[web.Request, "OpenAIServer"], Awaitable[web.StreamResponse]]
KEY = "sk-a-key-for-tests"
RESPONSES = "/v1/responses"
CHAT = "/v1/chat/completions"


@dataclass
class Asked:
    """One request that came."""

    path: str
    body: dict[str, Any]
    authorization: str

    @property
    def words(self) -> str:
        """What the user's side of it says."""
        if self.path == RESPONSES:
            return str(self.body["input"])
        return str(next(message["content"] for message in self.body["messages"] if message["role"] == "user"))


@dataclass
class OpenAIServer:
    """Set `answering` to how it should answer from now on."""

    answering: Answering
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    model: str = "gpt-4.1-mini-2025-04-14"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Note the request and answer it."""
        self.asked.append(Asked(request.path, await request.json(), request.headers.get("Authorization", "")))
        return await self.answering(request, self)

    def envelope(self, path: str, content: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        """A Responses body around content, or a chat completion."""
        if path == RESPONSES:
            return {
                "id": "resp_1",
                "object": "response",
                "status": "completed",
                "model": self.model,
                "output": [{"type": "reasoning"}, {"type": "message", "role": "assistant", "content": content}],
                "usage": {"input_tokens": 200, "output_tokens": 30, "total_tokens": 230},
            } | more
        text = next((part["text"] for part in content if "text" in part), None)
        refusal = next((part["refusal"] for part in content if "refusal" in part), None)
        message = {"role": "assistant", "content": text, "refusal": refusal}
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "model": self.model,
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 200, "completion_tokens": 30, "total_tokens": 230},
        } | more


def says(text: str, **more: Any) -> Answering:
    """Answers with a text, whatever it is."""

    async def answer(request: web.Request, server: OpenAIServer) -> web.StreamResponse:
        content = [{"type": "output_text", "text": text}]
        return web.json_response(server.envelope(request.path, content, **more))

    return answer


def finds(sentiment: str = "NEGATIVE", topic: str = "BILLING", confidence: object = 0.93) -> Answering:
    """Answers with a finding."""
    return says(json.dumps({"sentiment": sentiment, "topic": topic, "confidence": confidence}))


def after(seconds: float, then: Answering) -> Answering:
    """Answers late."""

    async def answer(request: web.Request, server: OpenAIServer) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await then(request, server)

    return answer


def fails(status: int, message: str = "no", headers: dict[str, str] | None = None, **error: Any) -> Answering:
    """Answers with an error."""

    async def answer(_request: web.Request, _server: OpenAIServer) -> web.StreamResponse:
        return web.json_response({"error": {"message": message} | error}, status=status, headers=headers)

    return answer


async def hangs(_request: web.Request, _server: OpenAIServer) -> web.StreamResponse:
    """Takes the request and never answers."""
    await asyncio.sleep(60)
    raise web.HTTPGatewayTimeout


async def drips(request: web.Request, _server: OpenAIServer) -> web.StreamResponse:
    """Sends a byte now and then, so that no pause is ever long."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    for _ in range(600):
        await response.write(b" ")
        await asyncio.sleep(0.05)
    return response


async def resets(request: web.Request, _server: OpenAIServer) -> web.StreamResponse:
    """Breaks the connection instead of answering."""
    assert request.transport is not None
    request.transport.abort()
    await asyncio.sleep(0)
    return web.Response()


async def refuses(request: web.Request, server: OpenAIServer) -> web.StreamResponse:
    """Answers that it will not."""
    return web.json_response(server.envelope(request.path, [{"type": "refusal", "refusal": "I can't help."}]))


async def sends_a_page(_request: web.Request, _server: OpenAIServer) -> web.StreamResponse:
    """Answers as a proxy that is in the way."""
    return web.Response(text="<html>please log in</html>", content_type="text/html")


def truncates() -> Answering:
    """Answers with the beginning of an answer."""
    cut = {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}
    return says('{"sentiment": "NEGA', **cut)


def only_chat(then: Answering) -> Answering:
    """Knows chat completions alone."""

    async def answer(request: web.Request, server: OpenAIServer) -> web.StreamResponse:
        if request.path == RESPONSES:
            return web.json_response({"detail": "Not Found"}, status=404)
        return await then(request, server)

    return answer


def refuses_parameter(name: str, then: Answering) -> Answering:
    """Knows a model that does not take a parameter."""

    async def answer(request: web.Request, server: OpenAIServer) -> web.StreamResponse:
        if name in server.asked[-1].body:
            message = f"Unsupported parameter: '{name}' is not supported with this model."
            return await fails(400, message, param=name)(request, server)
        return await then(request, server)

    return answer


@asynccontextmanager
async def openai_server(answering: Answering | None = None) -> AsyncIterator[OpenAIServer]:
    """A server on a free port of loopback; it finds NEGATIVE and BILLING unless told otherwise."""
    server = OpenAIServer(answering or finds())
    app = web.Application()
    app.router.add_post("/{path:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.url = f"http://{host}:{port}/v1"
    try:
        yield server
    finally:
        await runner.cleanup()
