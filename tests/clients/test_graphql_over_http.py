"""GraphQL over HTTP, as the audit of its reference implementation wants it."""

import json
from pathlib import Path

from tests.clients.programs import needs_node, run_program
from tests.conftest import make_settings, running

MOST_CHECKS_KNOWN = 61


@needs_node
async def test_the_audit_finds_every_must_and_should_kept(database_url: str, tmp_path: Path) -> None:
    async with running(make_settings(database_url, tmp_path, development=True)) as service:
        printed = await run_program("audit.mjs", f"{service.url}/graphql")
    checks = [json.loads(line) for line in printed.splitlines()]
    broken = [f"{check['name']}: {check['reason']}" for check in checks if check["status"] != "ok"]
    assert [name for name in broken if "MUST" in name or "SHOULD" in name] == []
    assert len(checks) == MOST_CHECKS_KNOWN
