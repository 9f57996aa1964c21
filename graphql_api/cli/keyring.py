"""The commands `keys …`: API keys without the API, for who can reach the database."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar
from uuid import UUID

import asyncpg
import typer

from graphql_api.access.keyring import KeyEnded, KeyNotFound, MadeKey, create_key, list_all_keys, revoke_key, rotate_key
from graphql_api.access.new_key import NewKey
from graphql_api.audit.record import COMMAND_LINE
from graphql_api.cli.console import answers, print_json, set_up_quiet_logs
from graphql_api.cli.database import bring_to_head, database, located_url
from graphql_api.cli.failures import CommandError, fails_in_one_line
from graphql_api.intake.submission import InvalidSubmission
from graphql_api.postgres.connect import connected
from graphql_api.settings import read_settings
from models.enums import Scope

Result = TypeVar("Result")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
KeyId = Annotated[UUID, typer.Argument(help="The key's id, as `keys list` shows it.")]


def keys() -> None:
    """Look after the API keys."""


@fails_in_one_line
def list_all(as_json: AsJson = False) -> None:
    """List the API keys, those not revoked first. The one of the setting API_KEY is not among them."""
    rows = _with_database(lambda _now: list_all_keys())
    out = answers()
    for row in rows:
        if as_json:
            print_json(_as_dict(row))
        else:
            scopes = ",".join(row["scopes"])
            out.print(f"{row['id']}  {row['prefix']}…  {scopes:<12}  {_state(row):<28}  {row['name']}")
    if not rows and not as_json:
        out.print("no keys")


@fails_in_one_line
def create(
    name: Annotated[str, typer.Argument(help="Who uses it, and for what.")],
    scopes: Annotated[list[Scope], typer.Option("--scope", help="What it may do; give it once for each.")],
    days: Annotated[int | None, typer.Option("--days", min=1, max=36_500, help="How long it lasts.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make an API key and print it, this once."""

    async def make(now: datetime) -> MadeKey:
        wish = NewKey.parse(name, scopes, now + timedelta(days=days) if days else None, now=now)
        return await create_key(wish, actor=COMMAND_LINE, now=now)

    _show_made(_with_database(make), as_json=as_json)


@fails_in_one_line
def rotate(key_id: KeyId, as_json: AsJson = False) -> None:
    """Make a key that takes another's place, which works for another 24 hours."""
    _show_made(_with_database(lambda now: rotate_key(key_id, actor=COMMAND_LINE, now=now)), as_json=as_json)


@fails_in_one_line
def revoke(key_id: KeyId, as_json: AsJson = False) -> None:
    """End a key and all logins by it, at once."""
    row = _with_database(lambda now: revoke_key(key_id, actor=COMMAND_LINE, now=now))
    if as_json:
        print_json(_as_dict(row))
    else:
        answers().print(f"{row['prefix']}…  {_state(row)}")


def _with_database(work: Callable[[datetime], Awaitable[Result]]) -> Result:
    """What comes of work that is given the time.

    Raises:
        CommandError: it cannot be done.
    """
    settings = read_settings()
    set_up_quiet_logs(settings)
    with database(settings) as located:
        bring_to_head(located)

        async def do() -> Result:
            async with connected(located_url(located), pool_size=2):
                return await work(datetime.now(UTC))

        try:
            return asyncio.run(do())
        except KeyNotFound:
            raise CommandError("no API key has this id: `feedback keys list` shows them") from None
        except KeyEnded:
            raise CommandError("this API key has expired or was revoked: make another") from None
        except InvalidSubmission as invalid:
            rules = "; ".join(f"{'.'.join(rule.path)}: {rule.message}" for rule in invalid.broken)
            raise CommandError(rules) from None


def _show_made(made: MadeKey, *, as_json: bool) -> None:
    if as_json:
        replaced = {"replaces": _as_dict(made.replaced)} if made.replaced else {}
        print_json({"key": made.token, "apiKey": _as_dict(made.row)} | replaced)
        return
    out = answers()
    out.print(f"API key, shown this once: {made.token}")
    out.print(f"{made.row['id']}  {_state(made.row)}")
    if made.replaced:
        out.print(f"It takes the place of {made.replaced['prefix']}…, {_state(made.replaced)}.")


def _state(row: asyncpg.Record) -> str:
    if row["revoked_at"]:
        return f"revoked {row['revoked_at']:%Y-%m-%d %H:%M}"
    return f"ends {row['expires_at']:%Y-%m-%d %H:%M} UTC" if row["expires_at"] else "without end"


def _as_dict(row: asyncpg.Record) -> dict[str, object]:
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "prefix": row["prefix"],
        "scopes": row["scopes"],
        "createdAt": row["created_at"],
        "expiresAt": row["expires_at"],
        "revokedAt": row["revoked_at"],
        "lastUsedAt": row["last_used_at"],
    }
