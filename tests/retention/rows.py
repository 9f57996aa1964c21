"""Feedback of many kinds, made without the service, and looking at what is stored of it."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from graphql_api.postgres.connect import fetch
from tests.make import make_analysis, make_feedback

MANY = """
WITH made AS (
    INSERT INTO feedback (
        id, submission_key, body_hash, session_id, category, message, tags, created_at, is_read, is_archived,
        redactions, search_vector
    )
    SELECT
        gen_random_uuid(), gen_random_uuid(), sha256('x'), 'many-' || number % 7, 'BUG', 'It broke ' || number, '{web}',
        $2::timestamptz + number * interval '1 second', false, false, '{}', to_tsvector('simple', 'broke')
    FROM generate_series(1, $1) AS number
    RETURNING session_id, created_at
)
INSERT INTO session SELECT session_id, min(created_at), max(created_at), count(*) FROM made GROUP BY session_id
ON CONFLICT (id) DO UPDATE SET
    feedback_count = session.feedback_count + excluded.feedback_count, last_seen_at = excluded.last_seen_at
"""
CHANGE = """
INSERT INTO answer_rating_change VALUES ($1, sha256('y'), 'UP', 'DOWN', NULL, 'worse', true, $2, $3)
"""
TRIAGE = """
UPDATE feedback SET
    is_read = true, admin_notes = '@note', page = '{"url": "https://a.b/"}', api_state = '{"a": [1, 2.5, null]}',
    redactions = '{"email": 1}'
WHERE id = $1
"""
TRIAGED = """
INSERT INTO triage_change (feedback_id, action, notes, key_id, key_name, created_at)
VALUES ($1, 'READ', NULL, $2, 'lead', $3), ($1, 'NOTED', '@note', $2, 'lead', $3)
"""
PICTURE = """
INSERT INTO screenshot (
    feedback_id, feedback_created_at, status, annotations, attempts, picture_key, thumbnail_key, sha256, size_bytes,
    width, height
)
SELECT id, created_at, 'STORED', '[{"kind": "HIGHLIGHT", "x": 1, "y": 2, "width": 3, "height": 4, "note": "=1+1"}]', 0,
    $2, $3, sha256('z'), 7, 10, 20
FROM feedback WHERE id = $1
"""
# All that a feedback is, but for this database's own numbers of findings and changes.
KEPT = {
    "feedback": "SELECT t::text FROM feedback AS t ORDER BY id",
    "session": "SELECT t::text FROM session AS t ORDER BY id",
    "answer_rating": "SELECT t::text FROM answer_rating AS t ORDER BY feedback_id",
    "answer_rating_change": "SELECT t::text FROM answer_rating_change AS t ORDER BY submission_key",
    "analysis": "SELECT (to_jsonb(t) - 'id')::text FROM analysis AS t ORDER BY feedback_id, id",
    "triage_change": "SELECT (to_jsonb(t) - 'id')::text FROM triage_change AS t ORDER BY feedback_id, id",
    "screenshot": "SELECT t::text FROM screenshot AS t ORDER BY feedback_id",
}


async def make_many(number: int, since: datetime) -> None:
    """So many plain feedbacks, a second apart, of seven sessions."""
    await fetch(MANY, number, since)


async def make_all_kinds(since: datetime) -> list[UUID]:
    """A report, one that was triaged and read twice, and a rating that was changed."""
    report = await make_feedback(message='=HYPERLINK("x")', created_at=since, tags=["web"])
    triaged = await make_feedback(
        message="  -2+3\nnext line, 'quoted' \"words\"", created_at=since + timedelta(hours=1), session_id="two"
    )
    await fetch(TRIAGE, triaged)
    await fetch(TRIAGED, triaged, uuid4(), since + timedelta(hours=2))
    await make_analysis(triaged, is_current=False, sentiment="POSITIVE")
    await make_analysis(triaged, sentiment="NEGATIVE", topic="BUG", prompt_version="v2", method="AI")
    rated = await make_feedback(message=None, rating="DOWN", created_at=since + timedelta(days=40), session_id="two")
    await fetch(CHANGE, uuid4(), since + timedelta(days=41), rated)
    await make_analysis(rated)
    return [report, triaged, rated]


async def add_picture(feedback_id: UUID, picture_key: str, thumbnail_key: str) -> None:
    """A stored screenshot, by name."""
    await fetch(PICTURE, feedback_id, picture_key, thumbnail_key)


async def everything_kept() -> dict[str, list[str]]:
    """All that is kept of feedback, by table."""
    return {table: [row[0] for row in await fetch(sql)] for table, sql in KEPT.items()}
