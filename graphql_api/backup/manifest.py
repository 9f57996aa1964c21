"""What an archive says of itself, so that it can be proved against what was restored from it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson

from graphql_api.backup.failure import BackupError


@dataclass(frozen=True)
class TableSum:
    """A table's number of rows, and a checksum of what they hold, whatever their order."""

    rows: int
    checksum: str


@dataclass(frozen=True)
class GroupSum:
    """How many items a group has, how many bytes, and the SHA-256 of their names and contents in their order."""

    items: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The state that an archive holds.

    Args:
        created_at: when the database's snapshot was taken, by the database's clock.
        version: the service's.
        migrations: those that the database had, in order.
        tables: by name.
        groups: by name.
        spool_records: lines in the spool's segments.
    """

    created_at: datetime
    version: str
    migrations: tuple[str, ...]
    tables: dict[str, TableSum]
    groups: dict[str, GroupSum]
    spool_records: int

    def to_json(self) -> bytes:
        """For the archive."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2)

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """Raises BackupError: it is none that this version reads."""
        try:
            fields: dict[str, Any] = orjson.loads(data)
            return cls(
                created_at=datetime.fromisoformat(fields["created_at"]),
                version=fields["version"],
                migrations=tuple(fields["migrations"]),
                tables={name: TableSum(**table) for name, table in fields["tables"].items()},
                groups={name: GroupSum(**group) for name, group in fields["groups"].items()},
                spool_records=fields["spool_records"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise BackupError("the archive's manifest cannot be read by this version of the service") from error
