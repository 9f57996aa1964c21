"""Ids are a function of the submission key and a secret that stays."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from graphql_api.errors import StartupError
from graphql_api.intake.secret import FILE, read_secret
from tests.conftest import empty_database, make_settings, running


async def test_the_same_secret_gives_the_same_id_in_another_database_and_another_secret_another(
    shared_database_url: str, tmp_path: Path
) -> None:
    key, ids = str(uuid4()), []
    for secret in ("a" * 32, "b" * 32, "a" * 32):
        async with running(make_settings(shared_database_url, tmp_path, secret_key=secret)) as service:
            ids.append((await service.submit(submissionKey=key))["id"])
            await empty_database()
    assert ids[0] == ids[2] != ids[1]


async def test_the_secret_outlives_a_restart(shared_database_url: str, tmp_path: Path) -> None:
    key, receipts = str(uuid4()), []
    for _ in range(2):
        async with running(make_settings(shared_database_url, tmp_path)) as service:
            receipts.append(await service.submit(submissionKey=key))
    assert [receipt["status"] for receipt in receipts] == ["SAVED", "DUPLICATE"]
    assert receipts[0]["id"] == receipts[1]["id"]


def test_the_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    read_secret(tmp_path, None)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == [FILE]


def test_of_many_that_make_the_secret_at_once_all_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        secrets = list(pool.map(lambda _: read_secret(tmp_path / "new", None), range(64)))
    assert len(set(secrets)) == 1
    assert len(secrets[0]) == 32


def test_a_setting_comes_before_the_file(tmp_path: Path) -> None:
    assert read_secret(tmp_path, SecretStr("s" * 32)) == b"s" * 32
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_a_damaged_secret_stops_the_start(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(StartupError, match="is damaged"):
        read_secret(tmp_path, None)
    assert (tmp_path / FILE).read_bytes() == content


def test_a_data_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StartupError, match="FEEDBACK_DATA_DIR"):
        read_secret(tmp_path / "file" / "data", None)
