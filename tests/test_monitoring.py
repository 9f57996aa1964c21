"""What dashboard and rules ask for is what a running server tells."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import ClientSession

from graphql_api.upkeep import note_done
from models.enums import UpkeepKind
from tests.client import Service

MONITORING = Path(__file__).parents[1] / "deploy" / "monitoring"
RULES: dict[str, Any] = yaml.safe_load((MONITORING / "rules.yml").read_text())
DASHBOARD: dict[str, Any] = json.loads((MONITORING / "grafana" / "dashboards" / "feedback.json").read_text())
NAME = re.compile(r"\bfeedback_\w+")
# The rules that operators were promised, by what they watch.
PROMISED = {
    "FeedbackSlow": ("0.95", "> 0.5", "5m"),
    "FeedbackErrors": ('outcome="failed"', "> 0.05", "5m"),
    "FeedbackFallback": ("feedback_analyses_total", "> 0.8", "10m"),
    "FeedbackDiskFilling": ("feedback_disk_used_ratio", "> 0.8", "5m"),
    "FeedbackSpoolNotEmpty": ("feedback_spool_depth", "> 0", "15m"),
    "FeedbackQuarantineNotEmpty": ("feedback_quarantined", "> 0", None),
    "FeedbackMissing": ("feedback_promises_kept", "== 0", None),
    "FeedbackNoBackup": ('kind="backup"', "> 26 * 3600", None),
}


def rules() -> Iterator[dict[str, Any]]:
    for group in RULES["groups"]:
        yield from group["rules"]


def expressions() -> list[str]:
    targets = (target for panel in DASHBOARD["panels"] for target in panel.get("targets", ()))
    return [*(rule["expr"] for rule in rules()), *(target["expr"] for target in targets)]


async def told(service: Service) -> set[str]:
    """The names of all samples and of families without any yet."""
    async with ClientSession() as session, session.get(f"{service.url}/metrics") as answer:
        text = await answer.text()
    declared = set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE))
    return {line.split("{")[0].split(" ")[0] for line in text.splitlines() if line[:1] != "#"} | declared


async def test_every_metric_of_dashboard_and_rules_is_told_by_a_running_server(service: Service) -> None:
    await service.submit()
    for kind in UpkeepKind:
        await note_done(kind, {})
    asked = {name for expression in expressions() for name in NAME.findall(expression)}
    assert len(asked) > 20
    assert asked - await told(service) == set()


async def test_no_word_of_a_person_is_a_label(service: Service) -> None:
    await service.submit(sessionId="walrus-session", message="Walrus moustache", tags=["ui"])
    async with service.session.get(f"{service.url}/metrics") as answer:
        assert "alrus" not in await answer.text()


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_a_promised_rule_is_there(name: str) -> None:
    metric, threshold, duration = PROMISED[name]
    (rule,) = [rule for rule in rules() if rule["alert"] == name]
    assert metric in rule["expr"]
    assert threshold in rule["expr"]
    assert rule.get("for") == duration


def test_every_rule_says_what_to_do() -> None:
    assert [rule["alert"] for rule in rules() if not {"summary", "remedy"} <= rule["annotations"].keys()] == []


def test_promtool_takes_the_rules_and_every_question_of_the_dashboard(tmp_path: Path) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed (Debian: package prometheus)")
    recorded = [{"record": f"panel_{number}", "expr": each} for number, each in enumerate(expressions())]
    (tmp_path / "panels.yml").write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": recorded}]}))
    for path in (MONITORING / "rules.yml", tmp_path / "panels.yml"):
        done = subprocess.run([promtool, "check", "rules", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_dashboard_is_one_that_grafana_is_told_of() -> None:
    provider = yaml.safe_load((MONITORING / "grafana/provisioning/dashboards/feedback.yml").read_text())
    source = yaml.safe_load((MONITORING / "grafana/provisioning/datasources/prometheus.yml").read_text())
    assert provider["providers"][0]["options"]["path"] == "/var/lib/grafana/dashboards"
    used = {panel["datasource"]["uid"] for panel in DASHBOARD["panels"] if "datasource" in panel}
    assert used == {source["datasources"][0]["uid"]}
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
