from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
DROP INDEX "feedback_stretch";
DROP INDEX "feedback_tags";
DROP INDEX "feedback_search";
CREATE FUNCTION feedback_marks(moment timestamptz, is_read boolean, is_archived boolean) RETURNS int[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY[
    ((moment AT TIME ZONE 'UTC')::date - date '1970-01-01') * 4,
    ((moment AT TIME ZONE 'UTC')::date - date '1970-01-01') / 8 * 4 + 1,
    ((moment AT TIME ZONE 'UTC')::date - date '1970-01-01') / 64 * 4 + 2,
    CASE WHEN is_read THEN ((moment AT TIME ZONE 'UTC')::date - date '1970-01-01') * 4 ELSE 3 END,
    CASE WHEN is_archived THEN 7 ELSE ((moment AT TIME ZONE 'UTC')::date - date '1970-01-01') * 4 END
];
CREATE INDEX feedback_search ON feedback
    USING gin (search_vector, tags, feedback_marks(created_at, is_read, is_archived));
DROP INDEX "alert_delivery_status";
ALTER TABLE "alert_delivery" ADD "notice_alert_id" UUID;
ALTER TABLE "alert_delivery" ADD "alert_created_at" TIMESTAMPTZ;
CREATE FUNCTION name_alert_of_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT alert.id, alert.created_at INTO NEW.notice_alert_id, NEW.alert_created_at
    FROM alert_notice JOIN alert ON alert.id = alert_notice.alert_id WHERE alert_notice.id = NEW.notice_id;
    RETURN NEW;
END
$$;
CREATE TRIGGER alert_delivery_made BEFORE INSERT ON alert_delivery
FOR EACH ROW EXECUTE FUNCTION name_alert_of_delivery();
UPDATE alert_delivery SET notice_alert_id = alert.id, alert_created_at = alert.created_at
FROM alert_notice JOIN alert ON alert.id = alert_notice.alert_id WHERE alert_notice.id = alert_delivery.notice_id;
CREATE INDEX "alert_delivery_status" ON "alert_delivery" ("status", "alert_created_at", "notice_alert_id");
LOCK TABLE analysis IN SHARE ROW EXCLUSIVE MODE;
CREATE OR REPLACE FUNCTION tally_analysis() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (is_current)::int AS counts FROM (SELECT 1 AS sign, * FROM after) AS changed) AS changed,
        LATERAL (
            SELECT 'finding', 'epoch'::timestamptz, concat_ws('|', sentiment, topic, confidence, method, alert_triggered::text, prompt_version), counts, 0 UNION ALL
            SELECT 'sentiment', date_trunc('day', feedback_created_at, 'UTC'), sentiment, counts, 0 UNION ALL
            SELECT 'topic', date_trunc('day', feedback_created_at, 'UTC'), topic, counts, 0 UNION ALL
            SELECT 'confidence', date_trunc('day', feedback_created_at, 'UTC'), confidence, counts, 0 UNION ALL
            SELECT 'method', date_trunc('day', feedback_created_at, 'UTC'), method, counts, 0 UNION ALL
            SELECT 'prompt_version', date_trunc('day', feedback_created_at, 'UTC'), prompt_version, counts, 0 UNION ALL
            SELECT 'fallback_reason', date_trunc('day', feedback_created_at, 'UTC'), fallback_reason, counts, 0 UNION ALL
            SELECT 'alerted', date_trunc('day', feedback_created_at, 'UTC'), alert_triggered::text, counts, 0 UNION ALL
            SELECT 'cached', date_trunc('day', feedback_created_at, 'UTC'), cached::text, counts, 0 UNION ALL
            SELECT 'latency_ms', date_trunc('day', feedback_created_at, 'UTC'), CASE WHEN NOT cached THEN (round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int)))::text END, counts, 0 UNION ALL
            SELECT 'input_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, input_tokens::numeric UNION ALL
            SELECT 'output_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, output_tokens::numeric UNION ALL
            SELECT 'cost_usd', date_trunc('day', feedback_created_at, 'UTC'), '', 0, cost_usd::numeric UNION ALL
            SELECT 'prompt_finding', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN concat_ws('|', sentiment, topic, confidence, alert_triggered::text, prompt_version) END, 1, 0 UNION ALL
            SELECT 'prompt_latency_ms', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN concat_ws('|', round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int)), prompt_version) END, 1, 0 UNION ALL
            SELECT 'prompt_total_ms', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, latency_ms UNION ALL
            SELECT 'prompt_input_tokens', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, input_tokens UNION ALL
            SELECT 'prompt_output_tokens', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, output_tokens UNION ALL
            SELECT 'prompt_cost_usd', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, cost_usd::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (is_current)::int AS counts FROM (SELECT -1 AS sign, * FROM before) AS changed) AS changed,
        LATERAL (
            SELECT 'finding', 'epoch'::timestamptz, concat_ws('|', sentiment, topic, confidence, method, alert_triggered::text, prompt_version), counts, 0 UNION ALL
            SELECT 'sentiment', date_trunc('day', feedback_created_at, 'UTC'), sentiment, counts, 0 UNION ALL
            SELECT 'topic', date_trunc('day', feedback_created_at, 'UTC'), topic, counts, 0 UNION ALL
            SELECT 'confidence', date_trunc('day', feedback_created_at, 'UTC'), confidence, counts, 0 UNION ALL
            SELECT 'method', date_trunc('day', feedback_created_at, 'UTC'), method, counts, 0 UNION ALL
            SELECT 'prompt_version', date_trunc('day', feedback_created_at, 'UTC'), prompt_version, counts, 0 UNION ALL
            SELECT 'fallback_reason', date_trunc('day', feedback_created_at, 'UTC'), fallback_reason, counts, 0 UNION ALL
            SELECT 'alerted', date_trunc('day', feedback_created_at, 'UTC'), alert_triggered::text, counts, 0 UNION ALL
            SELECT 'cached', date_trunc('day', feedback_created_at, 'UTC'), cached::text, counts, 0 UNION ALL
            SELECT 'latency_ms', date_trunc('day', feedback_created_at, 'UTC'), CASE WHEN NOT cached THEN (round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int)))::text END, counts, 0 UNION ALL
            SELECT 'input_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, input_tokens::numeric UNION ALL
            SELECT 'output_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, output_tokens::numeric UNION ALL
            SELECT 'cost_usd', date_trunc('day', feedback_created_at, 'UTC'), '', 0, cost_usd::numeric UNION ALL
            SELECT 'prompt_finding', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN concat_ws('|', sentiment, topic, confidence, alert_triggered::text, prompt_version) END, 1, 0 UNION ALL
            SELECT 'prompt_latency_ms', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN concat_ws('|', round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int)), prompt_version) END, 1, 0 UNION ALL
            SELECT 'prompt_total_ms', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, latency_ms UNION ALL
            SELECT 'prompt_input_tokens', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, input_tokens UNION ALL
            SELECT 'prompt_output_tokens', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, output_tokens UNION ALL
            SELECT 'prompt_cost_usd', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, cost_usd::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    ELSE
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (is_current)::int AS counts FROM (SELECT -1 AS sign, * FROM before UNION ALL SELECT 1, * FROM after) AS changed) AS changed,
        LATERAL (
            SELECT 'finding', 'epoch'::timestamptz, concat_ws('|', sentiment, topic, confidence, method, alert_triggered::text, prompt_version), counts, 0 UNION ALL
            SELECT 'sentiment', date_trunc('day', feedback_created_at, 'UTC'), sentiment, counts, 0 UNION ALL
            SELECT 'topic', date_trunc('day', feedback_created_at, 'UTC'), topic, counts, 0 UNION ALL
            SELECT 'confidence', date_trunc('day', feedback_created_at, 'UTC'), confidence, counts, 0 UNION ALL
            SELECT 'method', date_trunc('day', feedback_created_at, 'UTC'), method, counts, 0 UNION ALL
            SELECT 'prompt_version', date_trunc('day', feedback_created_at, 'UTC'), prompt_version, counts, 0 UNION ALL
            SELECT 'fallback_reason', date_trunc('day', feedback_created_at, 'UTC'), fallback_reason, counts, 0 UNION ALL
            SELECT 'alerted', date_trunc('day', feedback_created_at, 'UTC'), alert_triggered::text, counts, 0 UNION ALL
            SELECT 'cached', date_trunc('day', feedback_created_at, 'UTC'), cached::text, counts, 0 UNION ALL
            SELECT 'latency_ms', date_trunc('day', feedback_created_at, 'UTC'), CASE WHEN NOT cached THEN (round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int)))::text END, counts, 0 UNION ALL
            SELECT 'input_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, input_tokens::numeric UNION ALL
            SELECT 'output_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, output_tokens::numeric UNION ALL
            SELECT 'cost_usd', date_trunc('day', feedback_created_at, 'UTC'), '', 0, cost_usd::numeric UNION ALL
            SELECT 'prompt_finding', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN concat_ws('|', sentiment, topic, confidence, alert_triggered::text, prompt_version) END, 1, 0 UNION ALL
            SELECT 'prompt_latency_ms', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN concat_ws('|', round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int)), prompt_version) END, 1, 0 UNION ALL
            SELECT 'prompt_total_ms', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, latency_ms UNION ALL
            SELECT 'prompt_input_tokens', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, input_tokens UNION ALL
            SELECT 'prompt_output_tokens', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, output_tokens UNION ALL
            SELECT 'prompt_cost_usd', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, cost_usd::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION recount_tallies() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE feedback, answer_rating, analysis, screenshot IN SHARE MODE;
    DELETE FROM tally;
    DELETE FROM tally_change;
    INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (true)::int AS counts FROM (SELECT 1 AS sign, * FROM feedback) AS changed) AS changed,
        LATERAL (
            SELECT 'submission', date_trunc('hour', created_at, 'UTC'), '', counts, 0 UNION ALL
            SELECT 'standing', 'epoch'::timestamptz, concat_ws('|', category, is_read::text, is_archived::text), counts, 0 UNION ALL
            SELECT 'tag', 'epoch'::timestamptz, unnest(tags), counts, 0 UNION ALL
            SELECT 'submission_bytes', date_trunc('day', created_at, 'UTC'), '', 0, size_bytes::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (true)::int AS counts FROM (SELECT 1 AS sign, * FROM answer_rating) AS changed) AS changed,
        LATERAL (
            SELECT 'rating', date_trunc('day', feedback_created_at, 'UTC'), rating, counts, 0 UNION ALL
            SELECT 'submission_bytes', date_trunc('day', feedback_created_at, 'UTC'), '', 0, size_bytes::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (is_current)::int AS counts FROM (SELECT 1 AS sign, * FROM analysis) AS changed) AS changed,
        LATERAL (
            SELECT 'finding', 'epoch'::timestamptz, concat_ws('|', sentiment, topic, confidence, method, alert_triggered::text, prompt_version), counts, 0 UNION ALL
            SELECT 'sentiment', date_trunc('day', feedback_created_at, 'UTC'), sentiment, counts, 0 UNION ALL
            SELECT 'topic', date_trunc('day', feedback_created_at, 'UTC'), topic, counts, 0 UNION ALL
            SELECT 'confidence', date_trunc('day', feedback_created_at, 'UTC'), confidence, counts, 0 UNION ALL
            SELECT 'method', date_trunc('day', feedback_created_at, 'UTC'), method, counts, 0 UNION ALL
            SELECT 'prompt_version', date_trunc('day', feedback_created_at, 'UTC'), prompt_version, counts, 0 UNION ALL
            SELECT 'fallback_reason', date_trunc('day', feedback_created_at, 'UTC'), fallback_reason, counts, 0 UNION ALL
            SELECT 'alerted', date_trunc('day', feedback_created_at, 'UTC'), alert_triggered::text, counts, 0 UNION ALL
            SELECT 'cached', date_trunc('day', feedback_created_at, 'UTC'), cached::text, counts, 0 UNION ALL
            SELECT 'latency_ms', date_trunc('day', feedback_created_at, 'UTC'), CASE WHEN NOT cached THEN (round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int)))::text END, counts, 0 UNION ALL
            SELECT 'input_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, input_tokens::numeric UNION ALL
            SELECT 'output_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, output_tokens::numeric UNION ALL
            SELECT 'cost_usd', date_trunc('day', feedback_created_at, 'UTC'), '', 0, cost_usd::numeric UNION ALL
            SELECT 'prompt_finding', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN concat_ws('|', sentiment, topic, confidence, alert_triggered::text, prompt_version) END, 1, 0 UNION ALL
            SELECT 'prompt_latency_ms', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN concat_ws('|', round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int)), prompt_version) END, 1, 0 UNION ALL
            SELECT 'prompt_total_ms', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, latency_ms UNION ALL
            SELECT 'prompt_input_tokens', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, input_tokens UNION ALL
            SELECT 'prompt_output_tokens', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, output_tokens UNION ALL
            SELECT 'prompt_cost_usd', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, cost_usd::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (status <> 'REJECTED')::int AS counts FROM (SELECT 1 AS sign, * FROM screenshot) AS changed) AS changed,
        LATERAL (
            SELECT 'screenshot', date_trunc('hour', feedback_created_at, 'UTC'), '', counts, 0 UNION ALL
            SELECT 'screenshot_stored', 'epoch'::timestamptz, CASE WHEN status = 'STORED' THEN '' END, counts, 0 UNION ALL
            SELECT 'screenshot_bytes', date_trunc('day', feedback_created_at, 'UTC'), '', 0, CASE WHEN status = 'STORED' THEN size_bytes ELSE 0 END::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
END $$;
INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (is_current)::int AS counts FROM (SELECT 1 AS sign, * FROM analysis) AS changed) AS changed,
        LATERAL (
            SELECT 'prompt_finding', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN concat_ws('|', sentiment, topic, confidence, alert_triggered::text, prompt_version) END, 1, 0 UNION ALL
            SELECT 'prompt_latency_ms', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN concat_ws('|', round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int)), prompt_version) END, 1, 0 UNION ALL
            SELECT 'prompt_total_ms', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, latency_ms UNION ALL
            SELECT 'prompt_input_tokens', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, input_tokens UNION ALL
            SELECT 'prompt_output_tokens', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, output_tokens UNION ALL
            SELECT 'prompt_cost_usd', date_trunc('day', created_at, 'UTC'), CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN prompt_version END, 0, cost_usd::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
LOCK TABLE analysis IN SHARE ROW EXCLUSIVE MODE;
CREATE OR REPLACE FUNCTION tally_analysis() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (is_current)::int AS counts FROM (SELECT 1 AS sign, * FROM after) AS changed) AS changed,
        LATERAL (
            SELECT 'finding', 'epoch'::timestamptz, concat_ws('|', sentiment, topic, confidence, method, alert_triggered::text, prompt_version), counts, 0 UNION ALL
            SELECT 'sentiment', date_trunc('day', feedback_created_at, 'UTC'), sentiment, counts, 0 UNION ALL
            SELECT 'topic', date_trunc('day', feedback_created_at, 'UTC'), topic, counts, 0 UNION ALL
            SELECT 'confidence', date_trunc('day', feedback_created_at, 'UTC'), confidence, counts, 0 UNION ALL
            SELECT 'method', date_trunc('day', feedback_created_at, 'UTC'), method, counts, 0 UNION ALL
            SELECT 'prompt_version', date_trunc('day', feedback_created_at, 'UTC'), prompt_version, counts, 0 UNION ALL
            SELECT 'fallback_reason', date_trunc('day', feedback_created_at, 'UTC'), fallback_reason, counts, 0 UNION ALL
            SELECT 'alerted', date_trunc('day', feedback_created_at, 'UTC'), alert_triggered::text, counts, 0 UNION ALL
            SELECT 'cached', date_trunc('day', feedback_created_at, 'UTC'), cached::text, counts, 0 UNION ALL
            SELECT 'latency_ms', date_trunc('day', feedback_created_at, 'UTC'), CASE WHEN NOT cached THEN (round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int)))::text END, counts, 0 UNION ALL
            SELECT 'input_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, input_tokens::numeric UNION ALL
            SELECT 'output_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, output_tokens::numeric UNION ALL
            SELECT 'cost_usd', date_trunc('day', feedback_created_at, 'UTC'), '', 0, cost_usd::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (is_current)::int AS counts FROM (SELECT -1 AS sign, * FROM before) AS changed) AS changed,
        LATERAL (
            SELECT 'finding', 'epoch'::timestamptz, concat_ws('|', sentiment, topic, confidence, method, alert_triggered::text, prompt_version), counts, 0 UNION ALL
            SELECT 'sentiment', date_trunc('day', feedback_created_at, 'UTC'), sentiment, counts, 0 UNION ALL
            SELECT 'topic', date_trunc('day', feedback_created_at, 'UTC'), topic, counts, 0 UNION ALL
            SELECT 'confidence', date_trunc('day', feedback_created_at, 'UTC'), confidence, counts, 0 UNION ALL
            SELECT 'method', date_trunc('day', feedback_created_at, 'UTC'), method, counts, 0 UNION ALL
            SELECT 'prompt_version', date_trunc('day', feedback_created_at, 'UTC'), prompt_version, counts, 0 UNION ALL
            SELECT 'fallback_reason', date_trunc('day', feedback_created_at, 'UTC'), fallback_reason, counts, 0 UNION ALL
            SELECT 'alerted', date_trunc('day', feedback_created_at, 'UTC'), alert_triggered::text, counts, 0 UNION ALL
            SELECT 'cached', date_trunc('day', feedback_created_at, 'UTC'), cached::text, counts, 0 UNION ALL
            SELECT 'latency_ms', date_trunc('day', feedback_created_at, 'UTC'), CASE WHEN NOT cached THEN (round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int)))::text END, counts, 0 UNION ALL
            SELECT 'input_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, input_tokens::numeric UNION ALL
            SELECT 'output_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, output_tokens::numeric UNION ALL
            SELECT 'cost_usd', date_trunc('day', feedback_created_at, 'UTC'), '', 0, cost_usd::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    ELSE
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (is_current)::int AS counts FROM (SELECT -1 AS sign, * FROM before UNION ALL SELECT 1, * FROM after) AS changed) AS changed,
        LATERAL (
            SELECT 'finding', 'epoch'::timestamptz, concat_ws('|', sentiment, topic, confidence, method, alert_triggered::text, prompt_version), counts, 0 UNION ALL
            SELECT 'sentiment', date_trunc('day', feedback_created_at, 'UTC'), sentiment, counts, 0 UNION ALL
            SELECT 'topic', date_trunc('day', feedback_created_at, 'UTC'), topic, counts, 0 UNION ALL
            SELECT 'confidence', date_trunc('day', feedback_created_at, 'UTC'), confidence, counts, 0 UNION ALL
            SELECT 'method', date_trunc('day', feedback_created_at, 'UTC'), method, counts, 0 UNION ALL
            SELECT 'prompt_version', date_trunc('day', feedback_created_at, 'UTC'), prompt_version, counts, 0 UNION ALL
            SELECT 'fallback_reason', date_trunc('day', feedback_created_at, 'UTC'), fallback_reason, counts, 0 UNION ALL
            SELECT 'alerted', date_trunc('day', feedback_created_at, 'UTC'), alert_triggered::text, counts, 0 UNION ALL
            SELECT 'cached', date_trunc('day', feedback_created_at, 'UTC'), cached::text, counts, 0 UNION ALL
            SELECT 'latency_ms', date_trunc('day', feedback_created_at, 'UTC'), CASE WHEN NOT cached THEN (round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int)))::text END, counts, 0 UNION ALL
            SELECT 'input_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, input_tokens::numeric UNION ALL
            SELECT 'output_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, output_tokens::numeric UNION ALL
            SELECT 'cost_usd', date_trunc('day', feedback_created_at, 'UTC'), '', 0, cost_usd::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION recount_tallies() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE feedback, answer_rating, analysis, screenshot IN SHARE MODE;
    DELETE FROM tally;
    DELETE FROM tally_change;
    INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (true)::int AS counts FROM (SELECT 1 AS sign, * FROM feedback) AS changed) AS changed,
        LATERAL (
            SELECT 'submission', date_trunc('hour', created_at, 'UTC'), '', counts, 0 UNION ALL
            SELECT 'standing', 'epoch'::timestamptz, concat_ws('|', category, is_read::text, is_archived::text), counts, 0 UNION ALL
            SELECT 'tag', 'epoch'::timestamptz, unnest(tags), counts, 0 UNION ALL
            SELECT 'submission_bytes', date_trunc('day', created_at, 'UTC'), '', 0, size_bytes::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (true)::int AS counts FROM (SELECT 1 AS sign, * FROM answer_rating) AS changed) AS changed,
        LATERAL (
            SELECT 'rating', date_trunc('day', feedback_created_at, 'UTC'), rating, counts, 0 UNION ALL
            SELECT 'submission_bytes', date_trunc('day', feedback_created_at, 'UTC'), '', 0, size_bytes::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (is_current)::int AS counts FROM (SELECT 1 AS sign, * FROM analysis) AS changed) AS changed,
        LATERAL (
            SELECT 'finding', 'epoch'::timestamptz, concat_ws('|', sentiment, topic, confidence, method, alert_triggered::text, prompt_version), counts, 0 UNION ALL
            SELECT 'sentiment', date_trunc('day', feedback_created_at, 'UTC'), sentiment, counts, 0 UNION ALL
            SELECT 'topic', date_trunc('day', feedback_created_at, 'UTC'), topic, counts, 0 UNION ALL
            SELECT 'confidence', date_trunc('day', feedback_created_at, 'UTC'), confidence, counts, 0 UNION ALL
            SELECT 'method', date_trunc('day', feedback_created_at, 'UTC'), method, counts, 0 UNION ALL
            SELECT 'prompt_version', date_trunc('day', feedback_created_at, 'UTC'), prompt_version, counts, 0 UNION ALL
            SELECT 'fallback_reason', date_trunc('day', feedback_created_at, 'UTC'), fallback_reason, counts, 0 UNION ALL
            SELECT 'alerted', date_trunc('day', feedback_created_at, 'UTC'), alert_triggered::text, counts, 0 UNION ALL
            SELECT 'cached', date_trunc('day', feedback_created_at, 'UTC'), cached::text, counts, 0 UNION ALL
            SELECT 'latency_ms', date_trunc('day', feedback_created_at, 'UTC'), CASE WHEN NOT cached THEN (round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int)))::text END, counts, 0 UNION ALL
            SELECT 'input_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, input_tokens::numeric UNION ALL
            SELECT 'output_tokens', date_trunc('day', feedback_created_at, 'UTC'), '', 0, output_tokens::numeric UNION ALL
            SELECT 'cost_usd', date_trunc('day', feedback_created_at, 'UTC'), '', 0, cost_usd::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (status <> 'REJECTED')::int AS counts FROM (SELECT 1 AS sign, * FROM screenshot) AS changed) AS changed,
        LATERAL (
            SELECT 'screenshot', date_trunc('hour', feedback_created_at, 'UTC'), '', counts, 0 UNION ALL
            SELECT 'screenshot_stored', 'epoch'::timestamptz, CASE WHEN status = 'STORED' THEN '' END, counts, 0 UNION ALL
            SELECT 'screenshot_bytes', date_trunc('day', feedback_created_at, 'UTC'), '', 0, CASE WHEN status = 'STORED' THEN size_bytes ELSE 0 END::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
END $$;
DELETE FROM tally WHERE subject IN ('prompt_finding', 'prompt_latency_ms', 'prompt_total_ms', 'prompt_input_tokens', 'prompt_output_tokens', 'prompt_cost_usd');
DELETE FROM tally_change WHERE subject IN ('prompt_finding', 'prompt_latency_ms', 'prompt_total_ms', 'prompt_input_tokens', 'prompt_output_tokens', 'prompt_cost_usd');
DROP INDEX "alert_delivery_status";
DROP TRIGGER alert_delivery_made ON alert_delivery;
DROP FUNCTION name_alert_of_delivery();
ALTER TABLE "alert_delivery" DROP COLUMN "notice_alert_id";
ALTER TABLE "alert_delivery" DROP COLUMN "alert_created_at";
CREATE INDEX "alert_delivery_status" ON "alert_delivery" ("status");
DROP INDEX feedback_search;
DROP FUNCTION feedback_marks(timestamptz, boolean, boolean);
CREATE INDEX "feedback_search" ON "feedback" USING GIN ("search_vector");
CREATE INDEX "feedback_tags" ON "feedback" USING GIN ("tags");
CREATE INDEX feedback_stretch ON feedback USING brin (created_at timestamptz_minmax_multi_ops);
"""


MODELS_STATE = (
    "eJztXetz20aS/1em+MVJFVeJZct27NurkmU61sWRXJKc7G6UIkfEkMQKxGAxgGlezv/7Tf"
    "fg/SIAPgRS8yGxCEzPAD0P9PPXf/Xm3GCWODo1rx1mG73X5K+eTedM/pG91Sc96jjxDbjg"
    "0TsL21JzKKJWd8Jz6diT1yfUEkxeMpgYu6bjmdyG1r/PqEe8GSOn508EobZYMFcQPiHcZs"
    "SgS/Ld55uz74nH+X2f3C0JDviGyM44tAoJPOhmzH3LIDb3yB0jvmDGETyDwcfyIUx7upvh"
    "fNv8j8+GHp8yOY4rB/3jj57sGe5hb70//5R/mrbBvjIBt+Gncz+cmMxKc91EHuL1obd08N"
    "pbc3pue++xLbzc3XDMLX9ux+2dpTfjdkRg2h5cnTKbudRjMILn+jATtm9ZwaSFk6MePm6i"
    "njJBY7AJ9S2YT6BWDxBf6w2HF5c3w+vBzXDYy811SJGYj+DSmNuwTuSjCmTAFB7hbz8dHz"
    "979vL4x2cvXp08f/ny5NWPr2RbfN78rZff1MPE3FJdIc/Ofz6/uIEH4nIxqlUKF74hDfWo"
    "osLJiLkfzFma/e8kC4uZHzTPcF/2zjxzzo7gj+w8hFyvmojwQjwT8UbawVRUcPXd6c0AWZ"
    "g5JvJMO5tRt5hpEUGGbfIR9pBZvTn9OrSYPfVm8ufxjz9WcO+306uzD6dX38lW36dX5kVw"
    "61jdS3M4OICanQsJotWHwz7weYfnQ+I0th3fk+f6PbMb8j9LqSeh9SRw32s7CzlSPQ2tp2"
    "HMhTf0RYF88t7itGQCkkQZ3k+Aag+5X/V5vPz89uOAfLoanJ1fn19eoPy3FP+x4ptwSV4w"
    "PeTB1eD0o2QzSIOT+4REAhfu6Ph+QV1jmLvDj3lZ2/yt+fE8e4XadIp8gxf81o9FfYu5Xq"
    "9IB8Ab1RpA1GSl+H8pxW5vJlmsRGrB5wwkcTFD2dqSYjihXp/M+IJ9YS6Rj7skDuOOJdtQ"
    "0yCmR3zbMy0yWsglwBdDqXiIIfVGedF/e0Pd2rf2aMKYAawfEVOghjExXeEFYyl6xWQy4S"
    "4RppQTxpIh1Dak7jFmqmHYCfQxlU93REaC2SBA2t6oT0Yed8zxqC+HkwtxYhrQx4hQNyCX"
    "FE+EpJGaiWxP8B8RdSpkB+qFRvCApnwKJoScCPEGepYrOKALXgB/qY7lz1vbovJ9pLpjwt"
    "PK5lIhwueT3DK9ZUQ2M6czFr65ZNqMCvlfqXKUUYb+6sULtDd2GZwFQ3U2SPUGGrOvjhs8"
    "d0gfSUew8IZpqvCI6SGpXI74A0+zxEjhW0CrdqMme6g3putbrP14IXXN9/Oo54s13i6irz"
    "deuOaGdQeICHDbNGdiek/WG5M7zC4difz+YXA1IOrFyd/Jk8tPg4snvW+NtPXPn8/fNdDV"
    "fd80joCmzadwtcre+6+Jb4/h6CU4Evzv+X/3dv9tRM3n2QtUfBwpFUxdvInsWqGVh/Od1z"
    "AHtj9HXp/Lx6DyYMzxPKTtsrLZW8CxKbkoGHwysl+xOorn0zp659NytfNpTutMnm1tGJ+k"
    "7zTzk9+v+NPVZhJe1ZiDV6VT8Co7Awa1p8xty/+YuhX3g4NkJyvflALLgruGIHNGbSmRwS"
    "/Rah/8VGMKfiqdgp9ymyD6BLbaAhF1pzfAYoaCGZlzKVPO6ZL8m5t2y3PoRQ3+vyjl/4v8"
    "IRQIwu1PoUQHXd4IfJJQIELBqAOHEGofbbkfET8Kzh/Xs/1WmH6zzI8VvrYzkO7hUUzDho"
    "8g1Ijz7C81OUbtD8nUePz0+cvnr569eB5ZGKMrVYbFvBFR2SIasDMm0Pws4GdswmnA0zSR"
    "5msBXzOmhRxv3wU+3mIG56mrXMTwR2fO4U2o+jfnvw6ub05//YT2bxHav09vBnDnOG0VD6"
    "7mjuSoE/L7+c0HAj/Jvy4vBln7QdTu5l9gKOpR3+NDW3KfGkmehJfDS+kzPmUfazLTacoN"
    "zHLXNtZBTbPFRbtZThLqrdzlOU4aoXOzXG6azZCtYaPdn7ldYZHNOSXzTM5z+D13mTm1f2"
    "HLnF6S4WngWnyf6GovORtfjR/RpYvIWZBdWpIF8sWZ8v/KZyAXnz9+VC6GYo9vwhvL5nfF"
    "gUAB4ftfrphF8UVKGY6+3AZc7+gHKcf21CmgPJab4NQF9nQ4q/Pb1gMITj2PzZ3yOILwfn"
    "9lOIH84MZN64UVuEvicSK7M78wt08Wrim7sMkdm4Bx0/TAYT2nBjsiH6QSJMC1HYcHLKgg"
    "YDBUHvrwlmBSyPNKYgu2O15D13nwGMvgpKnrhg24PAzJKxyxOmy5k2HL3PfGfN7aSJgg77"
    "SjYsYXsKWkWs1a+eeentRxkp6UO0lPiv1DkpVGE5tWhqqVAaZjn5tN218M5lGzUVh5TNFh"
    "K3eXwsoN30UBaDgvkJNK126GSq/d/NqV29ttZ01KU2prUqctDRlpq66lIUO2yWiw7k5ue1"
    "NDUihd09SA2se7RH/7yd+VBofMCksZHM5Or89O3w2q7A1bVxDlN9y2mdUrUxDD+/3VCuI4"
    "0XSlgvhBio+UBCTE4ExIxUsQalkQb3QPOZ73NoqYR+SC33FD6nauyQTInIFCN5rBCsSQ8I"
    "Jo820MsFoFLNXJ8N8GElTYfjM6wMOqZSnx6Xkd6el5ufD0PJCdyhUwHHs684YTKYP6bpHl"
    "qUIbKKDVTtkCwQqSEYaOy+Xbzpss7CydVhBqKQjxUdRUjk1TaodZl8VYh/rtnKIpQj3HXZ"
    "vjLuUURkJ3mciXlMpXyXxJjWC10HcaZq9xW8WZU7TYQxZgIKgdkd9nphUa6z8NLt6dX/ws"
    "BTfyb36HeXvyhoVSmo0RinJ1+iwv/G1rIEg0TAmLoaRoSLGQQoagLUkX2DMFHwJzMYchTl"
    "20GIWNqoTKN2Ti8jkZTSUPh74DPagnRqL3p+cfB+/kmCP1MkPFctMYoYtilE22GxGXOQxc"
    "GSHGSsAE+YL0jvten5iT4IXxN4H4fuikTwRXXhAqX1p4hE9ubbwjAIMFugrSsPgk9K/A2y"
    "+odS+Qq3guvMGWIJfdyZckE9OyMCNxDkz8Tq2hHwzDOnKW35dDtdiRky9UKLJ4LekUxbBR"
    "v4Z3JdLGAB8H1kq/bvJZsEKeVCT2FSU/Zmau4VOuTPrTuXAPmguX0Hjrir8Jki67dx5YuX"
    "t8ST/KQQ2vYYg27rQq5S1k/MtSvr/Msr2F6qw15lVuNJQRmkr2MZV2QXROrk8ZRBKSXdNJ"
    "ztJqDa7LMx2L603nOU2pN3Snp1knIjyKaYagvzbhATGZPq27PL9ZFTw3z+V6cQGpTkbI4G"
    "EWGD2abKMier2f9mA/tdpJOsymTphNbAHdRJBN7aSJjvJ2ZYhNam01DbBJnGQq8n4TeSqJ"
    "rIoD4fn2M1WiLKgyt1QyTWqVWyqZE1fHLRW2fyKIY1FwmdiRc+Q1YCDNuUB0R3QNMTqeEc"
    "AyK3I8te0KMSw99tUbzqiYjQiwQAReHHdOLcQjg/tHZASpZwb4LxDz8Z45HnaWAL2U7YTC"
    "y1cjK++OYU4mzC13vSTZhlhtlZ6XZk6NKPMuAict8Wlk/CsRS2IXS+MhoY9NeVF0Ig3c20"
    "UizcEjDcJ+xZX6pJXJf/Mwg6m9ll32NnWXxcs+RZbh+N3SUy6BbvB8E4Ld24+Xb1PCuuTo"
    "2/OL06t/fvfr6T++T0nsHy8vfg7bJ4XAt/+8GZxmuB+d6nnu/8bGHi/xKKbIDiGarmpVD8"
    "5uLqVU/ep5DhlKG+seg/LZxoqzIfPNHk1rA/vNg0N0HA5bKzT6SObdhEK/v0xdqcont2qx"
    "Jl+0djfA2APE4Mjytgr6pAuZSIGdqkz9j81Yq5T/2Hy2WvW/5nMWgEBwqTVbFirRHqPz10"
    "n1uU8grNP0ZoQSz/QwutOAv6XkC+0gxpQv7Lw9YAv9N8ShSG6phKhTS4FO+j82pT/rKMRN"
    "RyHem3YBn+vpySFtp/XkAJcc9w9YtVopy8d1lOXjcmX5+NFi8i9mDGPSASEnwNRpMwMbxs"
    "LeLRRwx1TkjSPXwjeneCGXmHxCgkMwOGSBaWrZ1U4qDGsnhZa1PH9v5NVyk9qhsLfK/jD4"
    "x03K9BAysdiSFjZPMP0MjGvaFKRNQbs0Be3PBtsfk0U3eboBi0Wd2IM4p67A89I0+uAAUV"
    "W2H35wQy2rPCVW3e2vtj14UcNaCCh8AgCVIjISzGT/csaMPgHlAApJqnQx9PNDSMkSHf2o"
    "EI2haqVrA4ylXRCJsPnuC0MGZEdKgE4VcCxJ3NSO9k462qM5bKPGRsQd12GpFy3/Ntrrxm"
    "tpPRLjQVBJSAUhBTFKsYH2oW0IOn932/m7JWaaqsP9IIvh7OCI7wrIiE2tpTBFoTAV3qsW"
    "pZKtakGNT0yEczgiN3C8sAVDDAtCU/W8x77rym+VQqmQQo1IIIPLY3YJ8HAzU3jcXRYDjG"
    "98lPKYT3T8RLjkLqNGEqMjeBAU1miiLaCGwAE1hdK1ghgulx884yhRHL0ALiQolh6HrWaw"
    "QCam5TFX9ni3TAydgf6AMbDAoBiRGYKr//HXrSo5eCvZd+sf/3j8ok9ue2IseRFfgkV7x3"
    "AUVwAOiT+fB96yp228XRknZwOHV7DmhsHcVLi7MgGqLcZoVyA9WX0zP52pyzUiZMNnSfVb"
    "hYUCz63WNvk7Csn5UN2oPOXmHi/qc71HyxRv3NzzpTte7yFBTePGhh8w7nS9h3NcDnUJpN"
    "gpAhPEBh8y3/l6Dxso4645ncLRteGnLei94eNqRbiTinDZGmngQijpQvsSOu1LiLdowfbj"
    "3GLULtl/KcJs7LukPKyJfXt5+TE1p2/Psw65z7++HVx99xQnUzYyvdTe07kG3cg16EAt91"
    "1ZoKBQDWg4jhQuuA2KjtUq3eZwarnvMr/pLlCSlXLYhu+br+QeP0ua9/9zfXlRcupEFNkP"
    "uTn2yP+hotwdxm/i4AFepA6eXGRGNggjc+pAB7nIjLQW1mLhp3vo9OqPH3WIRg+FJOsywF"
    "JlTqutsGEnRPYJ85Py3uK01EqbJ87MxwSouzMjm9gW7y4/v/04IJ+uBmfn1+fBFolEWbyZ"
    "FnyuBqcfCyFT0sppfYmzgFqLnfXFzoSNpcXxE1N3+uhBb6fjcsMfA2jALDJdtzl0Np9mjC"
    "b/Jk63iOAQwiF3UCyiwFZXk9N5ysNjea343orw3nx0r3wZC40+LqOiGcMLSDXHV3PcovbU"
    "p9NGMetJmsPj8eaP6TEdzxqLJzGRlkrqSyWWZIg9Xjar/pkmOqRgiY3ltZi240thmd8zuw"
    "lns2Q6ZSjPWu57rXibo9PMzTN3zIU39EXB4VupkcdELTXxjrF1y4r4mH6B+Jc8k09dl5b4"
    "HxI0GR4fng0Q0q3++FNnVz1Gj6jGhdlFkpVGMEmwdq8RTILYoCvmlVTWSzXo1wl/HbpR21"
    "pBsC5fhKXn4ojUBTU98QaCT6ccKrZBLj8ld8zzmBsFc5oYA+oyBUMCTcBmeHqOAaUzaij8"
    "ETmEVxYau6OxMWA2BOodEYwUDwJmsSAdxq2OJechgBTq78kR+qpang2BAxD1aop4GBvxVW"
    "wskWf4pWlOVRGnIYJG0H/tIDKc3KEcFOe+IbBK907nB40e07gqLd0ES4XrYXodASAtx+Au"
    "1SeTJNoGUqBLCrPQ376iuolZLGxoMb1bYnr41Wk4vQkyPcGdm+C1ErnqKBdSYrvh8n87UC"
    "26IBdsQbHYiLJQjjmQalBPWWiFPBAI4VIihgKkc2owBQ3Qh2QvFeyA0rNyTh6R0+AvJWib"
    "AA7gKfEdi0rbAYgAlinI6Qm7GRZUhFOlGcBN4UDyHOGyd4JJ09QCZUXE6XQL7t4zN9QdkC"
    "4ony1QkZBnIDFQm0BJKS7bgOW9y5ERhBQUcTnFQSOxjzdwk2mAhL3IC4mmMj0B13O550qn"
    "ICI6JKn02fHLFxHr4UcVs69/Pf34UYdgpUOwOqJpNY9UWTNApXMLessRKjp6YmfRE8mdVf"
    "8TmaQ6pCN6J9/KeqErVew/3OiVxwT1IaQEf0U9xZUCPSZxf4UaAy2Hbtx0pRYDIByqPUBq"
    "KHQN2wDdYPEGbfoOivxohkdtYi7/lu/RR3wzUAUQWwMS2cgsVE3yWst2hkFHxoZAOYKnyy"
    "JylCsm6mEDZTd4XMx/r/JzxFOziUz6xGwnJl27QTroBkkvl7rSYprqACXGrQTuJzZjg/Wc"
    "ptIxFxmmylcRIWxqmqXl+NtJmoNYvCvCvFKS+CZAuNUR34TlMYVmeAuGJ77PLawqMXWXmd"
    "/LSmBtbCnPaxzbz8sRDnNIntx3x0W4zeXZ5AkSnU6+Rjq5vOXIJ5DyrTlnQ8Hk4xgFE1ER"
    "Ml3ag46frhE/jTH8w6aFWDJUOvy/KPzfhgxMBHtvKHcXkB5erttWZG+pr1rUpk0lxQzZIT"
    "B716KLKYRf9AWtSMOISR5nFoZGqtPxQDoe6GDigWIz+RnCN/dWGNODVv3aJvXhOKZYaVk/"
    "JeCccUPDcgDhj9EwqtPXqkSI8Dg3YnhrFWgfFmsU1DSIKRnNqJG3qm9+CLSoAxwjviiG+e"
    "PrQbB/gL4NzRO9UgtCg5avYWgscBimImCID6Qd3LNlEnZbbmMmh8d6rPJJJvIFbm1qYxxQ"
    "Cnvbi3wGfWJA6gMED6mbMA6smh2DW+eXwjB5HDQ1vAv/bm4qA6/kURNbZZ5SF3xtapG/48"
    "ayBXRmikxDZ2Zl1brQmXKXfTG5L4brWdwKuum06S04g72ZGZ5zHTC+PQqj58Tl8yTfCW9V"
    "f3fDrI/Wb0u9uYxeK9DNFWhtung400VCsm4Q6Jei07F+9WP9NPxEq7W/D2YODT+h4Sc0/E"
    "Q7C5JjyqnqFVmN1J1+paXIMUNlvI5xCK0ifAJ4D5AFZVtLNHhcfzj92/HJC2KYU8B8N8F8"
    "4nhvyIT7NsYpgkXF8e8sc0yk8DcxvxaZhTbb+WoDS6OMq/KD5yEiCQ/BlIH/5vhc7t4M23"
    "dZYWvp1Hxay6n5tMKp+bQICRj2QhMOxxSb4fHDpg+mOVwHP/9pOYD+0xyCvjqOmpnhYhpt"
    "g+u3tMGJMXcaeoxjksfpMdaKUytW7pvixL46puyuxTSnKTcwzXtkGtq3WXbZF37fajOnKf"
    "Usd3mWLYqAvq3mOUu7NzPd8zhqfHPT9r2aPqZ9n/SupHP6huldsTF306pwwe1+pT0BGg7d"
    "uGUt+EoEa1ShFoLPGSQyGqaBqJBYAn0Cq/mIfMDq4qYhMBREIUD2iY2Jlg7jjsWeCMB0MU"
    "QxUuXmh8HIk3u2HJoGhp0AV4OoE5uDQQN7vpcTbr/GKBIcglh8atp9FfcCWf++xdSvMZ/P"
    "YVDLtNkbMpKM426iNvycUMtqEz6SluNqZGkmprFVyXIpcLuRd2mt0VM91RtcTcjaIwd2sa"
    "YBMtp6tAvrkdZpDvaTmJSD4q1cd0PFFGtsqv2RbBskw+LXpIk9MCLQJtd6JtfUt6oul1NE"
    "mtP1OC38u3+zccMCHkmix2kJNJhHTatRxmqCRGesrpGxyn1PSvetqx8nyLt8RvSk8oMx8Q"
    "guLoghlax6ivzGK653RLM+g0gw37ny7V6BYp2426/Sq8eq3dANGtZSqwOiPsEwUnCTT0xX"
    "QBKCN55BmQS4BNaiI6LUY6ombexLBXnGXQ8zG6QiO5qYtilmCqZIJWJASCq3PdP2WUGOx0"
    "5HByX83BNhSYgpFKQw7aA0BLUFRVUnQHlVcRtBaofUz6lU1dlX2QQrQ6COr9JBosdoo2/L"
    "Tew20TsT0ztM02rts5Pap9RZJpPGmmdEpbXOTmudrjwibEyjN+iySUWKPOEhoRtuDORAa6"
    "I70I+CXDsRhCoWfBfK8auLqfVaLqqxMnYZs6Wk4LXidDG15nTRqeGOZ+YXNnSkfNSoTFCW"
    "TnO3aB2nxM4mYk2aUos2nRZtErpU03nOkO5NWMGjmeeOWDwGLhXMuFaqbq/A6JFu0K+yez"
    "BsOhSJtjXSFEJM5simoLrBGjMU3PLMAOPCTOE5gK//dYwsAWjNvhTiLQUOoWwCYHsTMXpD"
    "JnNh6+OtkczQjTjlLmC/bD9KudxgEKzjFqGZSUL9bdVnbsmZ+9Xhrld42Ko71ads3KbG6T"
    "qBWr/yJIuK/aYiqqi4l6fdhLtH5B0oNCrkSpUJniGIqyAc/XCBLdYgHufkO/VYPxiGdeQs"
    "vy86ZXcyLkZ0yff1mGvSERF0KYKEtGhYU5A5ozbgAInQz6EKHMePMJLDKqDLkapBLMz/ZU"
    "M8Pkdocw5gj+CddhHQpWa4VShXfayhYBCHYXWV0hHI7x8GVwOA8vV8Qf5OnnwaXLw7v/j5"
    "iTZrP7BZWy7dedEnqp6LMqbuspWuB5U4wq2HFcHlZvdYK1yVkxqGu5PywlE5ox3uiLbsj6"
    "k7zf4Ykw2hvNuwvcqwEbL9ZSnbX+bKdQWnfZ7x5VERSRodFrFOWAR+kouh5CpiplJUXV7v"
    "LZ0CW4E5jmSSJh6tJI0G7C6qsR4KdkU6dnkRtDTdAXF2x0XodCB4m7N8L3Rrbbd+HPPcER"
    "tKhGNUYEVJYhyV21GSoEr1QvToeMwcsEXELvfiaLqihgr3WGWepczM301d6sz+Yw2pY/4g"
    "Vwm9Zz+YBkSmeEuwcmD4G5XLeKlsKC7D4rMqIc3h3EKbBQ+i8m7t5H1QHu+okE8kpx0AKa"
    "Usf0RGEcLsiHjMskSMmYzhfyFUMjQjvtwmboz6LB9cvsrIZUYQqTcKQ/kWoT0d3sAm3PfQ"
    "pH4v99kbMhIMPLvDL0xlyc0wbQ96xdw8sLAE1dHwbRQQshzoJvUShmyZNM70sVLj3B/PVO"
    "1GAI4GcjTTU4sDrrPqTtVaRMAiHA+uenQqCk1ZWzbvlAD61zTwSIopd1GUbj9wopN6w6bL"
    "BLYeOOEaqjeuKYZBRMB6A2f6qT04II+vO3DYh44O7aIZbX8h0jufw6bxzx8Seyl5yLcxUS"
    "bpu2y0gWKDIEg4zBXyIBrPuACTZRtb5XE9O06FGaekUGx+DsrRnhMkGum5OdIzSHV5dlck"
    "GoYEjzPJ0ClcneW2dKd4aTazo+/PEt2KGR1wXMEB1IjxKSLN/TWcGOOx77qtjFMZUm2c6p"
    "pxStuaH900x5aoJqdpmko7hdc4TxMWjoyOt6KwRki1w7Ia0ZW9rauRMWQ143iSUnO9Adep"
    "MTdteQQVOo7LVbkMmVbnmqtzKb9BAe+vf8M7JRa6LHGX7RgbmYLr3wZnN5dX+DUV3HfHLO"
    "NQk31NzETfC2ZOZ9hvcEFIVsXvlJmLpBOgbvhPmuogZmBL4T8512qO9Xm+Ny4Ak8jk2TOu"
    "fwtX1or6L+kFlyr/ciXFzavzs5uq+i/JMAZXeEM+GVKLFWaxvg06eP/LFbPKYMFCVFboY2"
    "/P+xzT059HeLehY9FxYWBVUy4dYI2iNLtsai3F2qzCXsw99oZUcylVBXltXhXV5D5Ersku"
    "6JRthms32Nfh8atRXFJ226Li6hW51ULWXtrshsv/1d/CV2GHh/htwK23GW7Fm/hAmRUjjG"
    "yCYdep3g6EXQ3jBD8CenuvIEhQ3ehXRQhaUZMaiZZ3Ll8IjJSjHhlDqNzC9GYq1A/Dzaac"
    "CYjACy6POb83Wf0aekVJllsfMwuZT22iChU+EX2A4gfSMPJQxQgyD5M5Tz+dD38Z/BOTOS"
    "eyofwHwvGCJExTRBn1pmgTchfgRq8IwsL508jwDx8SVB591Q3Ag26cdbsMDnogqPY94nyD"
    "ODftaWzD4L3zNGKpJiElqrZlnhK0eqo7N9UdSWy5xGxZhYpRjMiUaVEpwga5t0ay8Wph1g"
    "7BN1Cug2wQkOlsxjBzYknm3JVkCgdJiXNTKQW+JnfctQvQnAPsD487DjOwG+jOLBJpdzWy"
    "ysYRQ+6aUkakVpwIEwKXhOkzUny1DOb2w+LVMBn9ME8mfNqgPfhO5KxGbSFZpp5020gMrc"
    "pULfxEF2SoBtJkZyPQd5mfWi6eNsx01ynujVLcE/uveSxDknKHsQwPpAZsMJRBtCtImqTT"
    "0ouWXoqll0/U9a4xSrlAcIlvVsosAP0bhzqvFlcgR9SSrYWHyZ3wMQablOPyMRPyk37HfU"
    "9dkR2/CRJAUTBAbC/LwH9tDnlHT2IxIy+dbHOgAhHhD+QELhA1Qu9PLTXsg9QQTltdsSGa"
    "5sOTG07qiA0n5VLDSU5oCPdCE/7GJAfI4u2UJChOTykPdSxLTdlPDu8+yrGVVUkblLRItl"
    "Iku2Jh4EKRTJa4WymUuel2tfBSFqaYHZGBiWAiI9MQI/AZ1gRsfaOckzGqCEIRInRrAOMa"
    "I7jmJLWdjo62JAx+GynPJjQFc5AtT8uggtodk8qqeK3wSkDwCyxGWLhcNofSe+hRpWTsu0"
    "L+ETSAJJRdgJLE81sPlkT7TR/Ub2oazZKcg/btcpy7GRpSxFHgXC7F+UEhQ/eHd1tJDnOZ"
    "fG3RrMxSikaX/ymw4YWFWmsyNGyueVnAS98uzl4s5WZMoPlZwE8UhBpp5yHBIaTH7cBroq"
    "NN2nzd9kJj1Biqj2OeO2IZSMSHF1gG0tHj5ZaBdMx6rZo0gbb9RBBHCtO+y14TqWfPJWfB"
    "fbKyJoxoXIxmqwOi/h8HkgAbRVy0AkOv4RdGpxJlS1iSBRgJAKe0DyYIi8UFziFKhRlHZE"
    "Rtm3s0AFlFwNRb+4+/bnuAqHorX+zWP/7x+EWf3Pa+pn8u0z8XpuHN0pdmmPWbvgZp6vGV"
    "b39COI1jfpVvGtoiAt7FQdxy0he2fFIxo8cnL0Z9yYcUOusIhw6K6qgxUwV1VK5x2G8/wJ"
    "odBb8hcnsEfPA8Nne8GGl2Qk1L3hcARFsApjoiLnPkj2AS4rnHMvLgjUPlLVWdCGcpGFeQ"
    "BbXuBXry8IBrY38pAXmNcUFXWmTifbWmRSY5Zu5LUm6ayZBpbMtKg0zZfDf5bBd3oeW0zn"
    "2/dR2g5rrQqxqa0KtSPehVrjwKo6IID6Fcz4wpDk/R3LybvTwwr6LQT3lI3gHw+NlxDR4/"
    "Oy7lMdzKhOLFAl4T23SGTIOXrQPFGciWDex/SRJtASyyAMbieyM7YJrs8A6QrVgDvZk/v7"
    "OlQtSU3TlCzfBaDFe6bp7TVRmrMU3LjNWOsfkBElarKrc9vrJtGzur0UDTgKNRe83MPDOV"
    "hasBN2MCzU7FzrUs43lrTH4uQvSUnFpeDKGyDhRZF6xcK8HyMla+FFre2en12em7QQYsbz"
    "2XQ4A+WORviIEJK5wNiUa1YhDBmO+AUTmgPDdGygjMvsirWCgMitJjnukbBD0h7KvsFVI4"
    "y5JJwUQc8q049nAno244q7RcVNwkcufDpodsSzyssAsjhmTL+O4csbYFd9oWrBEiHs1Ux8"
    "6ahjW684TaiNRc+Ksj6jWBujxEyNltho7c8LkUvyCutECSi29WynJeqlmtNF/AteMTQhOF"
    "dZV8BBkZctIEM15HqCGmCMQtFWWgggtMj9Cp5NIR+YAlaKNsXHgHSMDArN3i3N+djr6GdL"
    "e/JS0PITVDLYQWEkCKUH/+O/f570jUXgqVuej0zaA2VxzASazo+iq1ah+pqozOj8jviECK"
    "N4zoCLQY/cJE+LNYU27bWQqZNA65O/10Dsf0G4L34PooiTYKB/WYWpYqjw6ha1icRQWlqZ"
    "S9BcR9iT5yPc7lg6g3l93aNgSFhcANGNeG6KayqSqZHhSVWitiTKnbqwPEUtM3TMpBm8jZ"
    "03ARcG8XcBFqzRQbZFZHEMXUHY8gCuSkMBmpMcxBnfCLp+XhF09z4ReNyznpQk5rQBxoxN"
    "m1Zc40M/HvwkOjnJ0hTZePioe35upcq0cgzRca8zoTId/dyV1xSuWUpDqWusZFzA7QXNdf"
    "2zG7Mw30s3PPmNMr0D2DO/0qrdOP29T24FICSU+vFSIKFR6BQzNU6AylkxlkAX7VBbMsqd"
    "cZzKOmFeRNBQoitFEpRH1U2xzGHasA529no65h44Mna6syhLTd9eiury4c15MGKoSBVZ5d"
    "eLIWgkGCTEsFnZYK1GbOz295ZH5MoYPyGwbld8S4espcczwr+rQFdyo/bTRus+rTVs78DY"
    "f1PBYj3ppRnOXn/BfmFpfeLVe1EySHqGmfnNT5tp6clH9c4V4mEcdxmnA4aH6A3N0KnKsc"
    "0WNFYSoVCGgxif6Y7dPH7Nv/A8/ftiM="
)
