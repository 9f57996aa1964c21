"""Disk full, permission lost, clock wrong, DNS gone: each is one plain line with its remedy."""

import errno
import json
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest

from graphql_api.checks.machine import clock_trouble, folder_trouble, name_trouble, volume_trouble
from graphql_api.spool.files import Files
from graphql_api.verify import Check, database_checks, machine_checks, name_check
from tests.cli.conftest import Run, feedback
from tests.conftest import make_settings, running
from tests.faults.disk import NoSmallDisk, small_disk

__all__ = ["feedback"]
NOW = datetime(2026, 11, 21, tzinfo=UTC)
NOBODY = 65534


@pytest.fixture
def full_disk() -> Iterator[Path]:
    try:
        with small_disk(2) as disk:
            data = disk / "data"
            data.mkdir()
            (data / "filling").write_bytes(b"x" * 1_800_000)
            yield data
    except NoSmallDisk:
        pytest.skip("only root may mount a small disk")


async def parts(service: Any) -> dict[str, str]:
    async with service.session.get(f"{service.url}/health") as answer:
        found: dict[str, str] = (await answer.json())["parts"]
        return found


async def test_a_full_disk_is_named_by_health_and_by_verify(database_url: str, full_disk: Path) -> None:
    settings = make_settings(database_url, full_disk)
    async with running(settings) as service:
        said = (await parts(service))["disk"]
        async with service.session.get(f"{service.url}/ready") as answer:
            ready = await answer.json()
    # There is a place for a submission as long as the database answers: 200, and why somebody should look.
    assert (answer.status, ready["ready"], ready["disk"]) == (200, True, said)
    assert "% full" in said
    assert "make room" in said
    (verified,) = [check for check in machine_checks(settings) if check.name == "disk"]
    assert (verified.is_well, verified.message) == (False, said)


async def test_a_clock_that_is_off_by_an_hour_is_named(database_url: str) -> None:
    off = datetime.now(UTC) + timedelta(hours=1)
    (verified,) = [check for check in await database_checks(database_url, now=off) if check.name == "clock"]
    assert not verified.is_well
    assert "s ahead of the database's: set both by NTP" in verified.message
    behind = "this machine's clock is 3,600 s behind the database's: set both by NTP"
    assert clock_trouble(NOW, NOW - timedelta(hours=1)) == behind
    assert clock_trouble(NOW, NOW + timedelta(seconds=59)) is None


async def test_a_name_that_nobody_knows_is_named_and_addresses_and_sockets_are_not_asked_for() -> None:
    said = await name_trouble(["postgresql://u:hidden@db.invalid:5432/feedback"])
    assert said is not None
    assert said.startswith("the name db.invalid cannot be resolved: look at DNS")
    assert "hidden" not in said
    others = ["postgresql://u@/d?host=/run/x", "redis://127.0.0.1:1/0", "redis://[::1]:1"]
    assert await name_trouble(others) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"redis_url": "redis://gone.invalid"},
        {"storage_url": "s3://bucket/prefix?endpoint=https://gone.invalid&region=x"},
        {"openai_api_key": "x", "openai_base_url": "https://gone.invalid/v1"},
        {"otel_exporter_otlp_endpoint": "http://gone.invalid:4318"},
    ],
)
async def test_every_machine_that_the_settings_name_is_looked_for(tmp_path: Path, changes: dict[str, str]) -> None:
    check = await name_check(make_settings("postgresql://127.0.0.1/feedback", tmp_path, **changes))
    said = "the name gone.invalid cannot be resolved: look at DNS (/etc/resolv.conf), or use its IP address"
    assert (check.is_well, check.message) == (False, said)


async def test_health_names_a_host_that_cannot_be_resolved(database_url: str, tmp_path: Path) -> None:
    async with running(make_settings(database_url, tmp_path, redis_url="redis://cache.invalid:6379/0")) as service:
        assert "cache.invalid cannot be resolved" in (await parts(service))["names"]


async def test_health_names_a_clock_that_is_off_and_a_folder_that_is_not_ours(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Behind(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Behind":
            return super().now(tz) - timedelta(hours=1)

    def refuse(_self: Files, path: Path) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    monkeypatch.setattr("graphql_api.health.datetime", Behind)
    monkeypatch.setattr(Files, "replace", refuse)
    settings = make_settings(database_url, tmp_path)
    async with running(settings) as service:
        said = await parts(service)
    assert re.fullmatch(r"this machine's clock is 3,(599|600) s behind the database's: set both by NTP", said["clock"])
    user, group = os.geteuid(), os.getegid()
    assert said["folder"] == f"{tmp_path} cannot be written by user {user}: chown -R {user}:{group} {tmp_path}"
    assert Check("folder", is_well=False, message=said["folder"]) in list(machine_checks(settings))


@pytest.mark.skipif(os.geteuid() != 0, reason="takes root to be somebody else")
def test_a_folder_of_somebody_else_is_named_with_the_command_that_mends_it() -> None:
    with tempfile.TemporaryDirectory(prefix="feedback-checks-") as name:
        data = Path(name)
        data.chmod(0o755)
        os.seteuid(NOBODY)
        try:
            said = folder_trouble(data)
        finally:
            os.seteuid(0)
    assert said == f"{data} cannot be written by user {NOBODY}: chown -R {NOBODY}:0 {data}"


def test_wrong_modes_in_the_spool_are_named(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.mkdir(mode=0o755)
    assert folder_trouble(tmp_path) == f"{spool} has the mode 755: chmod 775 {spool}"
    spool.chmod(0o775)
    segment = spool / "feedback_2026-11.0.jsonl"
    segment.touch(mode=0o600)
    assert folder_trouble(tmp_path) == f"{segment} has the mode 600: chmod 664 {segment}"
    segment.chmod(0o664)
    assert folder_trouble(tmp_path) is None
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_read_only_or_broken_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, remedy in ((30, "mount it for writing"), (28, "make room"), (5, "look at the disk")):

        def fail(_self: Files, _path: Path, number: int = number) -> int:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(Files, "replace", fail)
        assert remedy in str(folder_trouble(tmp_path))


def test_data_inside_a_container_are_named(tmp_path: Path) -> None:
    if tmp_path.stat().st_dev == Path("/").stat().st_dev:
        assert "mount a volume there" in str(volume_trouble(tmp_path, is_container=True))
    assert volume_trouble(tmp_path, is_container=False) is None


async def test_verify_says_what_is_well_and_what_is_not_and_exits_so(feedback: Run) -> None:
    before = await feedback("verify", "--json")
    made = await feedback("backup", "--json")
    after = await feedback("verify", "--json", "--restore-copy")
    assert before.returncode == 1
    assert {"backup", "archive"} <= troubles(before.stdout)
    # Where the tests run in a container, their folder is in no volume.
    assert troubles(after.stdout) <= {"volume"}
    (copy,) = [check for check in json.loads(after.stdout)["checks"] if check["name"] == "restored copy"]
    assert copy["message"].endswith("all as they were")
    flip_a_byte(Path(json.loads(made.stdout)["path"]))
    found = await feedback("verify", "--json", "--restore-copy")
    assert found.returncode == 1
    assert {"archive", "restored copy"} <= troubles(found.stdout)


async def test_verify_goes_on_without_a_database(feedback: Run) -> None:
    found = await feedback("verify", database_url="postgresql://nobody:hidden@db.invalid:1/nothing")
    assert found.returncode == 1
    assert "LOOK  database       the database cannot be reached" in found.stdout
    assert "LOOK  names          the name db.invalid cannot be resolved" in found.stdout
    assert "hidden" not in found.stdout + found.stderr


def troubles(printed: str) -> set[str]:
    return {check["name"] for check in json.loads(printed)["checks"] if not check["isWell"]}


def flip_a_byte(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:-2000] + bytes([whole[-2000] ^ 1]) + whole[-1999:])
