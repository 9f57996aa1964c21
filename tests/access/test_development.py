"""In development everyone may look at the schema; nothing else is open."""

from pathlib import Path

from tests.conftest import make_settings, running


async def test_development_opens_introspection_and_nothing_else(shared_database_url: str, tmp_path: Path) -> None:
    async with running(make_settings(shared_database_url, tmp_path, development=True)) as service:
        assert (await service.ask('{ __type(name: "Feedback") { name } }')).data == {"__type": {"name": "Feedback"}}
        assert (await service.ask("{ feedbacks { totalCount } }")).status == 401
