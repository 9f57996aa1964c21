"""What admins hand in when cleaning up and erasing, checked."""

from graphql_api.intake.checks import clean
from graphql_api.intake.submission import BrokenRule
from graphql_api.retention.preview import MOST_DAYS

SESSION_LENGTH = 200


class BrokenDays(ValueError):  # noqa: N818 - it is named for what the caller reads
    """No number of days to keep; the message is fit to show."""

    @property
    def rule(self) -> BrokenRule:
        """As a field's problem."""
        return BrokenRule(("retentionDays",), "OUT_OF_RANGE", str(self))


def checked_days(days: int) -> int:
    """The number of days to keep. Raises BrokenDays."""
    if not 1 <= days <= MOST_DAYS:
        raise BrokenDays(f"Must be from 1 to {MOST_DAYS:,}.")
    return days


def checked_session(session_id: str) -> str | BrokenRule:
    """The session as the database has it, or what is wrong with its id."""
    cleaned = clean(session_id).strip()
    if not cleaned:
        return BrokenRule(("sessionId",), "REQUIRED", "Must be a session's id.")
    if len(cleaned) > SESSION_LENGTH:
        return BrokenRule(("sessionId",), "TOO_LONG", f"Must be at most {SESSION_LENGTH} characters long.")
    return cleaned
