"""Holding what was acknowledged against what the database has."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from tests.faults.load import RECEIPTS, WORTH_A_RETRY, Sent

ROWS = """
SELECT id, submission_key FROM feedback WHERE submission_key = any($1)
"""
COUNTS = """
SELECT session.id, feedback_count, (SELECT count(*) FROM feedback WHERE session_id = session.id) AS real_count
FROM session WHERE session.id = any($1)
"""
# Of every feedback, how often a worker was or will be asked to read it.
JOBS = """
SELECT feedback.id, (SELECT count(*) FROM pgqueuer WHERE payload = uuid_send(feedback.id)
        AND entrypoint = 'ANALYZE') AS asked,
       (SELECT count(*) FROM analysis WHERE feedback_id = feedback.id) AS done
FROM feedback WHERE submission_key = any($1)
"""


@dataclass
class Audit:
    """What went against the promise, by feedback's or session's name; all empty when it was kept."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    miscounted: list[str] = field(default_factory=list)
    without_job: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    @property
    def broken(self) -> dict[str, list[str]]:
        """What is not empty."""
        return {name: names for name, names in vars(self).items() if names}


async def audit(connection: asyncpg.Connection, all_sent: Sequence[Sent], data_folder: Path) -> Audit:
    """Compare receipts with rows, sessions' counts, jobs, and what is left of the spool."""
    keys = [sent.key for sent in all_sent]
    rows = {row["submission_key"]: str(row["id"]) for row in await connection.fetch(ROWS, keys)}
    found = Audit(left_over=[path.name for path in left_in_spool(data_folder)])
    for sent in all_sent:
        _judge(found, sent, rows.get(sent.key))
    sessions = list({sent.input["sessionId"] for sent in all_sent})
    for row in await connection.fetch(COUNTS, sessions):
        if row["feedback_count"] != row["real_count"]:
            found.miscounted.append(f"{row['id']}: {row['feedback_count']} for {row['real_count']}")
    for row in await connection.fetch(JOBS, keys):
        if row["asked"] + row["done"] == 0:
            found.without_job.append(str(row["id"]))
        elif max(row["asked"], row["done"]) > 1:
            found.doubled.append(f"{row['id']}: {row['asked']} jobs, {row['done']} findings")
    return found


def _judge(found: Audit, sent: Sent, row_id: str | None) -> None:
    key, receipts = str(sent.key), sent.receipts
    answers = Counter(receipt.answer for receipt in receipts)
    ids = {receipt.feedback_id for receipt in receipts}
    if not receipts:
        found.unanswered.append(f"{key}: {sent.attempts[-1].answer if sent.attempts else 'never sent'}")
    elif row_id is None:
        found.lost.append(f"{key}: {dict(answers)}")
    elif ids != {row_id}:
        found.doubled.append(f"{key}: row {row_id}, receipts {ids}")
    if answers["SAVED"] > 1:
        found.doubled.append(f"{key}: SAVED {answers['SAVED']} times")
    odd = {attempt.answer for attempt in sent.attempts} - {*RECEIPTS, *WORTH_A_RETRY}
    found.strange += [f"{key}: {answer}" for answer in odd]


def left_in_spool(data_folder: Path) -> list[Path]:
    """Segments, and what lies in quarantine."""
    segments: Iterable[Path] = data_folder.rglob("feedback_*.jsonl")
    return [*segments, *(path for path in data_folder.rglob("quarantine/*") if path.is_file())]
