"""The whole way of an admin through the page, in a real Chromium whose network is cut off: see `web/browser/`."""

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from tests.browser.invented import make_invented_feedback
from tests.client import ADMIN_KEY, Service

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _missing() -> str | None:
    """What the test would need, and does not find."""
    if shutil.which("node") is None or not (WEB / "node_modules/test.stamp").is_file():
        return "no Node.js, or no packages of web/: ./run.sh test brings them where npm is there"
    if not (WEB / "dist/index.html").is_file():
        return "the admin page is not built: web/build.log says why"
    if CHROMIUM is None:
        return "no Chromium on PATH (Debian: apt-get install chromium)"
    return None


MISSING = _missing()


@pytest.mark.skipif(MISSING is not None, reason=str(MISSING))
async def test_an_admin_logs_in_looks_triages_and_logs_out(service: Service) -> None:
    await make_invented_feedback()
    browsing = await asyncio.create_subprocess_exec(
        *("node", "node_modules/vitest/vitest.mjs", "run", "browser", "--reporter=verbose"),
        cwd=WEB,
        env=os.environ
        | {"FEEDBACK_URL": service.url, "FEEDBACK_KEY": ADMIN_KEY, "CHROMIUM": str(CHROMIUM), "NO_COLOR": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await browsing.communicate()
    assert browsing.returncode == 0, said.decode()
