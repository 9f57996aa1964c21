from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
CREATE TABLE "api_key" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "prefix" VARCHAR(16) NOT NULL UNIQUE,
    "digest" BYTEA NOT NULL,
    "scopes" TEXT[] NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ,
    "revoked_at" TIMESTAMPTZ
);
COMMENT ON TABLE "api_key" IS 'A key, of which only the SHA-256 digest is kept; found by its public prefix.';
CREATE TABLE "session" (
    "id" VARCHAR(200) NOT NULL PRIMARY KEY,
    "first_seen_at" TIMESTAMPTZ NOT NULL,
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "feedback_count" INT NOT NULL
);
COMMENT ON TABLE "session" IS 'One row per `sessionId` that ever sent something; kept exact by the transaction that stores feedback.';
CREATE TABLE "feedback" (
    "id" UUID NOT NULL PRIMARY KEY,
    "submission_key" UUID NOT NULL UNIQUE,
    "body_hash" BYTEA NOT NULL,
    "category" VARCHAR(20) NOT NULL,
    "message" TEXT,
    "tags" TEXT[] NOT NULL,
    "page" JSONB,
    "api_state" JSONB,
    "occurred_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,
    "redactions" JSONB NOT NULL,
    "is_read" BOOL NOT NULL,
    "is_archived" BOOL NOT NULL,
    "admin_notes" TEXT,
    "search_vector" TSVECTOR NOT NULL,
    "session_id" VARCHAR(200) NOT NULL REFERENCES "session" ("id") ON DELETE RESTRICT
);
CREATE INDEX "feedback_created_at" ON "feedback" ("created_at", "id");
CREATE INDEX "feedback_category" ON "feedback" ("category", "created_at", "id");
CREATE INDEX "feedback_session" ON "feedback" ("session_id", "created_at", "id");
CREATE INDEX "feedback_is_archived" ON "feedback" ("is_archived", "created_at", "id");
CREATE INDEX "feedback_unread" ON "feedback" ("created_at", "id") WHERE is_read = false;
CREATE INDEX "feedback_tags" ON "feedback" USING GIN ("tags");
CREATE INDEX "feedback_search" ON "feedback" USING GIN ("search_vector");
COMMENT ON COLUMN "feedback"."category" IS 'as the person chose it';
COMMENT ON TABLE "feedback" IS 'One accepted submission.';
CREATE TABLE "analysis" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "feedback_created_at" TIMESTAMPTZ NOT NULL,
    "is_current" BOOL NOT NULL,
    "text_hash" BYTEA NOT NULL,
    "sentiment" VARCHAR(8) NOT NULL,
    "topic" VARCHAR(20) NOT NULL,
    "topics" JSONB NOT NULL,
    "confidence" VARCHAR(6) NOT NULL,
    "confidence_score" DOUBLE PRECISION NOT NULL,
    "alert_triggered" BOOL NOT NULL,
    "method" VARCHAR(10) NOT NULL,
    "model" VARCHAR(200),
    "prompt_version" VARCHAR(50),
    "fallback_reason" VARCHAR(50),
    "language" VARCHAR(10),
    "cached" BOOL NOT NULL,
    "latency_ms" INT NOT NULL,
    "input_tokens" INT,
    "output_tokens" INT,
    "cost_usd" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ NOT NULL,
    "feedback_id" UUID NOT NULL REFERENCES "feedback" ("id") ON DELETE CASCADE
);
CREATE INDEX "analysis_history" ON "analysis" ("feedback_id", "created_at");
CREATE INDEX "analysis_sentiment" ON "analysis" ("sentiment", "feedback_created_at", "feedback_id") WHERE is_current = true;
CREATE INDEX "analysis_topic" ON "analysis" ("topic", "feedback_created_at", "feedback_id") WHERE is_current = true;
CREATE INDEX "analysis_confidence" ON "analysis" ("confidence", "feedback_created_at", "feedback_id") WHERE is_current = true;
CREATE INDEX "analysis_method" ON "analysis" ("method", "feedback_created_at", "feedback_id") WHERE is_current = true;
CREATE INDEX "analysis_prompt_version" ON "analysis" ("prompt_version", "feedback_created_at", "feedback_id") WHERE is_current = true;
CREATE INDEX "analysis_alert_triggered" ON "analysis" ("alert_triggered", "feedback_created_at", "feedback_id") WHERE is_current = true;
COMMENT ON COLUMN "analysis"."sentiment" IS 'how the person feels';
COMMENT ON COLUMN "analysis"."topic" IS 'the best of topics';
COMMENT ON COLUMN "analysis"."confidence" IS 'confidence_score in three steps';
COMMENT ON COLUMN "analysis"."method" IS 'what produced the finding';
COMMENT ON TABLE "analysis" IS 'One finding. The newest of a feedback is current; the ones before it stay as history.';
CREATE TABLE "answer_rating" (
    "session_id" VARCHAR(200) NOT NULL,
    "message_id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "rating" VARCHAR(4) NOT NULL,
    "sources" JSONB NOT NULL,
    "response_time_seconds" DOUBLE PRECISION,
    "token_count" INT,
    "conversation_id" VARCHAR(200),
    "explanation" TEXT,
    "issues" TEXT[] NOT NULL,
    "feedback_created_at" TIMESTAMPTZ NOT NULL,
    "feedback_id" UUID NOT NULL PRIMARY KEY REFERENCES "feedback" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_answer_rati_session_7b930b" UNIQUE ("session_id", "message_id")
);
CREATE INDEX "answer_rating_rating" ON "answer_rating" ("rating", "feedback_created_at", "feedback_id");
COMMENT ON COLUMN "answer_rating"."rating" IS 'as it stands now';
COMMENT ON TABLE "answer_rating" IS 'The rating as it stands now; one per session and message, whatever was sent how often.';
CREATE TABLE "answer_rating_change" (
    "submission_key" UUID NOT NULL PRIMARY KEY,
    "body_hash" BYTEA NOT NULL,
    "previous_rating" VARCHAR(4) NOT NULL,
    "rating" VARCHAR(4) NOT NULL,
    "previous_explanation" TEXT,
    "explanation" TEXT,
    "is_change" BOOL NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "feedback_id" UUID NOT NULL REFERENCES "feedback" ("id") ON DELETE CASCADE
);
CREATE INDEX "answer_rating_change_feedback" ON "answer_rating_change" ("feedback_id", "created_at");
COMMENT ON COLUMN "answer_rating_change"."previous_rating" IS 'before this change';
COMMENT ON COLUMN "answer_rating_change"."rating" IS 'from this change on';
COMMENT ON TABLE "answer_rating_change" IS 'A later rating of the same answer: what stood before it, and what it said instead.';
CREATE TABLE IF NOT EXISTS "aerich" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "version" VARCHAR(255) NOT NULL,
    "app" VARCHAR(100) NOT NULL,
    "content" JSONB NOT NULL
);
ALTER TABLE feedback ADD CONSTRAINT feedback_category_known CHECK (category IN ('BUG', 'FEATURE_REQUEST', 'BILLING', 'PERFORMANCE', 'UX', 'GENERAL'));
ALTER TABLE feedback ADD CONSTRAINT feedback_message_length CHECK (char_length(message) <= 10000);
ALTER TABLE answer_rating ADD CONSTRAINT answer_rating_question_length CHECK (char_length(question) <= 10000);
ALTER TABLE answer_rating ADD CONSTRAINT answer_rating_answer_length CHECK (char_length(answer) <= 10000);
ALTER TABLE answer_rating ADD CONSTRAINT answer_rating_explanation_length CHECK (char_length(explanation) <= 10000);
ALTER TABLE feedback ADD CONSTRAINT feedback_body_hash_length CHECK (octet_length(body_hash) = 32);
ALTER TABLE session ADD CONSTRAINT session_seen_in_order CHECK (first_seen_at <= last_seen_at);
ALTER TABLE session ADD CONSTRAINT session_feedback_count_natural CHECK (feedback_count >= 0);
ALTER TABLE answer_rating ADD CONSTRAINT answer_rating_rating_known CHECK (rating IN ('UP', 'DOWN'));
ALTER TABLE answer_rating ADD CONSTRAINT answer_rating_issues_known CHECK (issues <@ ARRAY['INCORRECT', 'INCOMPLETE', 'OUTDATED', 'OFF_TOPIC', 'NOT_SPECIFIC', 'TOO_VERBOSE', 'HARD_TO_UNDERSTAND', 'BAD_SOURCES', 'UNHELPFUL', 'OTHER']::text[]);
ALTER TABLE answer_rating_change ADD CONSTRAINT answer_rating_change_rating_known CHECK (rating IN ('UP', 'DOWN'));
ALTER TABLE answer_rating_change ADD CONSTRAINT answer_rating_change_previous_rating_known CHECK (previous_rating IN ('UP', 'DOWN'));
ALTER TABLE analysis ADD CONSTRAINT analysis_sentiment_known CHECK (sentiment IN ('POSITIVE', 'NEGATIVE', 'NEUTRAL', 'MIXED'));
ALTER TABLE analysis ADD CONSTRAINT analysis_topic_known CHECK (topic IN ('BUG', 'FEATURE_REQUEST', 'BILLING', 'PERFORMANCE', 'UX', 'GENERAL'));
ALTER TABLE analysis ADD CONSTRAINT analysis_confidence_known CHECK (confidence IN ('HIGH', 'MEDIUM', 'LOW'));
ALTER TABLE analysis ADD CONSTRAINT analysis_method_known CHECK (method IN ('AI', 'ML', 'VALIDATION', 'NONE'));
ALTER TABLE analysis ADD CONSTRAINT analysis_confidence_score_range CHECK (confidence_score BETWEEN 0 AND 1);
CREATE UNIQUE INDEX analysis_current ON analysis (feedback_id) WHERE is_current;
ALTER TABLE api_key ADD CONSTRAINT api_key_scopes_known CHECK (scopes <@ ARRAY['SUBMIT', 'READ', 'TRIAGE', 'ADMIN']::text[]);
ALTER TABLE api_key ADD CONSTRAINT api_key_digest_length CHECK (octet_length(digest) = 32);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    # The table "aerich" stays: aerich itself writes to it after this.
    return """
DROP TABLE "answer_rating_change";
DROP TABLE "answer_rating";
DROP TABLE "analysis";
DROP TABLE "feedback";
DROP TABLE "session";
DROP TABLE "api_key";"""


MODELS_STATE = (
    "eJztXW1z2zYS/isYfbl0RufGiu3kmuvNyI7S6JrYHVvpW9yhYRKSOKYIliAja3L577cLvp"
    "OgTFKyTSv8ksgAFi/PAovdxQL80ltwg1lib2hTayVM0fuBfOnZdMHgRyGvT3rUcZIcTPDo"
    "tSUL03Spa+G5VPcgfUotwSDJYEJ3TcczuY2lz2xGpqZtmPZsj0zmjNhsyYRH+JRQMmXMuK"
    "b6DTEF0X3XZbb3mnhQiNtMkGs25S4jpkeER1eECjI3hcfd1R42bXAd2oZq762VS/vSvvLY"
    "rafNqZhfEURLSEJMhB/UI0so7zJq9IngQQqNOkKgXvgrKQu1EH1O7RkzsCuGyx2HGdDMVd"
    "RDTYe6PGZo1LuCah34I2gwKvAPkWrHgn5CY5bHXKjxepVqekmtG4HjI5DAbrENjzumLq7I"
    "nFuGIJ++XPZkyiXAd+kPng+O+uSyJ3TAIkn6+lcf8JGtuMKDMfqLBVbvcbIvmeDb5t8+0z"
    "w+Y9BNFwg/AUlPNspwjn360puaDFrE3714nKaB1Mloe0jFbh2XCQETR0QVRRM0mnNayBs5"
    "IVeOzOtJUpiG8o+vfZJpUgC3zQX8g8UUOGeSoVtVO5KpV9kV8tu70fkIOK2Fk478SDzXZ4"
    "UuSj5suXtxnZt1Tef21DSYrbMt9y9b8WadXMDc48aWO5hUulnnHJcvHE/7zFxsb8udLFa+"
    "WWepxVxPA6k6m6FM2XJvFbXX7C5W69xosseZDSyQJzJdi+o8Nmdj23sry+J+cQ2TzvIXdl"
    "LeWQGP7ZjADBbzjNnMxaFCGjaLQ/EtK9z+om0ukHxJkUDkpWgMNqW+hTsjUgcdSNJ6mnZ6"
    "NtEuRhNN6xV2zYgitcWFSbBucMeFrgY7+Ay78M9/DQYvXrwcPH9x9Orw4OXLw1fPX0FZ2d"
    "9i1suvQWcStIKqJGbjn8anE+wQh2092O8x4aukoR7VktmSoF82RzLseAM5KDHVDCmpIsch"
    "I6xjL/qR51fEnXUMixISjiWqywOwbA36k/GH0cVk+OEXrH4hxN+WBG44GWHOQKaucqnPjr"
    "7LsiuuhPw2nrwj+Cf58+x0JOHkwpu5ssWk3ORPlAM96ntcs/lSo0Yakyg5SpIiI1528RJV"
    "LD/OLUbtkvWXIcxx+Rood4uxx2dn7zM8PR7nFtnpxw/Ho/Nn+5KZUMj0MmsvgTzWR1UCz6"
    "buSg14hiyP98pjYscAf392nAH81+H58fh0eP7Hsw/D37/LrKT3Z6c/ReXTC+T4j8lomEM/"
    "q01m0D+ZU3dk+wuJ/xg6SkPlJsOHTAU5PsDY2sOF3pwvpenhgHLBbbRAAjuwwqa0oLeaxe"
    "yZN4c/X61hE3Dl5N3w/NmrnAw7DTMGmJOb/7Gy3AD9mLjVyCPq16H1GlhtTXAfPK8A/OB5"
    "KfKYpYBeFLH/78XZaYnUiSnyG7mpe+R/0oJtD/DbEDyIRUbwRIDGcieF9YlC6mAFxzngc1"
    "ZYg4mfraHVsz/pqia9EcS0QQ65jBHhMafRUjiqsBLyalSyEI7y6yDfwyJT3lqcllgeKuIc"
    "P6ZI3R6ObGNZvDn7ePx+RH45H52ML8bhEolVWZmZVXzOR8P3OdhVxml1jVNB3amd1dXOlI"
    "+lgfhJqFstepboV3Vcbvg6MwK/a+BPbSJ09qvsv/vl++9+Yf+Vvng1C9RzPiZohHrox2jL"
    "PM9rN9XUm3X6TQFgha+uItJFyt2D/LAK4oflgB8W8IbBWNLp4zIq6gGuIO0Qvxtxi9ozn8"
    "5K9Eg11Gma3cN4+2Jap/q8tnqSEHVaSXWtxAJAbH2lLRRWaanvP0t09xnAE0A7PAYY7B+8"
    "PHj14ugg9v7HKeuc/kVcTdvxQVnmN8yug2yerBG2bZMWW4aW+14jbAt0HbhFcHUuPM0XCu"
    "G71iJPiBpa4i2D9Z4N8eanfN3h3hM63MsF62T5/PHj+M0dJ7nKM3bfN409JN4t5kot8UXA"
    "rTQf5Ei/yriF6c3as3OFyOIuM2f2z2xVcK7kQA3D996mqnqa0CapiVB16TIO+MhPLsAARs"
    "4CSXUyvDgZvhkFUSJYaEldQ8vAjjl8wHMpcdli1mKwyKdQG2whIxwJ9jsOnhRL5p5TLxin"
    "Irgyld9fH2CJJTU3KXpnlCWGPAblMYAxiGW0DUFgbb+WYYAOc4kIAnQI5JAF/IZx9An6vN"
    "hnyMVIRjydJHjwx6egIxfDLO+nGRlnuaUQyLB3+fjHXl8Zq4jhgbKz4XwKuyuDmtbFMSas"
    "2UZ4VIrbKaaXhDeWhkC1T1w/amRUc2HdJ+WRTtnpUtWDkqVqswu8Td7Y1GKsMZ+zVJ32kQ"
    "MVhiI8pXN7AkJGDWmaZicm7zotffT7JKOgF87vM3FDUfH8oX7u5FKK+DqQJxQd4A0AT+3P"
    "DU4rE+o2g9/La2BNDikPKojtg1KhfZAX2YL7rs5qhQilSLoYoQ1ihCDLgR6AfmsumCYYdM"
    "dQMGKNH6y0hs4pVsEpJh2zgKavig0t9ermqDqfrsqna+OxOvXq690K0t07wLwX3RvsVYva"
    "tK6mmCPbBbAfWnUxhfBVO+jQdWlJbH9CkgN897ZOxPDTX/kwku760bdzQlFwpdfx9lZxu5"
    "/ZbMLhnwdwurfBQXYPLvetudFP5GX53h3O9LBUv7JLXdMTijs960OC8SJu5FjGKxlzRgR0"
    "hwSV/iB922CHcW4kjwn0pftb5qCRRk2DmAA0o0bRq779JqRHHe/YyYFe4WsDcnhQmoVvHW"
    "DxVK3UwlcMVj9g0zYWMKXXHQrjKwamJ8gNW6UfOYBlzKB56KzsyRQGcGlTmyNR5qUDLz4z"
    "6BODMzRVvTAT28FZ88BPCRSngpYWB3Ud78K/XpiBgxcwquOrLFI+rPu99++pb+s404lsCf"
    "85+E/v4XeeDTzy19xYNbgPmSHr7kPmddWq9yFhlX02uS+0zTxuimpa7XoLZbA3NyM51wLn"
    "2zfh9Jy6fJHGnQSW5iNDH8/fhnZzGX1nQNc3oDvXxeO5LlKadY3Y9wxdF/5ePfy9C8RsNP"
    "efgpujC8TsAjG7QMxmHiTHBFb1VF6jIKe/1lPkmJExXsU5JL0ifEqWc1OfgzJqraTD4+Ld"
    "8J+DwyNimDN8yMNE94njvSZT7tsyThE9Ko5/bZk6AeVvat6q3ELbrfxuB0ut59XKBc9jRB"
    "LugitD/l/Aufx4MyrfZoOt4aHmfqVDzf01h5r7quvduBbqIJxQbAfjx30rMItwlUdR9stf"
    "RdkvPIsSiKN6briEpvPB9Rv64ITOnZonxgnJt3li3BlOjaB8aoYTu3VMqK4Bm7OUW2DzE3"
    "INPTUuu+wzv2m0mLOUHZfbxuWNYj22Z1DG5rzCpEyb+uVGZdq3UO2TCVTXwaZjBknOiNVf"
    "PVAVDI7/DXnuT9GKhGw86yTPZi515n9bGli538MsoTfse3yMzjO91Z6z+k4e8FOYxqvgmB"
    "82O3yWJIhHcDi3ZMgBXqvD7Es7nY9mzTUV0KMZPtbHMYpgj1zFB61XxGOWJZLQAXmUE0UM"
    "YDEC5iv8jIMfoOP44QKXGVRaduKKyEhZEQQu4E1CHIFNuO/10e69gXX2mlwJRl19rn1mus"
    "fd6IMHWOuSu/ALDOrwkpAcTRAP0CQEIasL3H3TryTIrCTeIP8SP1DMwi8fNG84VUm1ZrNX"
    "1xo3HFZTvV18Lh6YaH5mmzWcq6ci1k1b83FFVHnYHouRHwMBUPweBJ2Jyk3KwqkGfxqf3s"
    "XR1OqowUCkWt9Q5z563LupTzYOqZVHBWkVswsyekwHR3rXahLakqZvs68Ub/SlXlzX51xg"
    "iGRe7at2KaTSnZAaj3+HKlORB+UhFSmSLpyifjhFtLNX9upFBN+mT89Rzs7yi6eOemrWu3"
    "X6dKbovVw6xcNSELpeLeAzRB36zdHnuvyGThPPV460c321zfXVnVZ8c2xO/Fx1pGmWqntC"
    "YQN5GvplFDbeHdGrEdUDxq7GKU82eDXnmauHeJqyQ70G6tRYmDaIIE8VMbDmPaIsWWfO1T"
    "fnsn7XIvYXv8qcEg9dnrjNfoytsODi19HJ5Oxc7qbBG0G54zr5IaVU3Utmzuay3jABPxSd"
    "jCnHi+4ZP6XXaEtPiawJs06dBG0YZX2R1PTEUK8aZJ2dcJkY63NQN8/HJ5N1QdbpB+jwE8"
    "wqkX8cUr79+ZxZZbef4kv3wYecdwhxxQXK8C7SxlipHijYFdRqRVvc/Q5iBGz09EY9eJ+s"
    "6qHGtUZgSiQBFXEpKeFYHpaSksXVolJcvpRPPF+FlGPjKggUkU87y2edBcePvcHoX8tbCY"
    "TdQq0YnIEnG9CELQJzNaCTe7SI33ZWh7g8SKtbvh1RrkVsU3toUTz5Fp8hW/OhedMVniYY"
    "s5u88ZQn7vxhrfaHWbQ5r/O0HatbzeokQK3m+5lFwu57XqHXp0bwbJVLsHWU3x28/1pP5a"
    "17Y5W5pj5XqXFhzlotjiZl7lLiymHYsvpT/ok4lfajWKShItNe5Wcrr9yWazoNvkG76cdn"
    "27YUc/rl4WEV/fLwsFy/xLx8/IJTB+Gw+A6iey/3baFFj6m28/LTzBRJd5RZ8yjzUW/LfP"
    "0/y3/g7g=="
)
