"""The docs are true: what they tell to paste works, and what they name is there."""

import asyncio
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema, parse, validate

from tests.client import ADMIN_KEY, Service

ROOT = Path(__file__).parents[1]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
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
