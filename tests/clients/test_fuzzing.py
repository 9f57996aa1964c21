"""What a fuzzer makes of our schema never meets a failure of ours."""

import asyncio
import sys
from pathlib import Path

from tests.client import ADMIN_KEY
from tests.conftest import make_settings, running

PRINTED_SCHEMA = Path(__file__).parents[2] / "schema.graphql"
# Enough for some hundreds of requests; the fuzzer stops by itself.
EXAMPLES_OF_EACH_OPERATION = 12
AT_MOST_SECONDS = 12


async def test_no_operation_of_the_schema_can_be_made_to_fail(database_url: str, tmp_path: Path) -> None:
    # Rejected headers and cookies are tested elsewhere: this is about documents and variables, as an admin sends them.
    async with running(make_settings(database_url, tmp_path / "data")) as service:
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("schemathesis")),
            "run",
            str(PRINTED_SCHEMA),
            *("--url", f"{service.url}/graphql"),
            *("--header", f"X-API-Key: {ADMIN_KEY}"),
            *("--checks", "not_a_server_error"),
            *("--max-examples", str(EXAMPLES_OF_EACH_OPERATION)),
            *("--max-time", str(AT_MOST_SECONDS)),
            *("--seed", "7", "--generation-database", ":memory:", "--no-color"),
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
