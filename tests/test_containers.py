"""The containers agree with the code."""

import asyncio
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import yaml

from graphql_api.cli.serving import BEAT
from graphql_api.postgres.binaries import find_programs
from graphql_api.postgres.owner import Owner
from graphql_api.settings import Settings
from tests.faults.conftest import database
from tests.faults.database import ADMIN, PASSWORD, Database
from tests.faults.programs import FEEDBACK

__all__ = ["database"]
ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ["migrate", "api", "worker", "backup"]
# What the shell of the backup's own command reads, and the storage's library.
NO_SETTING = {"VERIFY_OPTIONS", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
# What is no operator's choice in a container, or is the image's.
FIXED = {
    "allow_unsafe_database",
    "backup_dir",
    "backup_public_key",
    "development",
    "drain_seconds",
    "log_format",
}


@pytest.mark.parametrize("name", OURS)
def test_only_sets_what_is_a_setting(name: str) -> None:
    named = {variable.removesuffix("_FILE").lower() for variable in SERVICES[name]["environment"].keys() - NO_SETTING}
    assert named <= set(Settings.model_fields)


def test_every_setting_reaches_the_service() -> None:
    named = {variable.removesuffix("_FILE").lower() for variable in SERVICES["api"]["environment"]}
    assert set(Settings.model_fields) - named == FIXED


def test_all_that_touch_pictures_are_told_where_they_are_and_with_what_key() -> None:
    told = {"STORAGE_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    assert [name for name in ("api", "worker", "backup") if not told <= SERVICES[name]["environment"].keys()] == []


@pytest.mark.parametrize("name", OURS)
def test_runs_the_image_that_is_built_here_with_a_real_init(name: str) -> None:
    service = SERVICES[name]
    assert (service["build"], service["init"], service["read_only"]) == (".", True, True)
    assert service["user"] == "1001:1001"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_limits_and_a_name_for_its_version(name: str) -> None:
    service = SERVICES[name]
    assert {"mem_limit", "cpus", "logging", "read_only"} <= service.keys()
    assert re.search(r":v?\d+\.\d", service["image"])


@pytest.mark.parametrize("name", SERVICES)
def test_every_port_is_this_machines_own(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", ()))


def test_only_what_is_asked_for_runs_beside_the_service() -> None:
    profiles = {name: service.get("profiles") for name, service in SERVICES.items()}
    assert profiles == {
        "database": None,
        "migrate": None,
        "api": None,
        "worker": None,
        "backup": ["backup"],
        "redis": ["redis"],
        "prometheus": ["monitoring"],
        "grafana": ["monitoring"],
    }


def test_secrets_come_from_files_that_one_command_makes(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy", ignore=shutil.ignore_patterns("secrets"))
    for _ in range(2):
        subprocess.run([tmp_path / "deploy" / "make-secrets.sh"], check=True, capture_output=True)
        made = {path.name: path.read_text() for path in (tmp_path / "deploy" / "secrets").iterdir()}
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", ())}
    assert used == set(COMPOSE["secrets"]) == set(made)
    assert {secret["file"] for secret in COMPOSE["secrets"].values()} == {f"deploy/secrets/{name}" for name in made}
    assert made["database-app-password"] in made["database-app-url"]
    assert len(set(made.values())) == len(made)
    assert (tmp_path / "deploy" / "secrets").stat().st_mode & 0o777 == 0o700
    for service in SERVICES.values():
        given = {f"/run/secrets/{secret}" for secret in service.get("secrets", ())}
        named = {value for value in service.get("environment", {}).values() if str(value).startswith("/run/secrets/")}
        assert named <= given
    text = (ROOT / "docker-compose.yml").read_text()
    assert not re.search(r"PASSWORD: \S", text)


def test_data_live_in_named_volumes() -> None:
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", ())}
    ours = {volume for volume in mounted if volume.startswith("./")}
    assert mounted - ours == set(COMPOSE["volumes"])
    assert all("name" in volume for volume in COMPOSE["volumes"].values())
    assert [path for path in ours if not (ROOT / path).exists()] == []


def test_the_database_has_pgvector_and_a_health_check() -> None:
    database = SERVICES["database"]
    assert database["image"].startswith("pgvector/pgvector:")
    assert database["image"].endswith("pg18")
    assert database["healthcheck"]["test"][1] == "pg_isready"


def test_only_migrations_and_backups_are_the_owners() -> None:
    urls = {name: SERVICES[name]["environment"]["DATABASE_URL_FILE"].rpartition("/")[2] for name in OURS}
    assert urls == {
        "migrate": "database-owner-url",
        "api": "database-app-url",
        "worker": "database-app-url",
        "backup": "database-owner-url",
    }


def test_the_worker_is_healthy_while_it_renews_its_beat() -> None:
    assert f"'/tmp/{BEAT.name}'" in SERVICES["worker"]["healthcheck"]["test"][-1]


def test_prometheus_asks_the_api_where_it_listens() -> None:
    scraped = yaml.safe_load((ROOT / "deploy/monitoring/prometheus.yml").read_text())["scrape_configs"][0]
    (found,) = scraped["dns_sd_configs"]
    assert found["names"] == ["api"]
    assert str(found["port"]) == SERVICES["api"]["environment"]["PORT"]


def test_a_stop_is_given_the_time_that_it_takes() -> None:
    assert all(int(SERVICES[name]["stop_grace_period"].removesuffix("s")) > 20 for name in OURS)


def test_the_image_runs_as_user_1001_and_copies_what_it_needs() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER 1001:1001" in lines
    copied = {line.split()[1].rstrip("/") for line in lines if line.startswith("COPY ") and "--from" not in line}
    assert {"graphql_api", "models", "migrations", "requirements", "pyproject.toml"} <= copied
    assert "COPY --from=page /app/web/dist /app/web/dist" in lines
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    named = {name for line in lines if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]}
    assert {name.rstrip("/") for name in named} <= kept
    owned = next(line for line in lines if "--owner 1001" in line)
    ours = {volume.split(":")[1] for name in OURS for volume in SERVICES[name]["volumes"]}
    assert all(folder in owned.split() for folder in ours)


def test_docker_takes_the_compose_file(tmp_path: Path) -> None:
    version = ["docker", "compose", "version"]
    if shutil.which("docker") is None or subprocess.run(version, capture_output=True, check=False).returncode != 0:
        pytest.skip("docker compose is not installed")
    profiles = ["--profile", "backup", "--profile", "redis", "--profile", "monitoring"]
    done = subprocess.run(
        ["docker", "compose", *profiles, "config", "--quiet"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
async def initialized(database: Database, tmp_path: Path) -> Path:
    """Secrets, and a server on which the database's container has run its script."""
    async with database.administering() as connection:
        await connection.execute("DROP DATABASE feedback")
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy", ignore=shutil.ignore_patterns("secrets"))
    await asyncio.to_thread(subprocess.run, [tmp_path / "deploy/make-secrets.sh"], check=True, capture_output=True)
    programs = find_programs(Owner(os.geteuid(), os.getegid(), ""))
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "SECRETS": str(tmp_path / "deploy" / "secrets"),
        "POSTGRES_USER": ADMIN,
        "PGHOST": "127.0.0.1",
        "PGPORT": str(database.port),
        "PGPASSWORD": PASSWORD,
    }
    script = tmp_path / "deploy" / "postgres" / "init.sh"
    await asyncio.to_thread(subprocess.run, [script], env=environment, check=True, capture_output=True)
    for url in (tmp_path / "deploy" / "secrets").glob("*-url"):
        url.chmod(0o600)
        url.write_text(url.read_text().replace("@database:5432", f"@127.0.0.1:{database.port}"))
    return tmp_path / "deploy" / "secrets"


async def test_the_containers_commands_work_on_the_database_that_its_script_makes(
    initialized: Path, tmp_path: Path
) -> None:
    async def run(name: str, *command: str) -> str:
        environment = SERVICES[name]["environment"]
        settings = {key: str(value).replace("/run/secrets", str(initialized)) for key, value in environment.items()}
        settings |= {"FEEDBACK_DATA_DIR": str(tmp_path / "data"), "BACKUP_DIR": str(tmp_path / "backups")}
        settings = {key: "" if value.startswith("${") else value for key, value in settings.items()}
        process = await asyncio.create_subprocess_exec(
            *command,
            env={"PATH": f"{FEEDBACK.parent}:{os.environ['PATH']}", **settings},
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        printed, complaints = await process.communicate()
        assert process.returncode == 0, complaints.decode()
        return printed.decode()

    await run("migrate", *SERVICES["migrate"]["command"])
    assert (await run("api", "feedback", "submit", "It broke again.")).startswith("SAVED")
    await run("backup", "feedback", "backup")
    copied = await asyncio.to_thread(list, (tmp_path / "backups").iterdir())
    assert len(copied) == 1
    analytics = (initialized / "database-app-url").read_text().replace("feedback_app", "feedback_analytics")
    passwords = {name: (initialized / f"database-{name}-password").read_text() for name in ("app", "analytics")}
    connection = await asyncpg.connect(analytics.replace(passwords["app"], passwords["analytics"]))
    assert await connection.fetchval("SELECT count(*) FROM feedback") == 1
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await connection.execute("CREATE TABLE t (x int)")
    await connection.close()
