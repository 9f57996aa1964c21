"""The docs are true: what they tell to paste works, and what they name is there."""

import asyncio
import json
import os
import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema, parse, validate

from graphql_api.cli.main import COMMANDS, Place
from graphql_api.schema import schema
from tests.client import ADMIN_KEY, Service

ROOT = Path(__file__).parents[1]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BY_HAND = (ROOT / "docs/run-by-hand.md").read_text()
TESTS = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))
# What this very file, another test of the whole or the build itself runs.
RUN_ELSEWHERE = {
    "./run.sh": "tests/test_run_script.py",
    "./run.sh test": ".ci/run",
    "./run.sh test tests/analysis": ".ci/run",
    "./run.sh test tests/faults": ".ci/run",
    "../run.sh test tests/browser": ".ci/run",
    ".venv/bin/python -m graphql_api.analysis.embedded.train": "tests/analysis/test_embedded_training.py",
    **dict.fromkeys(
        (f".venv/bin/aerich {word}" for word in ("history", "heads", "upgrade")), "tests/cli/test_aerich.py"
    ),
    "deploy/make-secrets.sh": "tests/test_containers.py",
}
SCHEMA = build_schema((ROOT / "schema.graphql").read_text())
SUBMISSION, QUERY = re.findall(r"^```sh\n(curl .*?)^```", (ROOT / "README.md").read_text(), re.DOTALL | re.MULTILINE)


async def paste(command: str, service: Service) -> Any:
    """What a shell prints for a command of the README, against the service under test."""
    process = await asyncio.create_subprocess_exec(
        "bash",
        "-c",
        command.replace("http://127.0.0.1:8000", service.url),
        env=os.environ | {"API_KEY": ADMIN_KEY},
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    return json.loads(printed)


async def test_the_first_submission_comes_back_analysed(service_with_worker: Service) -> None:
    receipt = await paste(SUBMISSION, service_with_worker)
    assert receipt["data"]["submitFeedback"]["status"] == "SAVED"
    again = await paste(SUBMISSION, service_with_worker)
    assert again["data"]["submitFeedback"] == receipt["data"]["submitFeedback"] | {"status": "DUPLICATE"}
    async with asyncio.timeout(20):
        while not (found := (await paste(QUERY, service_with_worker))["data"]["feedbacks"])["edges"]:
            await asyncio.sleep(0.1)
    (edge,) = found["edges"]
    assert edge["node"]["message"] == "The PDF export crashes every time. Write to me at [email]."
    assert (edge["node"]["analysis"]["sentiment"], edge["node"]["analysis"]["topic"]) == ("NEGATIVE", "BUG")


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_document_is_one_of_the_schemas(page: Path) -> None:
    for document in re.findall(r"^```graphql\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE):
        assert validate(SCHEMA, parse(document)) == []


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_folder_and_file_that_the_architecture_names_is_there() -> None:
    named = re.findall(
        r"`((?:graphql_api|models|migrations|tests)/[\w/.-]*)`", (ROOT / "docs/architecture.md").read_text()
    )
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def commands() -> list[str]:
    """Every line of every shell block, without the remark behind it and what a shell sets beforehand."""
    blocks = [
        block
        for page in DOCS
        for block in re.findall(r"^```sh\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)
        if not block.startswith("curl ")
    ]
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return sorted({line for line in lines if line and not line.startswith(("#", "export "))})


def our_words(command: str) -> list[str] | None:
    """The names and options of a command of ours; None where it is another program's."""
    words = shlex.split(command)
    if words[0] != "./run.sh" or len(words) == 1 or words[1] == "test":
        return None
    return words[1:]


def place_of(words: list[str]) -> tuple[list[str], Place]:
    """The command's own names, and where it is."""
    places: Mapping[str, Place] = COMMANDS
    names: list[str] = []
    for word in words:
        if word not in places:
            break
        names.append(word)
        place, places = places[word], places[word].commands
    return names, place


@pytest.mark.parametrize("command", commands())
def test_every_command_is_run_by_a_test_or_was_run_by_hand(command: str) -> None:
    if f"`{command}`" in BY_HAND.replace("\\|", "|"):
        return
    words = our_words(command)
    if words is None:
        runs = RUN_ELSEWHERE.get(command)
        tools = command.split(maxsplit=1)[0].rpartition("/")[2]
        assert (runs and (ROOT / runs).exists()) or f'"{tools}", "{command.split()[1]}"' in TESTS, command
        return
    names, place = place_of(words)
    options = {word for word in words if word.startswith("--")}
    known = {option for parameter in place.load(names[-1]).params for option in parameter.opts}
    assert options <= known
    assert re.search(r",?\s*".join(f'"{name}"' for name in names), TESTS), f"no test runs {' '.join(names)}"
    assert [option for option in options if f'"{option}"' not in TESTS] == []


def documents() -> list[str]:
    text = "\n".join(page.read_text() for page in DOCS)
    inside = re.findall(r"(?:gql)?`(mutation .*?)`", text, re.DOTALL)
    return [*inside, *re.findall(r"^```graphql\n(.*?)^```", text, re.DOTALL | re.MULTILINE)]


@pytest.mark.parametrize("document", documents())
def test_every_graphql_document_is_one_of_the_schema(document: str) -> None:
    assert validate(schema._schema, parse(document)) == []


async def test_the_queue_for_browsers_keeps_what_has_no_receipt_and_sends_it_once(
    service: Service, tmp_path: Path
) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    (sample,) = re.findall(
        r"^```js\n(const ENDPOINT.*?)^```", (ROOT / "docs/frontends.md").read_text(), re.DOTALL | re.MULTILINE
    )
    (tmp_path / "queue.mjs").write_text(sample.replace('"http://127.0.0.1:8000/graphql"', "globalThis.ENDPOINT"))
    # `const ENDPOINT` is read once, so each address takes a module of its own.
    (tmp_path / "run.mjs").write_text("""
      const kept = new Map();
      globalThis.localStorage = { getItem: (name) => kept.get(name), setItem: (name, text) => kept.set(name, text) };
      globalThis.ENDPOINT = "http://127.0.0.1:1/graphql";
      const away = await import("./queue.mjs?away");
      const first = await away.submit({ sessionId: "browser", message: "It broke while nobody listened." });
      const before = JSON.parse(kept.get("feedback-queue"));
      globalThis.ENDPOINT = process.argv[2];
      const back = await import("./queue.mjs?back");
      const second = await back.flush();
      kept.set("feedback-queue", JSON.stringify(before));
      const third = await back.flush();
      console.log(JSON.stringify([first, second, third, JSON.parse(kept.get("feedback-queue"))]));
      process.exit(0);
    """)
    process = await asyncio.create_subprocess_exec(
        node, str(tmp_path / "run.mjs"), f"{service.url}/graphql", stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    first, second, third, left = json.loads(printed)
    assert (first, left) == ([], [])
    assert [result["status"] for result in (*second, *third)] == ["SAVED", "DUPLICATE"]
    assert second[0]["id"] == third[0]["id"]
