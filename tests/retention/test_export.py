"""Exports: files of any size, safe to open, complete, for who has a good link, and for a day."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from graphql_api.assembly import make_keeper
from graphql_api.audit.record import COMMAND_LINE, Actor
from graphql_api.feedback.criteria import Criteria
from graphql_api.jobs.queue import JobKind
from graphql_api.postgres.connect import connected, fetch
from graphql_api.retention.erase import Eraser
from graphql_api.retention.export import ROOT, TooManyExports, ask_for_export, content, forget_exports, write_export
from graphql_api.retention.spreadsheet import COLUMNS, safe, unsafe
from graphql_api.settings import Settings
from graphql_api.storage.storage import Storage
from graphql_api.tasks.picturing import make_originals
from graphql_api.tasks.retention import make_retention
from graphql_api.worker import Worker
from models.enums import ExportFormat, FeedbackCategory
from tests.cli.conftest import Run
from tests.client import ADMIN, Service
from tests.make import make_feedback
from tests.retention.conftest import keys_under
from tests.retention.rows import make_all_kinds, make_many
from tests.rows import count

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=200)
EXPORT = """
mutation ($filter: FeedbackFilter, $format: ExportFormat! = CSV) {
  exportFeedback(filter: $filter, format: $format) {
    __typename
    ... on ExportSuccess { id url rows sizeBytes }
    ... on ExportPending { id }
    ... on Problem { message }
  }
}
"""
FIND = "query ($id: ID!) { export(id: $id) { status rows sizeBytes url } }"


async def whole(format_: ExportFormat, criteria: Criteria = Criteria()) -> bytes:  # noqa: B008 - frozen
    return b"".join([piece async for piece in content(criteria, format_, now=datetime.now(UTC))])


async def work(settings: Settings) -> None:
    part = make_retention(settings)
    await Worker(settings.database_url or "", jobs=part.jobs).run(until_empty=True)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", "\nx", "  =1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "'=1", "'-1"],
)  # fmt: skip
def test_what_a_spreadsheet_would_compute_is_made_safe_and_comes_back(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert unsafe(safe(text)) == text


@pytest.mark.parametrize("text", ["", "words", "'quoted'", "a=b", "1-2", "[]", '{"a": 1}', "don't"])
def test_what_it_would_not_compute_stays_as_it_is(text: str) -> None:
    assert safe(text) == unsafe(text) == text


async def test_csv_quotes_every_cell_and_computes_none(storage: Storage) -> None:
    await make_all_kinds(OLD)
    file = (await whole(ExportFormat.CSV)).decode()
    header, *rows = csv.reader(io.StringIO(file, newline=""))
    assert tuple(header) == COLUMNS
    assert file.startswith('"id","submission_key"')
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    assert [each["message"] for each in cells] == [
        '\'=HYPERLINK("x")', "'  -2+3\nnext line, 'quoted' \"words\"", ""
    ]  # fmt: skip
    assert (cells[1]["sentiment"], cells[1]["admin_notes"], cells[2]["rating"]) == ("NEGATIVE", "'@note", "DOWN")


async def test_json_lines_hold_everything_but_what_follows_from_it(storage: Storage) -> None:
    ids = await make_all_kinds(OLD)
    lines = [orjson.loads(line) for line in (await whole(ExportFormat.JSONL)).splitlines()]
    assert [line["id"] for line in lines] == [str(each) for each in ids]
    columns = await fetch("SELECT column_name FROM information_schema.columns WHERE table_name = 'feedback'")
    expected = {row[0] for row in columns} - {"search_vector", "size_bytes"}
    assert lines[0].keys() == expected | {"answer", "rating_changes", "analyses", "triage_changes", "screenshot"}
    assert [len(line["analyses"]) for line in lines] == [0, 2, 1]
    assert [[change["action"] for change in line["triage_changes"]] for line in lines] == [[], ["READ", "NOTED"], []]
    assert (lines[2]["answer"]["rating"], len(lines[2]["rating_changes"])) == ("DOWN", 1)


async def test_pages_neither_skip_nor_repeat(storage: Storage) -> None:
    await make_many(1_234, OLD)
    lines = (await whole(ExportFormat.JSONL)).splitlines()
    assert len({orjson.loads(line)["id"] for line in lines}) == len(lines) == 1_234


async def test_a_filter_chooses(storage: Storage) -> None:
    await make_feedback(category="BUG")
    await make_feedback(category="UX")
    lines = (await whole(ExportFormat.JSONL, Criteria(categories=[FeedbackCategory.UX]))).splitlines()
    assert [orjson.loads(line)["category"] for line in lines] == ["UX"]


async def test_an_export_is_written_by_a_worker_and_downloaded_by_its_link(
    service: Service, settings: Settings
) -> None:
    await make_many(10, OLD)
    asked = (await service.ask_as_admin(EXPORT, format="JSONL")).data["exportFeedback"]
    assert asked["__typename"] == "ExportPending"
    await work(settings)
    export = (await service.ask_as_admin(FIND, id=asked["id"])).data["export"]
    assert (export["status"], export["rows"]) == ("READY", 10)
    async with service.session.get(export["url"]) as response:
        body = await response.read()
        assert (response.status, len(body)) == (200, export["sizeBytes"])
        assert response.headers["Content-Disposition"].startswith('attachment; filename="feedback_')
        assert response.headers["Cache-Control"] == "private, no-store"
    assert len(body.splitlines()) == 10


async def test_a_small_export_is_in_the_answer(service_with_worker: Service) -> None:
    await make_many(10, OLD)
    reply = await service_with_worker.ask_as_admin(EXPORT)
    success = reply.data["exportFeedback"]
    if success["__typename"] == "ExportSuccess":  # a busy machine may take longer than is waited
        async with service_with_worker.session.get(success["url"]) as response:
            assert response.status == 200
    assert success["__typename"] in {"ExportSuccess", "ExportPending"}


async def test_without_a_good_link_there_is_nothing(service: Service, settings: Settings) -> None:
    asked = (await service.ask_as_admin(EXPORT)).data["exportFeedback"]
    await work(settings)
    url = (await service.ask_as_admin(FIND, id=asked["id"])).data["export"]["url"]
    for bad in (url[:-1], url.split("?")[0], url.replace(asked["id"], asked["id"][::-1])):
        async with service.session.get(bad, headers=ADMIN) as response:
            assert response.status == 403


async def test_exports_are_forgotten_after_a_day(storage: Storage) -> None:
    export_id = await ask_for_export(Criteria(), ExportFormat.CSV, actor=COMMAND_LINE, now=NOW)
    await write_export(export_id, storage=storage)
    await forget_exports(storage, now=NOW + timedelta(hours=23))
    assert len(await keys_under(storage, ROOT)) == 1
    await forget_exports(storage, now=NOW + timedelta(hours=25))
    assert (await keys_under(storage, ROOT), await count("export")) == ([], 0)


async def test_what_is_erased_while_it_is_exported_is_in_no_file(
    storage: Storage, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_feedback(session_id="someone")
    export_id = await ask_for_export(Criteria(), ExportFormat.CSV, actor=COMMAND_LINE, now=NOW)
    keeper = make_keeper(settings)
    put = storage.put

    async def put_late(key: str, pieces: bytes) -> None:
        monkeypatch.undo()
        await Eraser(storage, keeper.spool, make_originals(settings), keeper.erased).erase("someone", actor=Actor("a"))
        await put(key, pieces)

    monkeypatch.setattr(storage, "put", put_late)
    await write_export(export_id, storage=storage)
    assert (await keys_under(storage, ROOT), await count("export")) == ([], 0)


async def test_only_so_many_wait_at_once(storage: Storage) -> None:
    for _ in range(5):
        await ask_for_export(Criteria(), ExportFormat.CSV, actor=COMMAND_LINE, now=NOW)
    with pytest.raises(TooManyExports):
        await ask_for_export(Criteria(), ExportFormat.CSV, actor=COMMAND_LINE, now=NOW)
    jobs = await fetch("SELECT entrypoint FROM pgqueuer")
    assert [job["entrypoint"] for job in jobs] == [JobKind.EXPORT] * 5


async def test_the_command_exports(feedback: Run, settings: Settings, tmp_path: Path) -> None:
    async with connected(settings.database_url or "", pool_size=2):
        await make_feedback(category="BUG")
        await make_feedback(category="UX")
    chosen = json.dumps({"categories": ["UX"], "createdAt": {"from": "2020-01-01T00:00:00Z"}})
    done = await feedback("export", "--format", "jsonl", "--filter", chosen, "--output", "out.jsonl")
    wrong = await feedback("export", "--filter", '{"nonsense": 1}')
    assert (done.returncode, done.stderr, wrong.returncode) == (0, "", 2)
    (line,) = (tmp_path / "out.jsonl").read_text().splitlines()
    assert orjson.loads(line)["category"] == "UX"
