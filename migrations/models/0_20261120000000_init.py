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
    "created_at" TIMESTAMPTZ NOT NULL,
    "feedback_id" UUID NOT NULL REFERENCES "feedback" ("id") ON DELETE CASCADE
);
CREATE INDEX "answer_rating_change_feedback" ON "answer_rating_change" ("feedback_id", "created_at");
COMMENT ON COLUMN "answer_rating_change"."previous_rating" IS 'before this change';
COMMENT ON COLUMN "answer_rating_change"."rating" IS 'from this change on';
COMMENT ON TABLE "answer_rating_change" IS 'A later rating of the same answer: what stood before it and what it said instead.';
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
    "eJztXW1zm7gW/isaf7ntjDfbuEmau717Z5zU3Xq3TXYSt/vS7BAFZJsJRhSJOJ7e/vd7JM"
    "CAEA5gJyEuX1pH6EjiOdLReZP42plRizhsp+9iZ8Fs1vkJfe24eEbgR+5ZF3Ww5yVPRAHH"
    "V46sjNO1rhj3scmhfIwdRqDIIsz0bY/b1BW1T12CxrZr2e5kB42mBLlkThhHdIwwGhNiXW"
    "HzGtkMmYHvE5e/RhwqUZcwdEXG1CfI5ohxvECYoanNOPUXO6Jri5rQNzR7b71cuBfuJSe3"
    "3JhiNr1EAi0mCUUh/MAczaG+T7DVRYyGJTgeCIJ24a+kLrSCzCl2J8QSQ7F86nnEgm4u4x"
    "EaJrTFiWVgfgnNevBH2GFc4V8s1Y8D44TOHE58aPFqkep6jp1rJt4PQQG5FX1w6tkmu0RT"
    "6lgMff560ZElFwDfRdB70TvooosOMwGLpOjbP13AR/biMw7vGMxmonlO0a5kQuDaXwJicD"
    "ohMEwfCD8DSUd2SsQc+/y1M7YJ9Ch+d5bvaVuCOnnbjqAit55PGIOJw+KG4gkazzkj4o2c"
    "kAtPPutIUpiG8o9vXZTpkgG37Rn8I6ppcM4Uw7DKDiTTrnYo6I93g7MBcNqIJh36GXE/IL"
    "khSj5seHjLNtcbmkndsW0R1yQbHl+24fUGOYO5R60NDzBpdL3BeT6dedy4Ib7ob8ODzDe+"
    "3mCxQ3xugFSdTIRM2fBoNa1XHK5o1rs25IgzG1goT2S5Ebd5ZE+GLn8r64r94gomnRPM3K"
    "S+twAeu0sCO1zME+ISX7wqlIluxasEjhNtf/E2F0q+pEoo8lI0FhnjwBE7o6AOB5CUdQzj"
    "5HRknA9GhtHJ7ZoxRWqLi4pg3YgdF4Ya7uATMYQf/t3rvXz5qvfi5cHh/t6rV/uHLw6hrh"
    "xv/tGrb+FgErTCpiRmw1+GJyMxIArberjfi4JvkgZzbCSzJUG/aI5k2PEGngiJqWdIQRMK"
    "h6yojZ34h8qvmDurGBYXJBxLVJcHYNkK9EfDD4PzUf/D76L5GWNfHAlcfzQQT3qydKGUPj"
    "t4nmXXshH0x3D0Dok/0d+nJwMJJ2V84ssek3qjv4Uc6OCAU8OlcwNbaUzi4rhIiozlslsu"
    "Uc3yo9Qh2C1YfxlChctXQLldjD06PX2f4enRUFlkJx8/HA3Onu1KZkIlm2fWXgL5Uh/VCT"
    "wX+ws94BkyFe8FJ2zLAH9/epQB/FP/7Gh40j/769mH/p/PMyvp/enJL3H99AI5+ms06Cvo"
    "Z7XJDPrHU+wP3GAm8R/CQHGk3GT4kGlA4QO8W3O40JnSuTQ9PFAuqCsskNAOLLEpzfCt4R"
    "B3wqfw5+EKNgFXjt/1z54dKjLsJHrQE0+U+b9UlmugvyRuNPIC9avIeg2ttjq4916UAL73"
    "ohB58UgDPctj/+v56UmB1FlSqBu5bXL0P2nBNgf4TQgegUVG8MSALuVOCutjjdQRDRwpwC"
    "tWWI2Jn22h0bM/GaohvRHIdkEO+YQgxolXaykclFgJqhqVLIQDdR2oI8wz5a1DcYHloSNW"
    "+DEW1M3hyCaWxZvTj0fvB+j3s8Hx8HwYLZGlKisfZhWfs0H/vQK7zjgtr3FqqFu1s7zamf"
    "Kx1BA/CXWjRc9c+FU9n1qBSazQ7xr6U+sInd0y++9u8f67m9t/pS9ezwL9nF8S1EI98mM0"
    "ZZ6r2k059WaVfpMDWOOrK4l0nnL7IN8vg/h+MeD7ObzhZRzp9PEJZtUA15C2iN+NuIPdSY"
    "AnBXqkHuo0zfZhvHkxbWJzWlk9SYharaS8VuIAIK65MGYaq7TQ958lujsG8ATQjsIAvd29"
    "V3uHLw/2lt7/Zckqp38eV9v1AlCW6TVxqyCrktXCtmnSYsPQ0oDXwjZH14KbB9ekjBsB0w"
    "jflRZ5QlTTEm8YrPdsiNeP8rXBvScU3FOSdbJ8/vhx+OaOSK42xh4EtrUjiLeLuVJLfBly"
    "K80H+abfZN7C+Hpl7FwjsqhP7In7G1nknCsKqFH63ttUU08T2qQ0Eao+ni8TPtTJBRjAm5"
    "NQUh33z4/7bwZhloioNMe+ZWRgF09ojyoly7r5R7PeTC3BLthCVvQmYtzL5Ek2J/4Z5uF7"
    "apIrU8+7qxMsRU3DT6remWUpUh7D+iKBMcxldC2GYG2/lmmAHvERCxN0EDxBM/gN79FFwu"
    "dFbuCpyGQU0UkkAn90DDpyPs3yfrqReZYbSoGMRqfmP3a62lxFkR4oBxvNp2i4MqlpVR5j"
    "wppNpEeluJ1iekF6Y2EKVPPE9aNmRtUX1l1UnOmUnS5lPShZqia7wJvkjU0txgrzOUvVah"
    "8KqPAqjGud2yMQMnpI0zRbMXlXaemDP0cZBT0Xv8/kDcXV1aC+ErmUIr4K5AlFC3gNwFP7"
    "c41oZULdZPA7qgZWJ0i5V0Js7xUK7T1VZDMa+CaplCKUImlzhNbIEYJHHowA9Ft7RgxGYD"
    "iWhhEr/GCFLbROsRJOMemYBTQDXW5ooVdXoWp9ujqfrivC6phX17s1pNsXwLwX3RvsVQe7"
    "uKqmqJBtA9gPrbrYjAW6HbTv+7ggtz8hUQDfvq1TYPj5HzWNpD1+9P1EKHKu9Cre3jJu91"
    "OXjCj88wBO9yY4yO7B5b4xN/qxPCzfucOZHtXqlnapG2ZCcadnvY9EvogfO5bFkYwpQQyG"
    "g8JGf5K+bbDDKLVSlwkI77d8IGw0bFvIBpwJtvJO9Xvp4eEO5ueBNdKLq6obmwVXMzt0l1"
    "6TRRXPX57yYZ3Znf+MA9cU8wbJnsQ/e//tPLwcX8O/fUWtRY3ThRmy9nShqvmVPV0Iq+zG"
    "pgEz1vNfaZpptCMrEml8asf3ozTAlfVduBDHPp2lcUeh3fbI0C/nb00rtIi+NUerm6OtI+"
    "CxkG+z7Gqx4inYsG2WXZtl12bZ1XMPeDawqqNzCYRPuivdAJ4d24ZlLH+o2hX2+Hxqm1PQ"
    "jZyFNM3P3/V/6O0fIMueiFsaQHu6Jh5/jcY0cGUSms0Z8oIrxzYR6CJj+1Zn9G+28bvt/U"
    "p3ZxULnsdIE9sGy1r+r7Um9DjH9ZtsP9SMWO2WiljtrohY7erO7oq1UAXhhGIzGD/uRXBZ"
    "hMvceLFbfOXFbu7Oi1AcVfMKJTStS0i1AUpfOGVSr2I4MCH5PsOBreFUC8qnZjiRW8+G5m"
    "qwOUu5ATY/IU/FU+OyT27oda3FnKVsudw0Lq8VyN+cQbk05zUmZdrULzYq076FcvfhY9ME"
    "m45YKAlZ6q+011WUp6Vs61KYhlhYkfBYhN7Qs4mPvekXxwAr90eYJfia/ChuGuM2X+x4i+"
    "fyinoM03gRnp6CzU7cORFGmz1KHRlRFmemxOMLN/1cmDVXmMGIJuImNjDEbL6DLpdxv0vE"
    "ieOIAcGsINCMjCxglwpjFIlqCMxX+LkMbcPAxa30PrGwtOzYJZJpkCyMaYtjYuINXEQD3h"
    "V27zWss9fokhHsm1Pjhpic+vFt9qLVOfXhFxjU0QkQ+TZheLpORDyrC9x9jKsgg6gg/K1e"
    "sw4Uk+ha+/odpxop1232XFLtjqNmyvcr7gIHJto3ZL2OlXZKYl23t0CsiDK3lotq6OdQAO"
    "Qv+8cTVrpLWTnV4S/Dk7s4mlodFRgoqFZ31LqPHvfg4ZNNi2lkqCCtYrY5L4/p4EjvWnUy"
    "LdL0TfaViuNaqeu0zSllIotPVfvKZfyXSvivcLNzpDLleVAc4U+RtNH96tH9eGcv7dWLCb"
    "5Pn56nnZ3Fpwo9/dSsdqTw6UzRezlRKIKlIHR5JeAzRC369dGnpvxASh3Pl0Laur6a5vpq"
    "oxXfHZsTP1cVaZqlas/HryFPI7+Mxsa74ztVMdUD3su7LHmyF/MqnrlqiKcpW9QroI6tme"
    "2CCOK6jIEVl81kyVpzrro5l/W75rE//ySfFHjoVOIm+zE2woLzT4Pj0emZ3E3DC2CUcJ38"
    "Sk6q7TmxJ1PZblQgvgKcvJPCi/aONq3XaEP3RKxIs05FgtbMsj5PWnpiqJdNss5OuEyO9R"
    "mom2fD49GqJOv07WLi+7o6kX8UUb797Yw4RYdxNN9+3xLENef5ohPKa2OlO32+LahVyra4"
    "+5K7GNj4XoVq8D5Z1UOPa4XElFgCavJSUsKxOC0lJYvLZaX4dC7v772MKIfWZZgoIu/tlX"
    "f2Miq+5AVv/1qeSkDkFloVyRkisgFduCw0V0M6uUez5cW9+hSXB+l1w6cjirWITWoPDcon"
    "3+AdUyu+Im77jBuMELfOBT4qcesPa7Q/zMH1ea3StqxuNKuTBLWKlyPmCduPNUVenwrJs2"
    "UOwVZRfrfw/Gs1lbfqiVXi2+ZUp8ZFT1ZqcTipc5cSVwzDhtWf4u9/6bQfzSKNFJnmKj8b"
    "ucK0WNOp8YHRdb8s2rSlqOiX+/tl9Mv9/WL9UjxT8xe8KghH1bcQ3Xs5bws9cqLbzoujmS"
    "mSNpRZMZT5qKdlvv0fFAAsiw=="
)
