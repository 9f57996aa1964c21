"""A service with a worker of its own for screenshots, and both kinds of storage."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graphql_api.jobs.queue import JobKind
from graphql_api.screenshots.store import StoreScreenshots
from graphql_api.settings import Settings
from graphql_api.spool.originals import Originals
from graphql_api.storage.storage import Storage
from graphql_api.tasks.picturing import make_originals, make_storage
from graphql_api.worker import Worker
from tests.client import Service
from tests.conftest import make_settings, running
from tests.screenshots.bucket import Bucket

SHOW = """
query ($id: ID!) {
  feedback(id: $id) {
    screenshot {
      status reason width height sizeBytes url thumbnailUrl annotations { kind x y width height note }
    }
  }
}
"""


@dataclass(frozen=True)
class Gallery:
    """A service, its storage and its originals."""

    service: Service
    settings: Settings
    storage: Storage
    originals: Originals

    async def send(self, data: str, annotations: list[dict[str, Any]] | None = None, **changes: Any) -> Any:
        """Submit a screenshot; what came back."""
        return await self.service.submit(screenshot={"data": data, "annotations": annotations}, **changes)

    async def show(self, id: str) -> Any:
        """A feedback's screenshot as an admin sees it."""
        return (await self.service.ask_as_admin(SHOW, id=id)).data["feedback"]["screenshot"]

    async def settled(self, id: str, seconds: float = 30) -> Any:
        """The screenshot once it is stored or rejected."""
        async with asyncio.timeout(seconds):
            while (shown := await self.show(id))["status"] in {"PENDING", "FAILED"}:
                await asyncio.sleep(0.05)
        return shown

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """With a worker that does nothing but screenshots."""
        jobs = {JobKind.SCREENSHOT: StoreScreenshots(self.storage, self.originals)}
        worker = Worker(self.settings.database_url or "", jobs=jobs)
        task = asyncio.create_task(worker.run())
        try:
            yield
        finally:
            worker.stop()
            await task


@pytest.fixture(scope="session")
def bucket() -> Iterator[Bucket]:
    """An S3 on loopback."""
    names = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    try:
        with Bucket().serving() as bucket:
            yield bucket
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.fixture(params=["disk", "s3"])
def storage_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty storage of either kind."""
    if request.param == "disk":
        return (tmp_path / "pictures").as_uri()
    served: Bucket = request.getfixturevalue("bucket")
    return served.url(secrets.token_hex(4))


@pytest.fixture
def open_gallery(database_url: str, tmp_path: Path) -> Callable[..., Any]:
    """A gallery by its settings."""

    @asynccontextmanager
    async def open_(**changes: object) -> AsyncIterator[Gallery]:
        settings = make_settings(str(changes.pop("database_url", database_url)), tmp_path, **changes)
        async with running(settings) as service:
            yield Gallery(service, settings, make_storage(settings), make_originals(settings))

    return open_


@pytest.fixture
async def gallery(open_gallery: Callable[..., Any]) -> AsyncIterator[Gallery]:
    """A gallery on disk."""
    async with open_gallery() as gallery:
        yield gallery
