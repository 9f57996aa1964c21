from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
DROP INDEX "feedback_unread";
CREATE INDEX "feedback_is_read" ON "feedback" ("is_read", "created_at", "id");
CREATE TABLE "triage_change" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "action" VARCHAR(12) NOT NULL,
    "notes" TEXT,
    "key_id" UUID NOT NULL,
    "key_name" VARCHAR(200) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "feedback_id" UUID NOT NULL REFERENCES "feedback" ("id") ON DELETE CASCADE
);
CREATE INDEX "triage_change_feedback" ON "triage_change" ("feedback_id", "id");
COMMENT ON COLUMN "triage_change"."action" IS 'what was done';
COMMENT ON TABLE "triage_change" IS 'One change by the team. What changed nothing leaves nothing.';
ALTER TABLE feedback ADD CONSTRAINT feedback_admin_notes_length CHECK (char_length(admin_notes) <= 10000);
ALTER TABLE triage_change ADD CONSTRAINT triage_change_notes_length CHECK (char_length(notes) <= 10000);
ALTER TABLE triage_change ADD CONSTRAINT triage_change_action_known CHECK (action IN ('READ', 'UNREAD', 'ARCHIVED', 'UNARCHIVED', 'NOTED'));
CREATE INDEX answer_rating_moment ON answer_rating (feedback_created_at, feedback_id) INCLUDE (rating);
CREATE INDEX analysis_moment ON analysis (feedback_created_at, feedback_id)
    INCLUDE (sentiment, topic, confidence, method, prompt_version, alert_triggered) WHERE is_current;
ALTER TABLE feedback ADD COLUMN size_bytes int NOT NULL GENERATED ALWAYS AS (coalesce(octet_length(message), 0) + coalesce(octet_length(page::text), 0) + coalesce(octet_length(api_state::text), 0)) STORED;
ALTER TABLE answer_rating ADD COLUMN size_bytes int NOT NULL GENERATED ALWAYS AS (coalesce(octet_length(question), 0) + coalesce(octet_length(answer), 0) + coalesce(octet_length(explanation), 0) + coalesce(octet_length(sources::text), 0)) STORED;
CREATE INDEX feedback_size ON feedback (size_bytes);
CREATE INDEX answer_rating_size ON answer_rating (size_bytes);
CREATE TABLE tally (
    subject text, moment timestamptz, value text, number bigint NOT NULL, amount numeric NOT NULL,
    PRIMARY KEY (subject, moment, value)
);
CREATE TABLE tally_change (
    subject text NOT NULL, moment timestamptz NOT NULL, value text NOT NULL, number bigint NOT NULL,
    amount numeric NOT NULL
);
CREATE VIEW tallied AS SELECT * FROM tally UNION ALL SELECT * FROM tally_change;
CREATE FUNCTION tally_feedback() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (true)::int AS counts FROM (SELECT 1 AS sign, * FROM after) AS changed) AS changed,
        LATERAL (
            SELECT 'submission', date_trunc('hour', created_at, 'UTC'), '', counts, 0 UNION ALL
            SELECT 'standing', 'epoch'::timestamptz, concat_ws('|', category, is_read::text, is_archived::text), counts, 0 UNION ALL
            SELECT 'tag', 'epoch'::timestamptz, unnest(tags), counts, 0 UNION ALL
            SELECT 'submission_bytes', date_trunc('day', created_at, 'UTC'), '', 0, size_bytes::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (true)::int AS counts FROM (SELECT -1 AS sign, * FROM before) AS changed) AS changed,
        LATERAL (
            SELECT 'submission', date_trunc('hour', created_at, 'UTC'), '', counts, 0 UNION ALL
            SELECT 'standing', 'epoch'::timestamptz, concat_ws('|', category, is_read::text, is_archived::text), counts, 0 UNION ALL
            SELECT 'tag', 'epoch'::timestamptz, unnest(tags), counts, 0 UNION ALL
            SELECT 'submission_bytes', date_trunc('day', created_at, 'UTC'), '', 0, size_bytes::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    ELSE
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (true)::int AS counts FROM (SELECT -1 AS sign, * FROM before UNION ALL SELECT 1, * FROM after) AS changed) AS changed,
        LATERAL (
            SELECT 'submission', date_trunc('hour', created_at, 'UTC'), '', counts, 0 UNION ALL
            SELECT 'standing', 'epoch'::timestamptz, concat_ws('|', category, is_read::text, is_archived::text), counts, 0 UNION ALL
            SELECT 'tag', 'epoch'::timestamptz, unnest(tags), counts, 0 UNION ALL
            SELECT 'submission_bytes', date_trunc('day', created_at, 'UTC'), '', 0, size_bytes::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION tally_answer_rating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (true)::int AS counts FROM (SELECT 1 AS sign, * FROM after) AS changed) AS changed,
        LATERAL (
            SELECT 'rating', date_trunc('day', feedback_created_at, 'UTC'), rating, counts, 0 UNION ALL
            SELECT 'submission_bytes', date_trunc('day', feedback_created_at, 'UTC'), '', 0, size_bytes::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (true)::int AS counts FROM (SELECT -1 AS sign, * FROM before) AS changed) AS changed,
        LATERAL (
            SELECT 'rating', date_trunc('day', feedback_created_at, 'UTC'), rating, counts, 0 UNION ALL
            SELECT 'submission_bytes', date_trunc('day', feedback_created_at, 'UTC'), '', 0, size_bytes::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    ELSE
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (true)::int AS counts FROM (SELECT -1 AS sign, * FROM before UNION ALL SELECT 1, * FROM after) AS changed) AS changed,
        LATERAL (
            SELECT 'rating', date_trunc('day', feedback_created_at, 'UTC'), rating, counts, 0 UNION ALL
            SELECT 'submission_bytes', date_trunc('day', feedback_created_at, 'UTC'), '', 0, size_bytes::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION tally_analysis() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER feedback_tallied_insert AFTER INSERT ON feedback REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_feedback();
CREATE TRIGGER feedback_tallied_update AFTER UPDATE ON feedback REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_feedback();
CREATE TRIGGER feedback_tallied_delete AFTER DELETE ON feedback REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION tally_feedback();
CREATE TRIGGER answer_rating_tallied_insert AFTER INSERT ON answer_rating REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_answer_rating();
CREATE TRIGGER answer_rating_tallied_update AFTER UPDATE ON answer_rating REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_answer_rating();
CREATE TRIGGER answer_rating_tallied_delete AFTER DELETE ON answer_rating REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION tally_answer_rating();
CREATE TRIGGER analysis_tallied_insert AFTER INSERT ON analysis REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_analysis();
CREATE TRIGGER analysis_tallied_update AFTER UPDATE ON analysis REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_analysis();
CREATE TRIGGER analysis_tallied_delete AFTER DELETE ON analysis REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION tally_analysis();
CREATE FUNCTION recount_tallies() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE feedback, answer_rating, analysis IN SHARE MODE;
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
END $$;
SELECT recount_tallies();"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
DROP FUNCTION recount_tallies();
DROP FUNCTION tally_feedback() CASCADE;
DROP FUNCTION tally_answer_rating() CASCADE;
DROP FUNCTION tally_analysis() CASCADE;
DROP VIEW tallied;
DROP TABLE tally_change;
DROP TABLE tally;
DROP INDEX answer_rating_size;
DROP INDEX feedback_size;
ALTER TABLE answer_rating DROP COLUMN size_bytes;
ALTER TABLE feedback DROP COLUMN size_bytes;
DROP INDEX analysis_moment;
DROP INDEX answer_rating_moment;
ALTER TABLE feedback DROP CONSTRAINT feedback_admin_notes_length;
DROP TABLE "triage_change";
DROP INDEX "feedback_is_read";
CREATE INDEX "feedback_unread" ON "feedback" ("created_at", "id") WHERE is_read = false;"""


MODELS_STATE = (
    "eJztXW1z2za2/isYfUk7o/XGjp2kyd07ozhO49vUzthuu7t1R4JFSGJNEVyCjKLbm/9+cQ"
    "74/iKRFC1TMj60sUgcAHwOCJ53/NWbc4NZ4mBgXjvMNnpvyF89m86Z/CN7q0961HHiG3DB"
    "o3cWtqXmUESt7oTn0rEnr0+oJZi8ZDAxdk3HM7kNrX+bUY94M0YG588EobZYMFcQPiHcZs"
    "SgS/LdLzen3xOP8/s+uVsSHPAtkZ1xaBUSeNDNmPuWQWzukTtGfMGMA5iDwcdyEqY93c5w"
    "vm3+x2dDj0+ZHMeVg/7+e0/2DPewt94ff8g/TdtgX5mA2/DTuR9OTGalUTcRQ7w+9JYOXn"
    "tnTs9t7wO2hYe7G4655c/tuL2z9GbcjghM24OrU2Yzl3oMRvBcHzhh+5YVMC1kjpp83ETN"
    "MkFjsAn1LeAnUKsJxNd6w+HF5c3w+uxmOOzleB1SJPgRXBpzG9aJnKpAAKYwhb/9cHT04s"
    "Wro+cvXr4+OX716uT189eyLc43f+vVNzWZGC3VFWJ2/uP5xQ1MiMvFqFYpXPiGNNSjigqZ"
    "EaMf8CwN/3sJYTH4QfMM+rJ35plzdgB/ZPkQor6KEeGFmBPxi7QFVqxA9f3g5gwhzGwTed"
    "BOZ9QtBi0iyMAmp7CDYPXm9OvQYvbUm8mfR8+fr0Dv18HV6cfB1Xey1ffplXkR3DpS99II"
    "BxtQvX0hQbR+c9gFnLe4PyR2Y9vxPbmv3zO7Jv5ZSs2ExkzgvteUCzlSzYbGbBhz4Q19US"
    "CffLA4LWFAkiiD/QSodhD9VZ/Hy1/efTojn6/OTs+vzy8vUP5biv9Y8U24JC+YHmJwdTb4"
    "JGEGaXByn5BI4MIdHd8vqGsMc3f4ES9rm781P5pnr1CbThE3eMBv/VjUt5jr9Yp0ALyxWg"
    "OImqwV/y+l2O3NJMRKpBZ8zkASFzOUrS0phhPq9cmML9gX5hI53SVxGHcs2YaaBjE94tue"
    "aZHRQi4BvhhKxUMMqTfKi/4PN9StfWuPJowZAP2ImAI1jInpCi8YS9ErkMmEu0SYUk4YS0"
    "CobUjdY8xUw7AT6GMqZ3dARoLZIEDa3qhPRh53zPGoL4eTC3FiGtDHiFA3IJcUz4SkkZqJ"
    "bE/wHxF1KmQH6oFGMEFTzoIJIRkh3kLPcgUHdMED4C/Vsfx5a1tUPo9Ud0yYrWwuFSKcn0"
    "TL9JYR2cyczlj45BK0GRXyv1LlKKMM/dWLF2hv7DLYC4Zqb5DqDTRmXx03mHdIH0lHsPCG"
    "aapwi+khqVyO+AN3s8RI4VNAq2ajJnuoNqbrW6z5eCF1xefzqOeLDZ4uoq82XrjmhlUHiA"
    "jwtakPYvqdrDYmd5hdOhL57ePZ1RlRD07+QZ5dfj67eNb7Vktb/+WX8/c1dHXfN40DoGny"
    "KVyvsvf+a+LbY9h6CY4E/zv+7972v42o+bx4iYqPI6WCqYs3Ea41WnnI77yGeWb7c8T6XE"
    "6Dyo0xh3lI22Vls7eAbVOiKBh8MrJfsSqK52EVvfOwXO08zGmdyb2tCfBJ+k6Dn/x+xZ+u"
    "Jkx4XYEHr0tZ8DrLAYPaU+Y2xT+mboR+sJFsZeWbUmBZcNcQZM6oLSUy+CUavQc/VGDBD6"
    "Us+CH3EkSfwEavQETd6RdgMUPBjMy5lCnndEn+5KbdcB96WQH/l6X4v8xvQoEg3HwXSnTQ"
    "5ReBTxIKRCgYdWATQu2jKfoR8ZNA/qia7XeF6TcLfqzwNeVAuocnwYaWtyDUiPPwl5oco/"
    "b7ZGo8Ojx+dfz6xcvjyMIYXVllWMwbEZUtogacMYHGswDP2IRTA9M0kca1ANeMaSGH7fvA"
    "x1sMcJ56lYsY/ujMPtyGqn9z/vPZ9c3g589o/xah/XtwcwZ3jtJW8eBqbkuOOiG/nd98JP"
    "CT/Pvy4ixrP4ja3fwbDEU96nt8aEv0qZHEJLwcXkrv8Sn7WB1Opylb4HLXXqy9YrPFRTMu"
    "Jwn1q9xlHieN0Dkul5tmM2Qb2Gh3h7drLLI5p2Qe5DzCH7jLzKn9E1vm9JIMpoFr8UOiq5"
    "1ENr4aT9Gli8hZkF1aEgL54Ez5f+UcyMUvnz4pF0OxxzfhjWXzu+JAoIDww09XzKL4IKWA"
    "oy+3Buod/SDlYE/tAspj2QZSF9jT/qzObw8eQDDwPDZ3yuMIwvv9teEE8oMbN60WVuAuic"
    "eJ7M78wtw+Wbim7MImd2wCxk3TA4f1nBrsgHyUSpAA13YcHrCggoDBUHnow1uCSSHPK4kt"
    "eNjxarrOg2ksg52mqhs2QHkYkq9wxOqw5U6GLXPfG/N5YyNhgrzTjooZX8ArJdVq1sg/d3"
    "hSxUl6Uu4kPSn2D0kojTo2rQxVIwNMxz43bdtfDOZRs1ZYeUzRYSt3l8LKDd9FAWg4L5CT"
    "Stduhkqv3fzala+328yalKbU1qROWxoy0lZVS0OGrM1osO4yt7mpISmUbmhqQO3jfaK/3c"
    "R3rcEhs8JSBofTwfXp4P3ZKnvDgyuI8htu28zqlSmI4f3+egVxnGi6VkH8KMVHSgISYnAm"
    "pOIlCLUsiDe6hxzPextFzANywe+4IXU712QCZM5AoRvNYAViSHhBtPlDDLBeBSzVyfDfGh"
    "JU2L4dHeBx1bKU+HRcRXo6LheejgPZqVwBw7GnM284kTKo7xZZnlZoAwW02ilbIFhBMsLQ"
    "cbl82nmdhZ2l0wpCJQUh3orqyrFpSu0w67IY61C/mVM0Rah53DUedymnMBK6y0S+pFS+Tu"
    "ZLagTrhb5BmL3GbRVnTtFiD1mAgaB2QH6bmVZorP98dvH+/OJHKbiRP/kd5u3JGxZKaTZG"
    "KMrV6bO88PdQA0GiYUpYDCVFQ4qFFDIEbUm6wJ4p+BCYizkMceqixSi8qEqofEsmLp+T0V"
    "RiOPQd6EHNGIk+DM4/nb0vr2liR96wUPLOFjZJ5/KFjfoV3BCR2gKFZADUftUsrQDKZ2UZ"
    "cPWGX5v2prPBHjUbLKHzVRUAEyRddnA8snrz9NJelIsWHsMQTRxKq9SXEPhXpbi/ysLeQH"
    "nUOuM6RxJ+JevKtjGVNsJ3TrJNmQQSsk1dJmdptQ7TZU7HAmtdPqcp9QvdaTbrUPwnwWYI"
    "e2viII/J9G7dZf4qQ0FN13iKSDvGVzvGY1NMG27xymHOHcV2rVM8tbbqusQTtThVrGwbke"
    "WJOOg9wfzhY8ujvIUyQ3IysWGdITmZxVLFkBy2fyaIY9ExAzstlCuBzt5A1ZK5fIHR4AvG"
    "XEbHMwLVh4pMxU27wqpzHvvqDWdUzEYEIFAV2GzuzqmFFYTg/gEZQbKIAYZUrNJ2zxwPO0"
    "uUqZPthKpwrUZWUemGOZkwt9wGnIQNqyutNAErqGtXBIvKCVarCBZBgrxsNiT00ZbVV4e+"
    "w71thL7vfW0weF9xpT5rZKJsvzBY6l3LLnubusviZZ8iyyB+t/SUCbMbmLch2L37dPkuJa"
    "xLRN+dXwyu/vXdz4N/fp+S2D9dXvwYtk8Kge/+dXM2yKAf7ep59H9lY4+XeEBSZPsQ/7Jq"
    "VZ+d3lxKqfr1ca6WizYuPAXlMxIAckwu1z2TNFr1zDqmHjupfn9gXaHRRzJvGwr97oK6Vp"
    "VPvqrFmnzR2m0B2D3Mms9iu6pYQRdyBwI7VZn6H5ux1in/sflsvep/zecsSNvmUmu2LFSi"
    "PUbnb5Lqc59AIJbpzQglnulhPJYBf0vJF9pBVBhf2Hl7wAP0XzNzPPlKJUSdSgp0YFlbp7"
    "HrqKlHjZq6N+0CnKvpySFtp/XkoJIwvj9g1WqkLB9VUZaPypXloydbRXsxYxhFCjUtgioY"
    "TTjQcvXa7Rbv7JiK3HqtSfjmFC/kEpNPSLAPBodsKYlKdrWTFYa1k0LLWh7fG3m13KS2L/"
    "Cusj+c/fMmZXoIQSy2pIXNE6CfgnFNm4K0KWibpqDdecF2x2TRTUxbsFhUiT0IMlTMVura"
    "7WEdhIcPP7ihllWexKbu9tfbHryoYaWaBXwCJeVEZCSYyf4lx4w+AeUAjn5T6S3o54eQki"
    "U6+hfqvGr53rk2FJ6zCyIR2u++MGRAdqQE6NSRayUZZNrR3klHe8TDJmpsRNxxHZZ60fJv"
    "or22fvrNEzEeBGd/qCCkIEYpNtA+tg1B5xs+dL5hiZlm1ea+l8dXbGGL70pZAJtaS2GKQm"
    "EqvLdalEq2qlQceGJiXvkBuYHthS3gwD9wr6RO4B37riu/VW9xD5JCjUjU8pXb7BIKOs1M"
    "4XF3WVwSuPVRymM+0fETVRJ2GZUym+DqCg0ngsIaTbSFPH/YoKZw2KQghsvlB884SBxnnD"
    "hNdyS7deSP4HjjOGw1Hscy4cAm0/KYK3u8WyaGXlDrXmAYK75XMAYeCSZGZIblkH//61Yd"
    "EnYr4bv1j54fveyT254YSyziS7Bo7xiO4gpPPqM/nwfessMm3q6Mk7OGwytYc8OANyvcXZ"
    "kA1QZjNDvSOHleXp6dqcsVImTDuaT6XVWUAeat1jb5BwrJ+VDd6EC59qYX9bnZ1DLHrbU3"
    "v3THm00S1DRutDzBuNPNJue4HCqJS7FTBCaIFieZ73yzyQbKuGtOp7B1tTzbgt5rTlcrwp"
    "1UhMvWSA0XQkkX2pfQaV9C/IoWvH6cW4zaJe9fijAb+y4p94ux7y4vP6V4+u4865D75ed3"
    "Z1ffHSIzZSPTS717OtegG7kGHTh9eVsWKDhaAjQcRwoX3AZFx2qUbrM/py9vM7/pLlCSlX"
    "LYBPf2z16O55LG/n+uLy9Kdp2IIvshN8ce+T9UlLsDfBsbD2CR2nhykRnZIIzMrgMd5CIz"
    "unDo9bZWfzzVIRo9VO1HlzEiPOY0ehVaP/86PcM8Uz5YnJZaafPEGX5MgLo7HGnjtXh/+c"
    "u7T2fk89XZ6fn1efCKRKIs3kwLPldng08Z2IuU0+oSZwG1Fjuri50JG0uD7Sem7vTWg95O"
    "x+WGP4aiAbPIdN1k02k/zRhN/nWcbhHBPoRDbqG8e4GtriLSecr9g7xSfO+K8N58dK98GA"
    "uNPi6joh7gBaQa8fWIW9Se+nRaK2Y9SbN/GLe/TY/peFZbPImJtFRSXSqxJCD2eFnvvL40"
    "0T4FS7SW12Laji+FZX7P7DrIZsl0ylAeWu57jbDN0Wlw8+COufCGvijYfFdq5DFRQ028Y7"
    "A+sCI+pl8g/iUP8sB1aYn/IUGTwXj/bICQbvX7Hzq76il6RHVdmG0kWekKJglod7qCSRAb"
    "dMW8krOwUg36VcJfh27UtlIQrMsX4WFRcUTqgpqeeAvBp1POBMFcfkrumOcxNwrmNDEG1G"
    "WqDAk0AZvh4BwDSmfUUPVH5BBeWWjslsbGgNmwUO+IYKR4EDCLB2hh3OpYIg8BpHBilhyh"
    "j7VURjYEDkDUqyniYWysrwJBrIIYfmma06qI07CCRtB/5SAyZO5QDoq8r1lYpXu786NGj+"
    "m6Kg3dBEtV18P0OlKAtLwGd6k+mSTRNpACXVKYhf72NacxmMXChhbTuyWmh1+dmuxNkGkG"
    "d47BGyVyVVEupMR2w+X/tqBadEEueADFohVlobzmQKpBNWWhUeWBQAiXEjEcmDinBlOlAf"
    "qQ7KWCHVB6Vs7JAzII/lKCtgnFATwlvsMPagdFBPCYgpyesJ1hQUUYKM0AbgoHkucIl70T"
    "TJqmFigrIk6nW3D3nrmh7oB0FHsnAhUJuQcSA7UJlJTiYxvwQN7yyghCCoq4nOKgkdjHG7"
    "jJdIGEncgLiViZZsD1XL5zpSyIiPZJKn1x9OplBD38WAX29c+DT590CFY6BKsjmlb9SJUN"
    "A1Q6t6AfOEJFR09sLXoi+WZV/0QmqfZpi97Kt7Ja6Moq+Pc3euUplfoQUoK/op5CpUCPSd"
    "xfo8ZAy6EbN12rxUARDtUeSmpEh71LQX3xFm36Dor8aIZHbWIu/5bP0cf6ZqAKYG0NSGQj"
    "s1A1yWstDzMMOjJaKsoRzC5bkaNcMVGTDZTdYLqY/77KzxGzpo1M+gS3E0zXbpAOukHSy6"
    "WqtJim2kOJ8UEC9xMvY431nKbSMRcZUOWjiLBsahrS8vrbSZq9WLxrwrxSkngbRbjVFl8H"
    "8phCA94A8MT3uYFVJabuMvi9rATWxJZyXGHbPi6vcJir5Ml9d1xUt7k8mzxBotPJN0gnl7"
    "ccOQMp35pzNhRMTscoYMSKkOnSHnT8dIX4aYzhH9Y9iCVDpcP/i8L/bcjAxGLvNeXuAtL9"
    "y3V7ENlb6qsWtWldSTFDtg9gb1t0MYXwi76gK9IwYpKnmYWhK9XpeCAdD7Q38UCxmfwUyz"
    "f31hjTg1b9yib14TimWGtZHxBwzrihYTko4Y/RMKrTN+qIEOFxbsTlrVWgfXhYo6CmQUwJ"
    "NKNG3qre/hBoUYdyjPigGOaPjwfB/kH1bWie6JVaEBq0fAND4wGHYSoChvhA2sE9WybLbs"
    "vXmMnh8TxWOZOJfIBbm9oYB5Sqve1FPoM+MSD1AYKH1E0YB1bNlotb55fCMLkd1DW8C/9u"
    "bioDr8Sojq0yT6kPfK1rkb/jxrJB6cwUmS6dmZVVq5bOlG/ZF5P7YriZxa2gm06b3oI92J"
    "uZ4T7XAePbkzB6Tlw+T+JOeKPzd1uGPlq/DfXmMnqtQNdXoLXp4vFMFwnJukagX4pOx/pV"
    "j/XT5Scarf1dMHPo8hO6/IQuP9HMguSYklW9IquRutNfaSlyzFAZr2IcQqsIn0C9B8iCsq"
    "0lGjyuPw7+dnTykhjmFGq+m2A+cby3ZMJ9G+MUwaLi+HeWOSZS+JuYX4vMQu12vt7AUivj"
    "qnzjeYxIwn0wZeC/OZzL3Zth+y4rbA2dmoeVnJqHK5yah0WVgOFdqINwTNEOxo+bPphGuE"
    "r9/MPyAvqHuQr6ajuqZ4aLabQNrt/QBifG3KnpMY5JnqbHWCtOjaDcNcWJfXVM2V0DNqcp"
    "W2DzDpmGdo3LLvvC7xu9zGlKzeUuc9miWNC3EZ+ztDvD6Z7HUeObm7bvVfQx7TrTu5LO6R"
    "umd8XG3E2rwgW3+yvtCdBw6MYtK5WvxGKNKtRC8DmDREbDNLAqJB6BPoHVfEA+4unipiEw"
    "FERVgOwTGxMtHcYdiz0TUNPFEMWVKtsfBiNP7tlyaBoYdgKoBlEnNgeDBvZ8Lxluv8EoEh"
    "yCWHxq2n0V9wJZ/77F1K8xn89hUMu02VsyksBxN3E2/JxQy2oSPpKW4ypkaSbY2OjIcilw"
    "u5F3aaPRUz1VG1wxZOORA7tY3QAZbT3ahvVI6zR7+0lMykHxq1z1hYopNnipdkeyrZEMi1"
    "+TOvbAiECbXKuZXFPfqqoop4g00tWQFv7dn2xc8wCPJNHTtAQazKOmVStjNUGiM1Y3yFjl"
    "viel+8anHyfIu7xH9KTygzHxWFxcEEMqWdUU+dZPXO+IZh1FRxSo1cnIiXKdOhmqUU2fpu"
    "Mxc+RSIHHIfbFGXNRQZVMofZaCDitvQ+g4+W7qUmf2H2tIHfPvkm30nv0djoH2TG954Cy/"
    "x3wJCoc1KB3bZVjSTqm5DucW6tN4noO8fWsn74Ocf0eFnNEUjsnmkJRxQEZR3PqIeMyyRJ"
    "yJgZGxYQIGNCO+XMhunEsiJy4fZeQyg6KqE58ZgXkgsDjhCWwi3ywsPgt1+6XOLRh1x7Ph"
    "F6Z07xkaA6BX1PghPiGouYJPo9Ir5EA3qYcwZMuRMP+XDdGzNyLfKb7+3TAsgOoN1oOa++"
    "OZqhAF6SnQHZaKoha3p9vQ8kvSAKsp2WNJMeXqkJLmAyc6qTZsurhQ44GDbqqPa4ohrAvz"
    "C9ts4Ew/lQeHfKVNBw77qDaoR6eicu/YONH1j+cX6/iYeM1qsA2oVg+kDTOPWzNsZ/PDOq"
    "/A6+Svxww8SX6rmkjwSfpOi/BUyTsOc6Hu/njGBaSuNpHij6rV6lhRqqOkSl6eB+WpLgkS"
    "neZSP80l/LJXtrKEBE/TwuIUrs5y84pTvDTr2VZ2Z4k+iGkFgtjlpuvVAj5FpNHfwLA1Hv"
    "uu28gVlyHdmUCVJ+mK0x7XJ8Hm2GBWZzdNU2lHwQb7acJQUy+rOKTaYk5xdGVnk4oz9rh6"
    "iCcpNeo1UKfG3LTlFuQVZXKsqBOdJtPqXH11Lm13zWN//SveKbHQZYm7bMdohQXXv56d3l"
    "xe4ddU1W7O+P1kXxMz0feCmdMZ9htcEBKq+JkyvNDHKxRajVoq8boi/T3h/0njXjv7/Tru"
    "acdQr5r8nl5wqdz3KyluXp2f3qxKfk8e1uUKb8gnQ2oxtyh2513QwYefrphVFhMVhqRDHz"
    "u73+dAT38e4dmGjkULq8vXRmkPCzSk4cKDcDeGKjhOd19RSpWA3BirooKk+4ia7ALO12kF"
    "tRvsa//wqhU+lX1tUXH1itxqIbRhieLqr/BV2OE+fhtKTtdpglb6iL49BEv2zJgtZryoUE"
    "NtwK5Tve0JXDXDGT9B6lqvIJZR3eivCmS0oiYVSg3dwVHtGNAHZ7NDRN/C9GYqIhFj5aZQ"
    "XZnb4eUx5/cmq15AqKgC0YOPmc0XpDZRVZqeiT7kIQJpGCCpQhmZh1WyB5/Phz+d/QtLTU"
    "OJavkPRAkG51KaIiqMbYomkYNB0syaMCzkn06Le/yQoPLoK12V5nGCgx4pT22HkK8R56Y9"
    "jU0A3jlPI9apEFKialrjIkGrWd05Vnck/+YSc/7eg8lSMSAnuWZarBRhObZVFtCw8Xph1i"
    "aKTsl1kLQCMp3NGNaYWJI5dyWZb3umFYhzUykFviF33LWJaaMkKMewhfKxByUsPO44zMBu"
    "oDuzSKTd1sjhESzcNaWMSK04X2diWiw85AXEFim+WgZz+2HlTmBGP0znCWcbHgrjyeUK56"
    "kHbSGnp5p0W0sMfWdOS48sLPxEF5xUGEiTnY1AD84p/OHo6MWLV0fPX7x8fXL86tXJ6+fR"
    "gYX5W6tOLnx3/iO4dVM7SujnLRdPCzMCyl1dxWkA2sdVcoxh4v2rH8uQpNRV6WuEMohm1d"
    "iSdFp60dJLsfTymbreNUYpFwgu8c2VMosjm8WhzuvFFUhlhSPahIc5r/AxBpuU4/IxE/KT"
    "fsd9T12RHb8N8mLVOWmu/NRbBv5rc8g7ehaLGXnp5CEHKhARfkckcIGoEXp/aKlhF6SGkG"
    "1VxYaIzfsnN5xUERtOyqWGk4Iy4epdqINvTLKHED9MvZri9JTyUMey1JTdRHj7UY6NrEra"
    "oKRFsrUi2RULAxeKZLLE3ZVCmZtuV6msy8IUswNyZmLNk5FpiBH4DEeymcdck46IoEsReC"
    "LDkglg0pnLsaT8hM7JuPgJVildBOffwhXUSMC7WFwrZmujoy0Jg99GyrPJ8PBJKenJ3ZLc"
    "UU8OcMeksiqCMiog+AUWI6zaKptD3SH0qFIy9l0h/wgaQBLKNmqrxPytVl1F+00f1W8q10"
    "0e5hVJzkH7ZjnO3QwNKUIUkCs4TkK98XnAyvPDkjQ62bZ5cpjL5GMLryhZqVQZTdGs10l3"
    "QJIJ1NKjw+NXx69fvDyOtNHoyiolNG/DC6vUVQQ0bK6xLMDSt4uzF0vRjAk0ngV4oiBUSz"
    "sPCfYhPW4LXhMdbdLk67YTGmPqWFnTlgpMIz5nSHWZiq7xuSOWgUR8eIFlIB09Xm4ZSMes"
    "VwmVDrXtZ4I4Upj2XfaGSD17LpEF98kBUbEtePYJI65UmWcYNyyCcAtBVEafQTzOs6VKi+"
    "KkH3ZA1P/jQJLo9BMVSoKh1/ALo1OJsiUsyQKMBFA+tQ8mCIupq+gfkpOFY11G1La5R4Na"
    "sFjX9db+/a/bHhR+vZUPdusfPT962Se3va/pn8v0z4VpeLP0pRlm/aavQZp6fOXbHxBO45"
    "hf5ZOGtogAuziIWzJ9YcuZihk9Onk56kscEkVk+2SEQ48wFH2kxhwpX1gcLyNBDfrtByVx"
    "R8FviNweAQ6ex+aOFxfEnVDTkvfhOJtRQU3YEXGZI38ETIh5L3jgjUPlDSYR2X2QS8G4gi"
    "yodS/Qk4cbXBP7S0mt2uTBzGssMvF7taFFpnsHlO9sbctyg0wZv+t8tou70HJa577fWU+Z"
    "X+KOXF9kM6bust+sp2zaJoRSyr1cZD+xVXShFirkpw1LVNQ7tySm2D9Fs303e3lg3oqTYc"
    "pD8vYA4xdHFTB+cVSKMdzKhOLFAl4d23SGTBcv26QUZyBb1rD/JUm0BbDIAhiL77XsgGmy"
    "/dtAHsQa6M38+Z0tFaK6cOcINeCVAFe6bh7pVRmrMU3DjNWOwfwICauxXaHGVp0marRZdw"
    "z5tvdqNNDUQDRqr8HMg6ksXDXQjAk0nArOjSzjeWtMnhdh9ZScWl5cQmWTUmRdsHKtLZaX"
    "sfKlquWdDq5PB+/PMsXyNnM5BNUHi/wNcWHCFc6GRKNKMYhgzHfAqBxQnhsjZQTG49Hx/D"
    "I4Wx3zTN9i0RPCvspeIYWzLJkUTMQhbsWxh1sZteWs0nJRsc3KnY+bHvJQ4uEKuzDWkGwY"
    "350j1rbgTtuCdYWIJ8Pq2FkDPskaMl+eUBuR6gt/VUS9OqUu97Hk7EOGjqRKgxYIc9nSoe"
    "USXapgaXW5TrWP5CVG5wfkNyyDhzeMqHaIxegXKTkFP4vFtaadpcrjxXEfg8/nUPrjLcF7"
    "cH2ULHkH2SNjalnqKGGIn8ATAlRkhMobWUDwgegj6nFCCYReuOzWtiEyIcwexuAKLLEnm6"
    "rjhYOTTTYKW1Ay3/oohRT7hsmXsY3EEZ2zDPe2kbOs1kxTN3ZM3XE3Nt3smPfDKj7Aw3If"
    "4GHOB1j7TBF9msgGeba67OHGIVBpMPHvwk2jHM6QpstbxeObFHTA/1PVKDsTptld5q7ZpX"
    "KKZBV1sfZJOnuoM/Y39g5sLXlhwFxzPOsV6J7Bnf4qrZPGbdapm+WgtmyAfyqazob+1nId"
    "5gtziw/JKpdHEiT7KI6cnFQRR05OysURuJc9vdqpg3DQfA/RfZDCS3JEjxUZlFfUKohJdC"
    "xozVjQR83E+/b/Q9S3JQ=="
)
