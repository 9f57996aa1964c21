"""The containers agree with the code."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from graphql_api.cli.serving import BEAT
from graphql_api.settings import Settings

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = ["migrate", "api", "worker"]


@pytest.mark.parametrize("name", OURS)
def test_only_sets_what_is_a_setting(name: str) -> None:
    assert {variable.lower() for variable in COMPOSE["services"][name]["environment"]} <= set(Settings.model_fields)


@pytest.mark.parametrize("name", OURS)
def test_runs_the_image_that_is_built_here_with_a_real_init(name: str) -> None:
    service = COMPOSE["services"][name]
    assert (service["build"], service["init"], service["read_only"]) == (".", True, True)


def test_data_live_in_named_volumes() -> None:
    mounted = {volume.split(":")[0] for service in COMPOSE["services"].values() for volume in service["volumes"]}
    assert mounted == set(COMPOSE["volumes"])
    assert all("name" in volume for volume in COMPOSE["volumes"].values())


def test_the_database_has_pgvector_and_a_health_check() -> None:
    database = COMPOSE["services"]["database"]
    assert database["image"].startswith("pgvector/pgvector:")
    assert database["image"].endswith("pg18")
    assert database["healthcheck"]["test"][1] == "pg_isready"


def test_the_worker_is_healthy_while_it_renews_its_beat() -> None:
    assert f"'/tmp/{BEAT.name}'" in COMPOSE["services"]["worker"]["healthcheck"]["test"][-1]


def test_the_image_runs_as_user_1001_and_copies_what_it_needs() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER 1001:1001" in lines
    copied = {line.split()[1].rstrip("/") for line in lines if line.startswith("COPY ") and "--from" not in line}
    assert {"graphql_api", "models", "migrations", "requirements", "pyproject.toml"} <= copied
    assert "COPY --from=page /app/web/dist /app/web/dist" in lines
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    named = {name for line in lines if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]}
    assert {name.rstrip("/") for name in named} <= kept
