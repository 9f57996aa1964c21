"""The command `submit`: one message, from the command line, by the same way in as every other."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import pybase64
import typer

from graphql_api.assembly import make_intake, make_keeper, make_limiter
from graphql_api.cli.console import answers, print_json, remarks, set_up_quiet_logs
from graphql_api.cli.database import bring_to_head, database, located_url
from graphql_api.cli.failures import CommandError, fails_in_one_line
from graphql_api.intake.draft import Draft
from graphql_api.intake.intake import Receipt
from graphql_api.intake.keeper import NotConfirmed
from graphql_api.intake.screenshot import ScreenshotDraft
from graphql_api.intake.submission import InvalidSubmission
from graphql_api.postgres.connect import connected
from graphql_api.settings import Settings, read_settings
from models.enums import FeedbackCategory


@fails_in_one_line
def submit(  # noqa: PLR0917 - typer hands them over by name
    message: Annotated[str | None, typer.Argument(help="The words. `-`, or none where a pipe is: from stdin.")] = None,
    session: Annotated[str, typer.Option(help="An opaque id of the session.")] = "cli",
    category: Annotated[FeedbackCategory, typer.Option(case_sensitive=False)] = FeedbackCategory.GENERAL,
    tag: Annotated[list[str] | None, typer.Option(help="One of ALLOWED_TAGS; may be given again.")] = None,
    key: Annotated[UUID | None, typer.Option(help="The submission's key: the same again stores nothing again.")] = None,
    page_url: Annotated[str | None, typer.Option(help="The address of the page that it is about.")] = None,
    screenshot: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, readable=True, help="A PNG, JPEG or WebP to send along.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the receipt as JSON.")] = False,
) -> None:
    """Submit one message, as a visitor would."""
    draft = Draft(
        session_id=session,
        submission_key=key,
        category=category,
        message=_read_message(message),
        tags=tag,
        page={"url": page_url} if page_url else None,
        screenshot=_read_screenshot(screenshot) if screenshot else None,
    )
    settings = read_settings()
    set_up_quiet_logs(settings)
    with database(settings) as located:
        bring_to_head(located)
        try:
            receipt = asyncio.run(_submit(draft, located))
        except InvalidSubmission as refused:
            for rule in refused.broken:
                remarks().print(f"{'.'.join(rule.path)}: {rule.message} ({rule.code})")
            raise typer.Exit(1) from None
        except NotConfirmed as error:
            raise CommandError("not confirmed: the database went away. Submit it again with the same --key.") from error
    _print(receipt, as_json=as_json)


def _read_message(message: str | None) -> str:
    if message is not None and message != "-":
        return message
    if message is None and sys.stdin.isatty():
        raise typer.BadParameter("give a message, or `-` to read it from stdin", param_hint="MESSAGE")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError("the message on stdin is not UTF-8") from error


def _read_screenshot(path: Path) -> ScreenshotDraft:
    try:
        return ScreenshotDraft(pybase64.b64encode(path.read_bytes()).decode())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error


async def _submit(draft: Draft, settings: Settings) -> Receipt:
    async with connected(located_url(settings), pool_size=2), make_keeper(settings).running(replays=False) as keeper:
        intake = make_intake(settings, make_limiter(settings), keeper)
        return await intake.submit(draft, account=None, now=datetime.now(UTC))


def _print(receipt: Receipt, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "status": receipt.status,
                "feedbackId": receipt.feedback_id,
                "submissionKey": receipt.submission_key,
            }
        )
        return
    out = answers()
    out.print(receipt.status)
    out.print(f"feedback        {receipt.feedback_id}")
    out.print(f"submission key  {receipt.submission_key}")
