"""Which backups are kept: the newest of each of the last seven days, four weeks and six months that have one."""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime
from pathlib import Path

DAYS, WEEKS, MONTHS = 7, 4, 6
NAME = re.compile(r"feedback-(\d{8}T\d{6}Z)\.backup")
STAMP = "%Y%m%dT%H%M%SZ"


def name_for(moment: datetime) -> str:
    """The name of a backup of that moment."""
    return f"feedback-{moment.astimezone(UTC):{STAMP}}.backup"


def backups(folder: Path) -> dict[Path, datetime]:
    """The backups in a folder with their moments, the newest first; files of other names are nobody's business."""
    found: dict[Path, datetime] = {}
    for path in folder.glob("feedback-*.backup"):
        if match := NAME.fullmatch(path.name):
            found[path] = datetime.strptime(match[1], STAMP).replace(tzinfo=UTC)
    return dict(sorted(found.items(), key=lambda each: each[1], reverse=True))


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Those of the moments whose backups are kept."""
    newest_first = sorted(moments, reverse=True)
    return (
        _first_of_each(newest_first, lambda at: at.date(), DAYS)
        | _first_of_each(newest_first, lambda at: at.isocalendar()[:2], WEEKS)
        | _first_of_each(newest_first, lambda at: (at.year, at.month), MONTHS)
    )


def _first_of_each(newest_first: list[datetime], period: Callable[[datetime], Hashable], most: int) -> set[datetime]:
    first: dict[Hashable, datetime] = {}
    for moment in newest_first:
        first.setdefault(period(moment), moment)
    return set(list(first.values())[:most])
