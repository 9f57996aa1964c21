"""The log has one line for each request, under an id that the caller knows, and no words of anyone."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prometheus_client.parser import text_string_to_metric_families

from graphql_api.settings import Settings
from models.enums import Scope
from tests.access.test_keys import make_key
from tests.client import ADMIN, SUBMIT, VISITOR, Service
from tests.conftest import make_settings, running

SLOW_TO_READ = "marker-words-7Q4"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a service that logs. It starts inside the test, where what it says is captured."""
    return make_settings(database_url, tmp_path, log_level="INFO", requests_per_minute_per_key=2)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    said = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    return [line for line in said if line["event"] in {"request answered", "request refused"}]


async def test_a_request_is_one_line_with_its_operation_and_no_words(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(settings) as told:
        await told.ask(SUBMIT, input=VISITOR | {"message": SLOW_TO_READ, "sessionId": SLOW_TO_READ})
        (line,) = lines(capsys)
        assert (line["event"], line["operation"], line["status"]) == ("request answered", "Submit", 200)
        assert (line["method"], line["path"]) == ("POST", "/graphql")
        assert line["duration_ms"] > 0
        UUID(line["request_id"])
        assert "7Q4" not in json.dumps(line)
        assert "mutation" not in json.dumps(line)


async def test_an_operation_without_a_name_is_named_by_its_fields(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(settings) as told:
        await told.ask("{ viewer { name } __typename }")
        await told.ask("{ marker7Q4 }")
        await told.ask(f'{{ feedback(id: "{SLOW_TO_READ}") {{ id }} }}')
        first, second, third = lines(capsys)
        assert [line["operation"] for line in (first, second, third)] == [
            "{viewer __typename}",
            "(invalid)",
            "{feedback}",
        ]
        assert "7Q4" not in json.dumps([first, second, third])


async def test_a_caller_may_choose_the_id_and_is_told_it(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(settings) as told:
        reply = await told.ask("{ __typename }", {"X-Request-Id": "trace-1.a_B"})
        assert reply.headers["X-Request-Id"] == "trace-1.a_B"
        other = await told.ask("{ __typename }")
        assert [line["request_id"] for line in lines(capsys)] == ["trace-1.a_B", other.headers["X-Request-Id"]]


async def test_an_id_that_could_break_a_line_is_replaced(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(settings) as told:
        for wrong in ("", "a b", "a" * 101, '"},{"', "é", "a,b"):
            reply = await told.ask("{ __typename }", {"X-Request-Id": wrong})
            UUID(reply.headers["X-Request-Id"])
            assert lines(capsys)[0]["request_id"] == reply.headers["X-Request-Id"]


async def test_requests_on_one_connection_do_not_share_what_is_logged(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(settings) as told:
        await told.ask(SUBMIT, ADMIN, input=VISITOR)
        async with told.session.get(f"{told.url}/graphql?secret=7Q4"), told.session.get(f"{told.url}/7Q4"):
            pass
        _, second, third = lines(capsys)
        for line in (second, third):
            assert "operation" not in line
            assert "key_id" not in line
            assert "7Q4" not in json.dumps(line)


async def test_pages_that_are_watched_are_no_lines(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    async with running(settings) as told:
        for page in ("health", "ready", "metrics"):
            async with told.session.get(f"{told.url}/{page}") as response:
                assert response.headers["X-Request-Id"]
        assert lines(capsys) == []


async def figures(service: Service) -> dict[tuple[str, str], float]:
    async with service.session.get(f"{service.url}/metrics") as response:
        families = text_string_to_metric_families(await response.text())
        return {
            (sample.labels["key"], sample.labels["code"]): sample.value
            for family in families
            if family.name == "feedback_refused_calls"
            for sample in family.samples
        }


async def test_refused_calls_are_warned_of_and_counted_by_key(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(settings) as told:
        key = {"X-API-Key": await make_key(Scope.SUBMIT)}
        reading = "query Reading { feedbacks { totalCount } }"
        await told.ask(reading)
        await told.ask(reading, {"X-API-Key": "wrong-7Q4"})
        await told.ask(reading, key)
        for _ in range(3):
            await told.ask(SUBMIT, key, input=VISITOR)
        for _ in range(3):
            await told.ask(reading, ADMIN)
        said = lines(capsys)
        refused = [line for line in said if line["event"] == "request refused"]
        assert [(line["status"], line["codes"], line["level"]) for line in refused] == [
            (401, ["UNAUTHENTICATED"], "warning"),
            (401, ["UNAUTHENTICATED"], "warning"),
            (403, ["FORBIDDEN"], "warning"),
            (429, ["LIMITED"], "warning"),
        ]
        assert "key_id" not in refused[1]
        assert UUID(refused[2]["key_id"]) != UUID(refused[3]["key_id"])
        assert next(line for line in said if line.get("codes") == ["LIMITED"])["status"] == 200
        assert await figures(told) == {
            ("(none)", "UNAUTHENTICATED"): 1,
            ("(unknown)", "UNAUTHENTICATED"): 1,
            ("frontend", "FORBIDDEN"): 1,
            ("frontend", "LIMITED"): 1,
            ("API_KEY", "LIMITED"): 1,
        }
        assert "7Q4" not in json.dumps(said)


async def test_no_answer_can_be_run_framed_guessed_at_or_kept(settings: Settings) -> None:
    async with running(settings) as told:
        for path in ("graphql", "health", "metrics", "nowhere"):
            async with told.session.get(f"{told.url}/{path}") as response:
                assert response.headers["Content-Security-Policy"].startswith(
                    "default-src 'none'; frame-ancestors 'none'"
                )
                assert response.headers["X-Content-Type-Options"] == "nosniff"
                assert response.headers["Referrer-Policy"] == "no-referrer"
                assert response.headers["Cache-Control"] == "no-store"
                assert "Server" not in response.headers
