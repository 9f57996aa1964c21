-- What a rival's database has beyond the service's tables: the same submission as one function, and the same search.

CREATE FUNCTION submit_feedback(submission_key uuid, session_id text, category text, message text, tags text[])
RETURNS uuid VOLATILE LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    kept uuid;
    moment timestamptz := clock_timestamp();
    job bigint;
BEGIN
    INSERT INTO session AS known (id, first_seen_at, last_seen_at, feedback_count)
    VALUES (session_id, moment, moment, 1)
    ON CONFLICT (id) DO UPDATE SET
        first_seen_at = least(known.first_seen_at, excluded.first_seen_at),
        last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
        feedback_count = known.feedback_count + 1;
    INSERT INTO feedback (
        id, submission_key, body_hash, session_id, category, message, tags, created_at, redactions, is_read,
        is_archived, search_vector
    )
    VALUES (
        gen_random_uuid(), submission_key, sha256(convert_to(message, 'UTF8')), session_id, category, message, tags,
        moment, '{}', false, false, to_tsvector('english', message) || to_tsvector('simple', message)
    )
    RETURNING id INTO kept;
    INSERT INTO pgqueuer (priority, entrypoint, payload, status)
    VALUES (0, 'ANALYZE', decode(replace(kept::text, '-', ''), 'hex'), 'queued')
    RETURNING id INTO job;
    INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority) VALUES (job, 'queued', 'ANALYZE', 0);
    RETURN kept;
END
$$;

CREATE FUNCTION submit_answer_rating(
    submission_key uuid, session_id text, message_id uuid, question text, answer text, rating text
)
RETURNS uuid VOLATILE LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    kept uuid;
    moment timestamptz := clock_timestamp();
    words text := concat_ws(E'\n', question, answer);
    job bigint;
BEGIN
    INSERT INTO session AS known (id, first_seen_at, last_seen_at, feedback_count)
    VALUES (session_id, moment, moment, 1)
    ON CONFLICT (id) DO UPDATE SET
        first_seen_at = least(known.first_seen_at, excluded.first_seen_at),
        last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
        feedback_count = known.feedback_count + 1;
    INSERT INTO feedback (
        id, submission_key, body_hash, session_id, category, tags, created_at, redactions, is_read, is_archived,
        search_vector
    )
    VALUES (
        gen_random_uuid(), submission_key, sha256(convert_to(words, 'UTF8')), session_id, 'GENERAL', '{}', moment,
        '{}', false, false, to_tsvector('english', words) || to_tsvector('simple', words)
    )
    RETURNING id INTO kept;
    INSERT INTO answer_rating (
        feedback_id, session_id, message_id, question, answer, rating, sources, issues, feedback_created_at
    )
    VALUES (kept, session_id, message_id, question, answer, rating, '[]', '{}', moment);
    INSERT INTO pgqueuer (priority, entrypoint, payload, status)
    VALUES (0, 'ANALYZE', decode(replace(kept::text, '-', ''), 'hex'), 'queued')
    RETURNING id INTO job;
    INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority) VALUES (job, 'queued', 'ANALYZE', 0);
    RETURN kept;
END
$$;

CREATE FUNCTION search_feedback(words text) RETURNS SETOF feedback STABLE LANGUAGE sql AS $$
    SELECT * FROM feedback WHERE search_vector @@ websearch_to_tsquery('english', words)
    ORDER BY created_at DESC, id DESC
$$;
