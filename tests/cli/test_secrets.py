"""A key is seen once, at its making: not in a log, a row, a process list or any other answer."""

import asyncio
import json
import os
import re
import signal
import subprocess
from pathlib import Path
from typing import Any

import asyncpg
import psutil
from aiohttp import ClientSession

from tests.access.browser import LOGIN, OWN_PAGE
from tests.access.test_keyring import CREATE, LIST, REVOKE, ROTATE
from tests.cli.test_serving import free_port, start, wait_for
from tests.rows import everything_found_by

SHOWN = re.compile(r"shown this once: (\S+)")


async def test_a_key_is_seen_once(empty_database_url: str, tmp_path: Path) -> None:
    port = free_port()
    serving = start("serve", folder=tmp_path, PORT=str(port), DATABASE_URL=empty_database_url, LOG_LEVEL="DEBUG")
    await asyncio.to_thread(wait_for, f"http://127.0.0.1:{port}/ready", serving)
    first = await asyncio.to_thread(_shown, serving)
    async with ClientSession() as session:
        client = Client(session, f"http://127.0.0.1:{port}/graphql", first)
        secrets = await use_keys(client)
        seen = command_lines(serving.pid) + "".join(client.heard)
    connection = await asyncpg.connect(empty_database_url)
    seen += await everything_found_by(connection.fetch)
    await connection.close()
    serving.send_signal(signal.SIGTERM)
    said, log = await asyncio.to_thread(serving.communicate)
    seen += said + log + files_under(tmp_path)
    assert "request answered" in log
    assert [secret for secret in [first, *secrets] if secret in seen] == []


def _shown(serving: "subprocess.Popen[str]") -> str:
    assert serving.stdout is not None
    for line in serving.stdout:
        if found := SHOWN.search(line):
            return found[1]
    raise AssertionError("no key was shown")


class Client:
    """Asks as an admin, and keeps what it hears but for what may be heard once."""

    def __init__(self, session: ClientSession, url: str, key: str) -> None:
        self._session = session
        self._url = url
        self._key = key
        self.heard: list[str] = []

    async def ask(self, query: str, *, by: str | None = None, **variables: Any) -> tuple[Any, str, str]:
        """The answer without a key that it shows, that key, and the cookie that it sets."""
        body = {"query": query, "variables": variables}
        headers = {"X-API-Key": by or self._key} | OWN_PAGE
        async with self._session.post(self._url, json=body, headers=headers) as response:
            answer = await response.json()
            results = [result for result in (answer.get("data") or {}).values() if isinstance(result, dict)]
            shown_once = [result.pop("key", "") for result in results]
            self.heard.append(json.dumps(answer))
            cookie = response.headers.get("Set-Cookie", "")
            return answer, shown_once[0] if shown_once else "", re.sub(r"^\w+=([^;]*);.*", r"\1", cookie)


async def use_keys(client: Client) -> list[str]:
    """Make keys and logins in every way there is, with all that can go wrong; the secrets that were made."""
    answer, made, _ = await client.ask(CREATE, input={"name": "shop", "scopes": ["ADMIN"]})
    id_ = answer["data"]["createApiKey"]["apiKey"]["id"]
    _, rotated, _ = await client.ask(ROTATE, id=id_)
    _, _, cookie = await client.ask(LOGIN, key=made)
    await client.ask(LOGIN, key="fbk_a-wrong-key-that-someone-typed")
    await client.ask(LIST, by=made)
    await client.ask(LIST, by=rotated + "x")
    await client.ask(f'mutation {{ login(apiKey: "{made}", wrong: 1) {{ __typename }} }}')
    await client.ask(f'{{ feedback(id: "{made}") {{ id }} nothing(key: "{rotated}") }}')
    await client.ask(REVOKE, id=id_)
    await client.ask(LIST, by=made)
    assert all((made, rotated, cookie))
    return [made, rotated, cookie, "a-wrong-key-that-someone-typed"]


def command_lines(pid: int) -> str:
    """What the process list shows of a process and its children."""
    process = psutil.Process(pid)
    return "\n".join(" ".join(each.cmdline()) for each in [process, *process.children(recursive=True)])


def files_under(folder: Path) -> str:
    """What lies in the files under a folder, as far as it is text."""
    paths = [Path(where) / name for where, _, names in os.walk(folder) for name in names]
    return "\n".join(path.read_text(errors="replace") for path in paths if path.is_file())
