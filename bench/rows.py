"""Synthetic rows by the million, as the intake and the worker would have left them: made in the database itself.

Words come by Zipf's law from a vocabulary of 50,000, so that the commonest is in most messages and the rarest in a few
of a million. Everything follows from the row's number, so that two loads of the same size are alike.
"""

import asyncpg

SPAN_DAYS = 90
CHUNK = 50_000
VOCABULARY = 50_000

# Words are looked up one by one: each row has few of them.
UNHURRIED = """
SET statement_timeout = 0; SET synchronous_commit = off; SET work_mem = '64MB';
SET enable_hashjoin = off; SET enable_mergejoin = off
"""

# Log-uniform ranks are Zipf's: the word of rank r has the share 1 / (r ln V).
WORDS = f"""
CREATE UNLOGGED TABLE bench_word (rank int PRIMARY KEY, word text NOT NULL);
INSERT INTO bench_word
SELECT rank, syllable[1 + rank / 2500 % 50] || syllable[1 + rank / 50 % 50] || syllable[1 + rank % 50] || 'k'
FROM generate_series(1, {VOCABULARY}) AS rank,
     (SELECT array_agg(consonant || vowel ORDER BY consonant, vowel) AS syllable
      FROM unnest('{{b,d,f,g,l,m,n,p,r,t}}'::text[]) AS consonant, unnest('{{a,e,i,o,u}}'::text[]) AS vowel) AS spoken
"""

SYLLABLES = [consonant + vowel for consonant in "bdfglmnprt" for vowel in "aeiou"]

# hash(n, salt) is a number from 0 to 1 that looks random and is always the same.
HASH = """
CREATE FUNCTION bench_hash(n bigint, salt int) RETURNS float8 IMMUTABLE PARALLEL SAFE LANGUAGE sql
RETURN (hashint8extended(n, salt) & 1073741823)::float8 / 1073741824
"""

SESSIONS = """
INSERT INTO session (id, first_seen_at, last_seen_at, feedback_count)
SELECT 'session-' || n, now() - $2 * interval '1 day', now(), 5 FROM generate_series(0, $1 / 5) AS n
"""

FEEDBACKS = f"""
INSERT INTO feedback (id, submission_key, body_hash, session_id, category, message, tags, page, created_at,
                      redactions, is_read, is_archived, search_vector)
SELECT md5('id' || n)::uuid, md5('key' || n)::uuid, sha256('x'), 'session-' || floor(bench_hash(n, 1) * $3 / 5),
       ('{{BUG,FEATURE_REQUEST,BILLING,PERFORMANCE,UX,GENERAL}}'::text[])[1 + floor(6 * bench_hash(n, 2) ^ 2)],
       words, CASE WHEN bench_hash(n, 3) < 0.3 THEN
           ARRAY[('{{web,mobile,billing,login,export,search,ui,api}}'::text[])[1 + floor(8 * bench_hash(n, 4) ^ 3)]]
       ELSE '{{}}' END,
       '{{"url": "https://example.org/page", "browser": "Firefox 144"}}',
       $4::timestamptz - ($3 - n) * $5::interval, '{{}}', bench_hash(n, 5) < 0.8, bench_hash(n, 6) < 0.1,
       to_tsvector('english', words) || to_tsvector('simple', words)
FROM generate_series($1::bigint, $2::bigint) AS n,
     LATERAL (SELECT string_agg(word, ' ' ORDER BY place) AS words
              FROM generate_series(1, 8 + (n % 15)::int) AS place
              JOIN bench_word ON rank = floor({VOCABULARY}::float8 ^ bench_hash(n, 100 + place))::int) AS said
"""

ANALYSES = """
INSERT INTO analysis (feedback_id, feedback_created_at, is_current, text_hash, sentiment, topic, topics, confidence,
                      confidence_score, alert_triggered, method, model, prompt_version, fallback_reason, cached,
                      latency_ms, input_tokens, output_tokens, cost_usd, created_at)
SELECT md5('id' || n)::uuid, moment, true, sha256('x'), sentiment,
       ('{BUG,FEATURE_REQUEST,BILLING,PERFORMANCE,UX,GENERAL}'::text[])[1 + floor(6 * bench_hash(n, 12) ^ 2)],
       '[]', confidence, 0.7, sentiment IN ('NEGATIVE', 'MIXED') AND confidence <> 'LOW',
       CASE WHEN is_ai THEN 'AI' ELSE 'ML' END, CASE WHEN is_ai THEN 'gpt' ELSE 'embedded' END,
       CASE WHEN is_ai THEN CASE WHEN bench_hash(n, 14) < 0.1 THEN 'v2' ELSE 'v1' END END,
       CASE WHEN NOT is_ai AND bench_hash(n, 15) < 0.2 THEN 'TIMEOUT' END, false,
       floor(5 + 400 * bench_hash(n, 16) ^ 4), CASE WHEN is_ai THEN 300 END, CASE WHEN is_ai THEN 40 END,
       CASE WHEN is_ai THEN 0.0004 END, moment
FROM generate_series($1::bigint, $2::bigint) AS n,
     LATERAL (SELECT $4::timestamptz - ($3 - n) * $5::interval AS moment, bench_hash(n, 13) < 0.6 AS is_ai,
         ('{POSITIVE,NEGATIVE,NEUTRAL,MIXED}'::text[])[1 + floor(4 * bench_hash(n, 10) ^ 1.5)] AS sentiment,
         ('{HIGH,MEDIUM,LOW}'::text[])[1 + floor(3 * bench_hash(n, 11) ^ 1.5)] AS confidence) AS found
WHERE bench_hash(n, 9) < 0.98
"""

RATINGS = """
INSERT INTO answer_rating (feedback_id, session_id, message_id, question, answer, rating, sources, issues,
                           feedback_created_at)
SELECT md5('id' || n)::uuid, 'session-' || floor(bench_hash(n, 1) * $3 / 5), md5('message' || n)::uuid,
       'How does it work?', 'Like this.', CASE WHEN bench_hash(n, 7) < 0.7 THEN 'UP' ELSE 'DOWN' END, '[]', '{}',
       $4::timestamptz - ($3 - n) * $5::interval
FROM generate_series($1::bigint, $2::bigint) AS n WHERE bench_hash(n, 8) < 0.3
"""

PICTURES = """
INSERT INTO screenshot (feedback_id, feedback_created_at, status, annotations, attempts, picture_key, thumbnail_key,
                        sha256, size_bytes, width, height)
SELECT md5('id' || n)::uuid, $4::timestamptz - ($3 - n) * $5::interval,
       CASE WHEN bench_hash(n, 17) < 0.04 THEN 'REJECTED' ELSE 'STORED' END, '[]', 0, 'picture-' || n,
       'thumbnail-' || n, sha256('x'), floor(50000 + 400000 * bench_hash(n, 18)), 1280, 800
FROM generate_series($1::bigint, $2::bigint) AS n WHERE bench_hash(n, 19) < 0.1
"""

# One in fifty feedbacks raises an alert, which is told to one channel.
ALERTS = """
WITH raised AS (
    INSERT INTO alert (id, rule, severity, status, sentiment, topic, confidence, count, people, told_count,
                       feedback_id, window_ends_at, created_at, closed_at)
    SELECT md5('alert' || n)::uuid, CASE WHEN bench_hash(n, 20) < 0.01 THEN 'SILENCE' ELSE 'COMPLAINT' END,
           ('{LOW,MEDIUM,HIGH,CRITICAL}'::text[])[1 + floor(4 * bench_hash(n, 21) ^ 2)], 'CLOSED',
           'NEGATIVE', 'BUG', 'HIGH', 1, 1, 1, md5('id' || n)::uuid, moment + interval '1 hour', moment,
           moment + interval '1 hour'
    FROM generate_series($1::bigint, $2::bigint) AS n,
         LATERAL (SELECT $4::timestamptz - ($3 - n) * $5::interval) AS at (moment)
    WHERE n % 50 = 0
    RETURNING *
),
joined AS (
    INSERT INTO alert_feedback (alert_id, feedback_id, rule, text_hash, created_at)
    SELECT id, feedback_id, rule, sha256('x'), created_at FROM raised
),
noticed AS (
    INSERT INTO alert_notice (id, kind, severity, alert_id, count, created_at)
    SELECT id, 'RAISED', severity, id, 1, created_at FROM raised
)
INSERT INTO alert_delivery (id, notice_id, channel, status, failures, due_at, give_up_at, created_at, sent_at)
SELECT id, id, 'slack', CASE WHEN hashtext(id::text) % 100 = 0 THEN 'FAILED' ELSE 'SENT' END, 0, created_at,
       created_at + interval '1 day', created_at, created_at
FROM raised
"""


def word(rank: int) -> str:
    """The word of a rank: 1 is in three of five messages, 30 in one of twenty-five, 300 in one of 250, and so on."""
    return "".join(SYLLABLES[rank // unit % 50] for unit in (2500, 50, 1)) + "k"


async def load(url: str, number: int, *, has_pictures: bool = True) -> None:
    """Fill an empty, migrated database with `number` feedbacks of the last 90 days, and what belongs to them; with
    screenshots, whose objects are nowhere, unless someone makes their own.
    """
    statements = (FEEDBACKS, ANALYSES, RATINGS, *((PICTURES,) if has_pictures else ()), ALERTS)
    connection = await asyncpg.connect(url, command_timeout=None)
    try:
        await connection.execute(UNHURRIED)
        await connection.execute(WORDS + ";" + HASH)
        await connection.execute(SESSIONS, number, SPAN_DAYS)
        newest = await connection.fetchval("SELECT now()")
        step = await connection.fetchval("SELECT interval '1 day' * $1::float8", SPAN_DAYS / number)
        for first in range(1, number + 1, CHUNK):
            for statement in statements:
                last = min(first + CHUNK - 1, number)
                await connection.execute(statement, first, last, number, newest, step)
        await connection.execute("DROP FUNCTION bench_hash; DROP TABLE bench_word")
        await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()
