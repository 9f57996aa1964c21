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
    "eJztXW1z2zgO/iscf7nujDebOK/b3t2Mk7qtb9tkJ3H3rdmRGYm2NZFFVZST+Hr97wdQkv"
    "VGOZLsJIqjL61DEiQFUCAAPoS+tabcYJbY6trUmgtTtF6Tby2bThn8yNS1SYs6TlSDBR69"
    "smRjGm91JTyX6h6Uj6glGBQZTOiu6Xgmt7H1mc3IyLQN0x5vkcGEEZvdMuERPiKUjBgzrq"
    "h+TUxB9JnrMtt7QzxoxG0myBUbcZcR0yPCo3NCBZmYwuPufAuHNrgOY0O3DzbKpX1pDz12"
    "52kTKiZDgtwSkhAL4Qf1yC20dxk12kRwv4SGEyHQL/wVtYVeiD6h9pgZOBXD5Y7DDBhmGM"
    "5Q06Evjxka9YbQrQN/+AOGDf4hYuNYME8YzPKYCz1ezWND31LrWuDzEShgdziGxx1TF0My"
    "4ZYhyJdvly1Zcgnsu5x1tjsHbXLZEjrwIir6/ncb+CNHcYUHzzibTrF7j5MdKYSZbX6dMc"
    "3jYwbTdIHwC5C05KAM19iXb62RyWBE/N1aPKdpIHX0tC2kYneOy4SAhSPCjsIFGq45LZCN"
    "XJBzR9a1JCksQ/nH9zZJDClA2uYU/sFmCj4nimFaRSeS6Fc5FfL7h955DyStBYuO/It47o"
    "xlpijlsObpLfpcbWo6t0emwWydrXl+yY5Xm+QU1h431jzBqNPVJue4fOp42g1zcbw1TzLb"
    "+WqTpRZzPQ206niMOmXNs1X0XnK62K1zrckZJzYwX5/Ici3s89gc923vnWyL+8UVLDprNr"
    "Wj9s4cZGwvCEz/ZR4zm7n4qFCGw+KjzCwr2P7Cbc7XfFETX+XFaAw2ojMLd0ak9icQlbU0"
    "7fRsoF30BprWyuyaIUVsiwuK4L3BHRem6u/gY5zCjz93Oru7h53t3YOj/b3Dw/2j7SNoK+"
    "ebrTr87k8m4pbfleRZ/33/dIAT4rCt+/s9FnyXNNSjWrRaIu7nrZGEON5CDWpMtUByukhJ"
    "yAj62Ap/pOUVSmeZwMKCSGKR6fIIIlvC/UH/U+9i0P30K3Y/FeKrJRnXHfSwpiNL56nSVw"
    "c/JMW16IT83h98IPgn+evstCfZyYU3duWIUbvBX6gHWnTmcc3mtxo14jwJi8MiqTIWr93i"
    "FVW8fpxbjNo571+CMCXlK6DcLMEen519TMj0uJ96yU4/fzrunb/akcKERqaXePcili/sUZ"
    "XCs6k7VzM8QZbm99xjYsMY/vHsOMHw37rnx/3T7vmfrz51//gh8SZ9PDt9H7aPvyDHfw56"
    "3RT3k9ZkgvsnE+r27NlU8r8PE6WBcZOQQ6KDlBzg2eojhdaE30rXwwHjgtvogfh+YIFNaU"
    "rvNIvZY28Cfx4tERNI5eRD9/zVUUqHnQYVHaxJrf+FsVyB+wviWnMeuX4VeK++11aF753t"
    "AozvbOdyHqsUrBdZ3v/n4uw0R+ssKNIbual75H/Sg60P49eheJAXCcUTMnShd2K8PlFoHe"
    "zgOMX4lBdWYeEne6j16o+mqsloBDFt0EMuY0R4zKn0KhwUeBPSZlT0Ihyk34P0DLNCeWdx"
    "muN5qIhT8hghdX0kso7X4u3Z5+OPPfLree+kf9EPXpGFKSsrk4bPea/7McV2lXNa3OJUUD"
    "dmZ3GzMxZjqaB+Iupaq55bjKs6LjdmOjP8uKsfT62idHaK7L87+fvvTmb/lbF4tQjUa35B"
    "UInrQRyjLus8bd0UM2+W2TcZBitidQU5naXcPJbvF+H4fj7D9zP8hoexZNDHZVSUY7iCtO"
    "H4/Ry3qD2e0XGOHalmdZxm83i8fjWtU31S2jyJiBqrpLhVYgFDbH2uTRVeaW7sP0l0/xnA"
    "M+B2cAzQ2dk73DvaPdhbRP8XJcuC/lm+mrYzA2OZXzO7DGfTZJV4WzdtsWbW8plXibcZuo"
    "a5WebqXHjaTCiU71KPPCKq6InXjK0P7IhXP+VrDvee0eFeCqyTlPPnz/2395zkKs/YZzPT"
    "2ELizRKutBJ3fWnF5SCf9LvELYyul56dK1QWd5k5tn9h80xwJcXUAL73LtbV82RtVBopVZ"
    "feLgAf6cUFPIAnZ76mOulenHTf9nyUCDa6pa6hJdiONbzDUyWLttmqaWeaLqE2+EJG8CQ4"
    "7wV4Utwy95x6/nMqwJWx+vZygCW21Nyo6b0oS4Q8+u0RwOhjGW1DEHi330gYoMNcInyADo"
    "EaMoXf8BxtgjEvdgO1iGTE00mCB398BDZyFmb5MMNInOWaIJDB7NL4x1ZbiVVEeKCcbLCe"
    "gulKUNMyHGMkmnXAo2LSjgk9B96YC4Gqn7p+UmRUdWXdJvlIp+RyKRpBSVLVOQRep2hs7G"
    "UssZ6TVI31kWIqPIrwlMHtASgZNUvjNBuxeJdZ6b0/BgkDPXN+n8ANhc3Th/qpk0up4suw"
    "PKJoGF6B4bH9ucJpZURdZ+a30hZYlUPKvQJqey9Xae+lVbbgM1dnpSBCMZIGI7QCRgiqHJ"
    "gB2LfmlGmCwXQMhSCWxMFye2iCYgWCYjIwC9ycqbChuVHdFFUT01XFdG08VqdeebtbQbp5"
    "B5gPYnuDv2pRm5a1FFNkm8DsxzZdTCFmqh2067o0B9sfkaQYvnlbJ/Lwy99pGElz/ejlnF"
    "BkQullor1Fwu5nNhtw+OcRgu51CJA9QMh9bWH0E3lZvnVPMD1o1S4cUtf0iOLeyHqXIF7E"
    "DQPLeCVjwoiA6RC/09cytg1+GOdGlEygLcPfsgadNGoaxARGM2pko+rrH0JG1PGOnXzQIW"
    "YbkI8HrVmQ6wCbx3qlFmYxmL/GoW1sYMqoOzTGLAamJ8g1m8eTHMBrzGB4mKycyQge4NKm"
    "NkeiRKYDb3Fm0CYGZ+iqekEljoOr5pFTCWSXghZXB2UD72J2NTX9AC/wqEysMkv5uOH31j"
    "9HM1vHlU7kSPjP3r9bj7/zrBCRv+LGvMJ9yARZcx8ybasWvQ8Jb9mNyWdCWy3ipuim1qG3"
    "QAd7EzPUczUIvr2IoOfI5dM434nvaT4x6xfrt6LfnEffONDlHegmdPF0oYuYZV0C+56ga+"
    "DvxeHvDRCz0tp/DmGOBojZADEbIGa1CJJjgqhaqqiRX9NeGilyzNAZLxIcklERPiK3E1Of"
    "gDFqzWXA4+JD98fO/gExzDEm8jAxfOJ4b8iIz2yJU8SIijO7skydgPE3Mu9UYaH1dn5/gK"
    "VUerV8xfMUSMJNCGXI/zN8zj/eDNvX2WGreKi5U+hQc2fJoeaO6no3vgtlOBxRrIfHT5sr"
    "MMnhIklRdvKzouxk0qL46qhcGC6iaWJw7YoxOKFzp+SJcUTyMk+MG8epEiufm+PE7hwTuq"
    "sg5iTlGsT8jEJDz03KLrvh15Ve5iRlI+W6SXklrMf6HMqFO69wKeOufr5TGY8tFPtkAtV1"
    "8OmYQaIzYvVXD1QN/eN/Q577U/QioRrPOsmrsUudyVdLAy/3J1gl9Jr9hMnoPNObbznzH+"
    "QBP4VlPPeP+WGzw7QkPh7B4dySkAO8VofVl3a8Ht2aKypgRmNM1scRRbBFhouD1iHxmGWJ"
    "CDogj3JCxAA2I+C+ws8F+AEmjh8ucJlBpWcnhkQiZYUPXMCbhPgENuEzr41+7zW8Z2/IUD"
    "Dq6hPthuked8MPHmCvt9yFX+BQB5eE5NP4eAAYaJB4CANaDoX5X6ZJU3RIXvly/ckwLGTV"
    "a3mBcToDx1xeaUQ8BXYn7zZSi9vjKqiGpHlx/+XBHNxaDoQhndwfKMbBxxSqDxzrpNiwyd"
    "twlQcOuik+Lmagh3Vh3rDVBk71U3hwBNisOnDYR7FBPToWhXuXjWNdv++f3ifH2GtWQmxI"
    "tXygJg71tJdcny2gqZZnDnFbtUErPWWkJL5XVcHIxOnrHHTFq4Gx1O36hAvEWqbtx2K3Sw"
    "pdLimRRTywvbIyyMdmxEgaXEZ5XEa4sxcOD4YELzM46ChXZ/4NVke9NMtdX30+S/RBbq/i"
    "qSsoXa8U4xNEDferc5/r8mM8VUJoKdImhla3GFpz7PHixBwFzMpo0yRVk4thBX0aC9SUg8"
    "GGVI8Igl2UPFsUbCoeV47jccqG6yW4To2paYMK8lTQgyWJjZJkjTtX3p1Lxl2zvL/4Tdbk"
    "ROjSxHWOY6xFBBe/9U4GZ+dyN/WTDaXO/eQXmWJ93zJzPJH9BgX4xenomVKyaPIBKqNGa8"
    "pJsgSvHTv/WRGufRH19My4XhStnVxwCbD2OZib5/2TwTK0djyTHX7LWaXyjwPKd7+cMyvv"
    "GtXi9r7/RegN4rjiJmZwqWllXqkyHWwi16ALTNy5Fq4NZF+bx69SMJf7E1CGLA1znpRbjs"
    "/WVFPztQQiKNwxFICg2GaSjweK7V3F4EAuv5W5tYcBZd8Y+ggdmVNbYk4Ex6/swdO/kddB"
    "CLuDXhEVgydBMIQtfPfep5M2jVgk1VZjix5l1DVfS8m3utZpbdUIyL/G/G/5kICR6QpPE4"
    "zZVZJrpYmb+GGt44cWrS7rNG0j6lqLOoLxlUxcmiVsPqQWRMlKoJaL3D4uY/Zu4MXjciZv"
    "STsu4SYojLm0G5Fv0SWcl+J2XZDEJrSXGJ1ukd/RUgqzpyE8GpPCWYze+LnT8E+1uVa1Mw"
    "kXv2ZzDSHjyAEfPdT9tY8Q7DdE1mG5BJSHCecQ9axTy/Lh3/YWGcqo7pBQmRmJEZvdIlRc"
    "tCXXg9Rzfk45aHJp24gjp/acTDGXEmKnMdUc9Eh8SHhwGrWG5HD3Y2wT4lspG5zKJj02x/"
    "nfTFRZpQrlGRiY9TVKfc35c6ezu3vY2d49ONrfOzzcP9peqNBs1TJdetx/j+o0sTOGpxD5"
    "dqq/ZtRewf34voi6zjHZ1uL2gwFvUFoTFHEZdjpF7v528u/+dtKgvtLnQM0J0AonQL6uzr"
    "I7H5gdUTRpYBTMLJt5IU5TZ1Xx9CGFBnz0Uj3KJllVk6yqJsefdU5WxVxTn7RUyar8mvbS"
    "ZFVRm/vczXymrjkA/1I8nRU/cJPvw+Ana3KdGDVrYySbaI7s7xcxR/b3880RrEvfOHDKcD"
    "hovoHcfZBUWzCix1QB5Xz8cYykAR+XBB+XCDmvfzP7/n+SxwyR"
)
