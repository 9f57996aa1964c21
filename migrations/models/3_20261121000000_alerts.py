from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS vector;
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file THEN
    RAISE EXCEPTION 'PostgreSQL needs pgvector: install it there, then run as a superuser in this database: CREATE EXTENSION vector;'
        USING ERRCODE = 'feature_not_supported';
END $$;
CREATE TABLE "alert_channel" (
    "name" VARCHAR(40) NOT NULL PRIMARY KEY,
    "straight_failures" INT NOT NULL,
    "last_problem" VARCHAR(200),
    "held_until" TIMESTAMPTZ,
    "paused_at" TIMESTAMPTZ
);
COMMENT ON TABLE "alert_channel" IS 'How a channel does, as all workers know it. Nobody tries it before `held_until`.';
CREATE TABLE "alert_tally" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "event" VARCHAR(6) NOT NULL,
    "severity" VARCHAR(8) NOT NULL,
    "channel" VARCHAR(40) NOT NULL,
    "count" BIGINT NOT NULL,
    CONSTRAINT "uid_alert_tally_event_dc120e" UNIQUE ("event", "severity", "channel")
);
COMMENT ON COLUMN "alert_tally"."event" IS 'what happened';
COMMENT ON COLUMN "alert_tally"."severity" IS 'of the alert or the notice';
COMMENT ON TABLE "alert_tally" IS 'How often something happened, ever. `channel` is empty for what concerns none.';
CREATE TABLE "alert" (
    "id" UUID NOT NULL PRIMARY KEY,
    "rule" VARCHAR(10) NOT NULL,
    "severity" VARCHAR(8) NOT NULL,
    "danger" VARCHAR(9),
    "status" VARCHAR(6) NOT NULL,
    "sentiment" VARCHAR(8),
    "topic" VARCHAR(20),
    "confidence" VARCHAR(6),
    "count" INT NOT NULL,
    "people" INT NOT NULL,
    "told_count" INT NOT NULL,
    "window_ends_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,
    "closed_at" TIMESTAMPTZ,
    "feedback_id" UUID REFERENCES "feedback" ("id") ON DELETE SET NULL
);
CREATE INDEX "alert_created_at" ON "alert" ("created_at", "id");
CREATE INDEX "alert_severity" ON "alert" ("severity", "created_at", "id");
CREATE INDEX "alert_rule" ON "alert" ("rule", "created_at", "id");
CREATE INDEX "alert_status" ON "alert" ("status", "created_at", "id");
CREATE INDEX "alert_feedback_first" ON "alert" ("feedback_id");
CREATE INDEX "alert_open" ON "alert" ("rule", "window_ends_at") WHERE status = 'OPEN';
COMMENT ON COLUMN "alert"."rule" IS 'what raised it';
COMMENT ON COLUMN "alert"."severity" IS 'the highest it has had';
COMMENT ON COLUMN "alert"."danger" IS 'what its words mean at worst';
COMMENT ON COLUMN "alert"."status" IS 'whether more may join it';
COMMENT ON COLUMN "alert"."sentiment" IS 'of the first feedback';
COMMENT ON COLUMN "alert"."topic" IS 'of the first feedback';
COMMENT ON COLUMN "alert"."confidence" IS 'of the first feedback';
COMMENT ON TABLE "alert" IS 'One thing that someone should look at, however many people said it until `window_ends_at`.';
CREATE TABLE "alert_feedback" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "rule" VARCHAR(10) NOT NULL,
    "text_hash" BYTEA NOT NULL,
    "embedding" VECTOR(384),
    "created_at" TIMESTAMPTZ NOT NULL,
    "alert_id" UUID NOT NULL REFERENCES "alert" ("id") ON DELETE CASCADE,
    "feedback_id" UUID NOT NULL REFERENCES "feedback" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_alert_feedb_feedbac_6a8933" UNIQUE ("feedback_id", "rule")
);
CREATE INDEX "alert_feedback_alert" ON "alert_feedback" ("alert_id");
CREATE INDEX "alert_feedback_text" ON "alert_feedback" ("text_hash", "alert_id");
COMMENT ON COLUMN "alert_feedback"."rule" IS 'the alert''s';
COMMENT ON TABLE "alert_feedback" IS 'A feedback''s place in an alert: at most one for each rule.';
CREATE TABLE "alert_notice" (
    "id" UUID NOT NULL PRIMARY KEY,
    "kind" VARCHAR(12) NOT NULL,
    "severity" VARCHAR(8) NOT NULL,
    "count" INT,
    "title" VARCHAR(150),
    "text" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL,
    "alert_id" UUID REFERENCES "alert" ("id") ON DELETE CASCADE
);
CREATE INDEX "alert_notice_alert" ON "alert_notice" ("alert_id", "created_at");
COMMENT ON COLUMN "alert_notice"."kind" IS 'what it tells of';
COMMENT ON COLUMN "alert_notice"."severity" IS 'when it was written';
COMMENT ON TABLE "alert_notice" IS 'Something to tell the team: of an alert, or with a title and a text of its own.';
CREATE TABLE "alert_delivery" (
    "id" UUID NOT NULL PRIMARY KEY,
    "channel" VARCHAR(40) NOT NULL,
    "status" VARCHAR(7) NOT NULL,
    "failures" INT NOT NULL,
    "due_at" TIMESTAMPTZ NOT NULL,
    "leased_until" TIMESTAMPTZ,
    "give_up_at" TIMESTAMPTZ NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "sent_at" TIMESTAMPTZ,
    "notice_id" UUID NOT NULL REFERENCES "alert_notice" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_alert_deliv_notice__4125a4" UNIQUE ("notice_id", "channel")
);
CREATE INDEX "alert_delivery_pending" ON "alert_delivery" ("channel") WHERE status = 'PENDING';
CREATE INDEX "alert_delivery_status" ON "alert_delivery" ("status");
COMMENT ON COLUMN "alert_delivery"."status" IS 'where it stands';
COMMENT ON TABLE "alert_delivery" IS 'A notice on its way to one channel. While it is PENDING, a job for it lies in the queue.';
CREATE TABLE "alert_attempt" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "outcome" VARCHAR(15) NOT NULL,
    "status_code" INT,
    "detail" VARCHAR(200),
    "duration_ms" INT,
    "started_at" TIMESTAMPTZ NOT NULL,
    "delivery_id" UUID NOT NULL REFERENCES "alert_delivery" ("id") ON DELETE CASCADE
);
CREATE INDEX "alert_attempt_delivery" ON "alert_attempt" ("delivery_id", "id");
COMMENT ON COLUMN "alert_attempt"."outcome" IS 'how it ended';
COMMENT ON TABLE "alert_attempt" IS 'One try to deliver, written before it is made. Holds nothing that was sent, and nothing secret.';
ALTER TABLE alert ADD CONSTRAINT alert_rule_known CHECK (rule IN ('COMPLAINT', 'SILENCE'));
ALTER TABLE alert ADD CONSTRAINT alert_severity_known CHECK (severity IN ('CRITICAL', 'HIGH', 'MEDIUM', 'LOW'));
ALTER TABLE alert ADD CONSTRAINT alert_danger_known CHECK (danger IN ('SECURITY', 'DATA_LOSS', 'PAYMENT', 'OUTAGE'));
ALTER TABLE alert ADD CONSTRAINT alert_status_known CHECK (status IN ('OPEN', 'CLOSED'));
ALTER TABLE alert ADD CONSTRAINT alert_sentiment_known CHECK (sentiment IN ('POSITIVE', 'NEGATIVE', 'NEUTRAL', 'MIXED'));
ALTER TABLE alert ADD CONSTRAINT alert_topic_known CHECK (topic IN ('BUG', 'FEATURE_REQUEST', 'BILLING', 'PERFORMANCE', 'UX', 'GENERAL'));
ALTER TABLE alert ADD CONSTRAINT alert_confidence_known CHECK (confidence IN ('HIGH', 'MEDIUM', 'LOW'));
ALTER TABLE alert ADD CONSTRAINT alert_counts_agree CHECK (people <= count AND told_count <= count);
CREATE UNIQUE INDEX alert_silence ON alert (rule) WHERE rule = 'SILENCE' AND status = 'OPEN';
ALTER TABLE alert_feedback ADD CONSTRAINT alert_feedback_rule_known CHECK (rule IN ('COMPLAINT', 'SILENCE'));
ALTER TABLE alert_feedback ADD CONSTRAINT alert_feedback_text_hash_length CHECK (octet_length(text_hash) = 32);
ALTER TABLE alert_notice ADD CONSTRAINT alert_notice_kind_known CHECK (kind IN ('RAISED', 'GREW', 'CLOSED', 'SILENT', 'SILENCE_OVER', 'REPORT'));
ALTER TABLE alert_notice ADD CONSTRAINT alert_notice_severity_known CHECK (severity IN ('CRITICAL', 'HIGH', 'MEDIUM', 'LOW'));
ALTER TABLE alert_notice ADD CONSTRAINT alert_notice_text_length CHECK (char_length(text) <= 3000);
ALTER TABLE alert_delivery ADD CONSTRAINT alert_delivery_status_known CHECK (status IN ('PENDING', 'SENT', 'FAILED'));
ALTER TABLE alert_attempt ADD CONSTRAINT alert_attempt_outcome_known CHECK (outcome IN ('UNDER_WAY', 'SENT', 'TRY_LATER', 'TIMED_OUT', 'UNREACHABLE', 'REFUSED', 'ADDRESS_REFUSED', 'MISCONFIGURED', 'INTERRUPTED'));
ALTER TABLE alert_tally ADD CONSTRAINT alert_tally_event_known CHECK (event IN ('RAISED', 'JOINED', 'SENT', 'FAILED'));
ALTER TABLE alert_tally ADD CONSTRAINT alert_tally_severity_known CHECK (severity IN ('CRITICAL', 'HIGH', 'MEDIUM', 'LOW'));"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    # The extension stays: others may use it.
    return """
DROP TABLE "alert_attempt";
DROP TABLE "alert_delivery";
DROP TABLE "alert_notice";
DROP TABLE "alert_feedback";
DROP TABLE "alert";
DROP TABLE "alert_channel";
DROP TABLE "alert_tally";"""


MODELS_STATE = (
    "eJztXWtz27bS/isYfUk7o+MTu3GSJqdnxnacxqepnbGd9vQ0HQkmIQk1RbAEGUXTN//93Q"
    "Vv4E0iKdqmZH5IbJNYgHxw4e6D3cXfg7kwmSX3jizmeoNX5O+BTecMfknfGJIBdZzkMl7w"
    "6I2lStK4yI30XGpgPRNqSQaXTCYNlzseFzYWvbAZ8WbcnsL/1CNSzJmAS3ImfMsklhC3hH"
    "pDMhML9pm5ZE7tJXGYcCwoQ7lJuEd82+MWGS+4bYrFiNmmHFFvvIftm8KAB4Da77apT/Yn"
    "ezxhzLyhxu2YcAktMDLhrvTCtgL5V8T2LYtMhEskt5htACDUNomA34KCUSVYxxSebo+MJY"
    "NG5/DfeEjGnnC4MR5Cc4awJ9zEOsaEuqE4SDyRIGMIeNIxUT9kXKmECoIXGuMDcngKJiV0"
    "hHyNNVvmKJQLX0D9FVQMf36yLQrvYwuP49NCcSIm6vkALe4tY7EZn85Y9OYA2oxK+GeqDv"
    "Ft/pfPRp6YMijqQrf8/gdcBjzZFybxz78HE84sU/0+MFxGPWYCyCjMzQEWZl8cN3zuSD4a"
    "omrgjdJS3tJR9wZKFIaj+uPrkKRait4CSzVrVa+hWpuuD9OlcXuRdMX386jnyw3eLpav1l"
    "405kZVG4gF1LSpD2J6TlZrUzjMLm2J/Pru9PKUBC9OfiBPLj6cnj8ZfMVqHHxMeITU+ghv"
    "CrfU9VFU48ePZ2/eqpK4Gt3ABLP8uZ2UdpbeTNhxcd/n5h7K4L0ps5mLXaWtnrh+hKtsdC"
    "mYUnDBc30WzyUzuWCyCfUtXIMH/5r4toFLL1Et4X/P/h0+mlZsNDq/uB5dnV6PRoPcko2P"
    "kFlaw0uwJOFyz2HNQWC+BvUmgKirA2zg5N3R5TffPf9WQSCkN3XVTQXX4KsSpB4dJd2coB"
    "z1dxrnkxl1T21/rrA+g8egsDDmMI9kM6jDQzfBO7qQAJ584yIoI7CqwztY4LIJKEqGn4zs"
    "V6wY6sGcfhnBB2XqzeDP/acroP/l6FKhv/9UoS/g8xx8tM/DOwfq1lc1zyLQ9bWtCfC6fK"
    "fB179fyaerSSe8rNAHL0u74GW2B0xqT5nbFP9EuhH64UJyLyOfg8KyEK4pyZxRGzQy/Es2"
    "mgffV+iC70u74PvcJIg/gY2mQCzd6QmwmCnFjMwF6JRzuiR/Cm43XIeeV8D/eSn+z/OLUK"
    "gIN1+FtAq6PBHERDMgIsWoA4uQsj6aoh8LPwrkD6p8gw/Kv8EHuW9wYvA17YF0DY+iG1pe"
    "gpRFnIf/zPaKlfy4fAZsHlztxppfWaGH54Uf/zjYf/bi2cvvnj97CUXUg8ZXXqyA++z8Oo"
    "NmwEXUgDMR6PEswDOhcGpgmhbqcS3ANUMt5LB9A9CgYlEMcF46A7IZiu9Fv3RmHW7D1L8+"
    "+/n06vro5w9Y/VzKvywF2dH1Kd45UFeXmau5JTmuhPx6dv2O4J/kfxfnp1n+IC53/T8kig"
    "bU98TIBvSpqWMSXY4updf4FD9Wp6fTki30ctcm1k51syVks17WBfup3OU+1knoXC+XU7MZ"
    "sQ042u3p2zWMLJLek9tCQlZXz9MIvxUu41P7J7bM2SUZTMOtxbdaVVuJbHI1eUSXLuLNgu"
    "zQAgjgxZmnQIBnIOcf378Pthiw1IK65qgE9jmb3zC3gI46DgXf/nTJLKpepBRwtZdbA/WO"
    "fpBysKdWgWDHsg2kzlVNuzM61UATB0IbYKmhl781P5hnr1CbTtUrYdvYko7YkeexuVPuRx"
    "DdH651J4APblK0mluBuySeIFAd/8zcIVm4HKqwyQ2bILnJPdywnlOT7ZF3YARJ3NpO3AMW"
    "VBIkDIMd+uiWZKDkeSW+BXfbXs2t8/AxluFKU3UbNkR5FImv2IittRF6zKelJmjhZ7bA9A"
    "xn1WZ7oHdvd35/cPDddy8Onn73/OXhsxcvDl8+jQ3Q/K1Vlujx2Y9ojKbUp8g6Ld8gFb5n"
    "iHljklAT7/RGxUwscEqBWc0a7c/tH1bZJD0s3yQ9LN4fAijNOpxWRqoRAdOxz03b/IvJPM"
    "qt4gFdDGoi0WGWuzqemZ2FalsLq/YWcpsLpu8qBWg0L9CTSsduRqofu/mxC9PbbcYmpSV7"
    "NqnTTENG26rKNGTE2vQG627nNqcadKV0Q6pBWR9vtPq2E9+1hENmhKUIh5Ojq5OjN6er+I"
    "Y7NxDhG27bzBqUGYjR/eF6A9HQiq41EN+B+khJKEJMwSQYXpJQy0J/o1vmSnJrKxVzj5yL"
    "G2GCbedyJlHnDA268QxHoHIJL/A2v4sG1puApTaZ+llDg4rKt2MDPKxZllKfnlXRnp6VK0"
    "/PQt2p3ABTbU9n3mgCOqjvFjFPK6yBAtl+U7ZAscJghJHjCnjbeZ2BnZXrDYRKBkKyFNXV"
    "Y9OS/YZZl9VYh/rNNkVTgn0fd62Pczr1A2p8sdJdpvLpWvk6nU+3CNYrfUdR9JqwAz9zqh"
    "h7jAIMFbU98uuMWxFZ/+H0/M3Z+Y+guJE/xY2K24MbltLSbOWhCKPTZ3nl764awkDDlLIY"
    "aYomqIUUIwRtEF2ominuITBXxTAkoYsWozhRA6XyNZm4Yk7GU8Bw5DtYQ/DESujt0dn70z"
    "dliufv4b4a3o407z9WxvJFhYYVtiFis8VhtomgDqtGaYVQPimLgKvX/Nqwtz4a7EGjwTSb"
    "r6oCqIl0eYPjgc2bxxf2EmzR4muYssmG0irzJQL+RSnuL7KwNzAee5tx3UaS+krW1W0TqZ"
    "6E75xmm6IENN2mbidnZXsbpss9nSisdfs5LdlP6E53c++K/yi6Gd3emmyQJ2L9at3l/g2I"
    "gppb4ymhfmN89cZ4QsW0sS1e2c25o9iu3RRPja26W+IJ6qGvbBue5Zof9I5gfve+5XHcQh"
    "mRrAc2rCOS9SiWKkRyVP6JJI5FDYY8LaYrwcpeYdaSOUxgRfgimcuoMSOYfaiIKm5alco6"
    "57Ev3mhG5WxMEIIgA5st3Dm1VAYhvL9HxhgsYiKRqrK03TLHU5VpaeqgnCRiErcceKWbfD"
    "JhbjkHrMOmsiutpIADqGtnBIvTCVbLCBZDovqyWZNYR1usb+/6jvfuw/V953OD4XxVI/VJ"
    "I4qy/cRgqbmWHfY2dZfFwz4llkH8ZukFFGY3MG9DsTt+f3GcUtYB0eOz86PL3775+ei/36"
    "Y09vcX5z9G5XUl8Pi369OjDPrxqp5H/xdmeKJkByQltgv+L6tG9enJ9QVo1S+f5XK59OTC"
    "YzA+YwUg18nltqcu05ue2Y2phw6q3x1YV1j0sc7bhkG/vaCuNeX1qVpsyReN3RaA3cGo+S"
    "y2q5IVdCF2IOSpysz/hMZaZ/wn9Nl60/9KzFkYti3AarYsZUR7jM5f6ebzkKAjFvdmhBKP"
    "e8ofy8TfQfPFcugVJhZ2ng+4g/prRo7rU0pTdSoZ0CGzts5i772mHtRr6hber6mdHMl22k"
    "4OMwmr+YOsViNj+aCKsXxQbiwfPNos2osZU16kmNMizILRpAdazl57v8k7O2Yit55rEr85"
    "xQO5hPKJBHaBcMimkqjEqx2uINYOC5m1PL7XcLWcUtsVeFfxD6f/vU5RDxGIxUxaVFwD/Q"
    "TJtZ4K6qmg+6SCtmeCbQ9l0U1MW2AsqvgehBEqvJW8djuYB+Hu3Q+uqWWVB7EFd4fruQcv"
    "LlgpZ4GYYEo5GZMEM6gfeswcEjQO8Oi3ILxF7fOjS8lSbfQrg8jAc+ZcGxPP2QWeCO1XX+"
    "gyABUFCnTqyLWSCLJ+o72TG+1xHzYxY2Phjtuw1IuHfxPrtfXTbx4JeRCe/RE4IYU+SglB"
    "+9AcQh9veNfxhiU0zarFfSePr7iHJb4raQFsai0ll4XKVHRvtSqll6qUHHjCVVz5HrnG5Y"
    "Ut8MA/3F5JncBr+K4L36rXag0CpUZquXxhmV1iQqcZl55wl8UpgVtvpdznU238xJmEXUZB"
    "Z5MiuEKjB1HKGtXKYpw/LlBTPGxSEtMV8MEz97TjjLXTdMdQrQN/hMcbJ26rSTsWxwObuO"
    "UxF2q8WWpNL6h1K5Ubq5pX2IY6EkyOyUylQ/7970/BIWGfAL5P/sHTg+dD8mkgDcAiuYSD"
    "9oapVlzpwTv683m4W7bfZLcrs8lZY8MrHHOjsG9WbHflzhrWD7LL45y6XMF1NXqQVL2rsi"
    "VA2XDQkR+U9pr3oY1Pemvv8eI6N3u0zDlo7T1fuuLNHhLtJ2G2/IBJpZs9nOMKTPEN+qAM"
    "uYEWHzJf+WYPG1rJLp9OcU1p+WkLaq/5uL2F2kkLtWyM1OD2S6roSf5Ok/zJFC2YfkJYjN"
    "ol8y8lmHVKB8nd6tjji4v3qT49PsvulH38+fj08pt91ZlQiHupudcHAXQjCKADxyLfFzWE"
    "Zz6g6eGAciFstECsRnEwu3Ms8n0GHt2E1mtgtTXBvf1DkZNnSWP/n6uL85JVJ5bIfsi54Z"
    "H/UxZsd4BvY+FBLFILT85lIusdkVl1sIKcy0QXTqO+r9GfPOpIsRFBUkaXMSI95jSaCq0f"
    "TJ1+wnynvLUELaVP88KZ/pigdHd6pI1p8ebi4/H7U/Lh8vTk7OosnCKxKqtuphWfy9Oj9x"
    "nYi4zT6hpngXSvdlZXOzWOpcHyk0h3eulR25COK0zfwGj+WcwpN1l02o//VVx8nd2wWGAX"
    "/BTvIe96AVdXEem85O5BXsnxdoXfbd7tFl7GUqSPy6isB3iBaI/4esQtak99Oq3lTK7L7B"
    "7G7S/TBjVmtdWTRKjXSqprJRYAYhvLegfppYV2yYuhtYATbjs+KMviltl1kM2K9bE8eWiF"
    "7zXCNifXg5sH1xDSG/myYPFdaZEnQg0t8Y7BeseGeB/B0wT5rdvc63OP3EcgT58lQ4N2q7"
    "Nk2HLB3EvqBe9Z4Fyp3R+udrDEkiM3KbrWyxJdHoPyJDiBKDhag8Dcfq3cAB3mEhk46Kjk"
    "FXP4Hd5jqKJJ0FtdeTLi7iSZRaEpeTfLu2lG+Vm25AIZPl3W/3EwLAmQCR82HE/h4yqnpl"
    "V+jEnXtOEepfW21ul1s3l0b7l+UM+ou0nmkR4uVRmUtFSXKfAusbHaZKwxntNSvfaRARVe"
    "RXqF5HZ5tgNdZicG732nPAiW+DqQJxI94A0A177PDXYrE+kugz/IamBNNimfVQkoK48ny8"
    "VNCt81iqLky12ENJHeR2gDHyG45cATgH7L52wkGTyOWdARK3iw0hp6UqwCKaaI2VHdtFcZ"
    "qZ7TLeJ0bdxWV6k1aurdBaK7t4F5J7o32KsWtWldTTEjtgtg37fqwqX0i76gR65LS3z7E5"
    "EM4Lv36UQMf/+jLEl2H360+zsUG4XRV6HdL2x2LeC/eyDdu0CQ3QHl3hqNfqKC5QdryPSw"
    "1LAypT4yEokKp0+hv4gbEcthwhQJj0OCSl8FCZmkJ4SZJBMYKvo7So0rKTcJB6AZNYtOpW"
    "q7CcWoY4ydelGVP0q9HkmO3sbiWq3UwiwGy1fYtEonyxXr7gbnYGGC61u21JMcwDRm0LzK"
    "fg1PMoEX+GRTW6BQKtOBF+8ZDIkpGJqqXngT28FRc8+pBPJDIXUiWV3iXfo3cx4QvIBRHa"
    "4yL9mn167LyN8Ic9kgHjIl1sdDZnXVqvGQMMs+c+HL0WaMW0E1nabewjXYm/FonesA+fYo"
    "SM+JK+Y67kQ0ynbeMvTx+G1oN5fJ9wZ0fQO6py4ejrrQNOsavu8pud79vbr7e++I2Wjsbw"
    "PN0Tti9o6YvSNmMwbJ4dBVgyLWKLgzXMkUOTwyxquQQ4oVEROymHFjBsqotVSEx9W7o38c"
    "HD4nJp9iIo/wGPDXZCJ8W/kpIqPi+DcWNwgofxP+pYgWarfy9QRLrfRq/UlhbVMZ6mcO5/"
    "Ltzah8lw22hpua+5U2NfdXbGruF4V341yog3Ai0Q7GD5srMI1wlaQo++VZUfZzaVGC5age"
    "DZfI9BzcsCEHJw3h1NwxTkQe545xbzg1gnLbDCf2xeFQXYNuTku20M1bRA1tWy+77LO4bT"
    "SZ05J9L3e5ly2qorQb9XNWdmt6eoDHUoPFN+e271XcY9r2Tt/IwadFFsE3uXfJDOGmTeGC"
    "28OVfAIWHLlJyUonZoSHkiv/DDFnGMhoclMdQ64OnJjgaN4j79RZDhz+oSuIciOWQ2KrQE"
    "uHCcdiTyRZQMuy+MiM9ptRnie3bDnipnI7QVRDrxNbIKGhar6FDrdfKS8S1QSxxJTbw8Dv"
    "BRPh+BYL/jLEfI6NWtxmr8kYgBOudhLHnFDLauI+ktbjKkRpat2YcRIs8RfJpNYHhduNd5"
    "c2aj1VU7XGgw7ZuOWQF6vrINOzR/fBHvU2zc5+EnU9KJnKVSdUItGfqZuJy8SvSR0+MBbo"
    "KddqlGvqW1UV5ZRQj3Q1pKV/8yczvJo8oCb0OJlAk3mUW7UiVjWRPmJ1g4hV4Xug3TdOaa"
    "+Jd3mNGIDxo3zieXBYoAlGVjVDvvVjNDpiWcfeEQVmte45UW5T664a1expahjMgaFAEpf7"
    "You4qGAQTRHYsxRtWLiNruPkm6lLndlf1og6/J/QbfSW/RNz+3vcW+45y29VvAQF3WkZ2N"
    "igZ6NxG5i5jhCWsqeFMsSp98nW76Oef0MlPNEUzz4QGJSxR8ax3/qYeMyyZBKJoTxjowAM"
    "LEZ8GMhuEksCD47nQLrMpMrUkePQlA/iQHBw4hvYBGbWEN0IbmEmgM0tGXWN2egzC2zv4P"
    "xIrFVZ/OifEOZcUW8ThFfch0leErNXzSI2QGIaHiTZvGGtkmrNpjMBNW44rKZ6u3j6HnQi"
    "/8w2azhTT0Wsm7bm44yock4gFiM/BAtA/nhNOpWVm1SFtQZ/PDtf16Pa7KjRgSi1uqGeT3"
    "nYVF9bG9bVebu7j9l6SH8R/avVRPHW5TuteVOpH2BnzITEiNMmynf7Z6mFKlO+D8ojVDSR"
    "PjqlfnRK9GWvTI5EAo+TGHEKR2c5K+IUD816lMj2DNE7YUTQ9xwWXa8W8CmhHv0N+ChDHU"
    "ncZActI7o1/iWPcget3yh9FN2c8Fx1VtO0VM/vb7CehrxMgY23Jhg4krrHUOD4ytbGAmeY"
    "uXqI65I96jVQp+ac27AEeUUBGCvSO6fFenOuvjmX5l3z2F/9ou6UMHRZ4S7zGK10wdUvpy"
    "fXF5fqaxqkXM5s16lzqbW6F4xPZ6re8IIEqJJ3yvRFfypCIWvUUmbWFVHr2k5QGvfaQetX"
    "SU1bhnrVmPX0gEuFrF+Cunl5dnK9KmZdSxXAXemNxGSkDhUvWPmPwwre/nTJrDJXpsiTHO"
    "vY2vU+B3r686gOXXcsWpgUvjZKO5hXIQ2XTa2l3BgqVQvf4t2Q1SilMjdujFVRHtFdQa2W"
    "F8/640oiYKMMufXg3aElrqbD03sMbhkUeDsFN4arXJ2suEiFZCQ3rlhI5fJDPWKgz8+Ce7"
    "PAZ0k550wx/6qwo8uGELecVU8xUpSj5M7bzEYUUZsEeVyeyCFGKqFo5EIVODsxT+XRPfpw"
    "Nvrp9DeVjBaT2MIPS8Qn13EZp87lsom7UuhWv8bjQ/VfHzjz8N4H5Y4efd6Kh/FDeKBIli"
    "1CvoZLTb+p0QTgrdvUUJHskjG7aRS8Jtt3dee6uiMe+hEVVKCyaixRudKqkVLV3PNBh1RH"
    "B49DyTNQ9ZQ+p0LM1XHBGJ+uwtVfK7WQsC9QK3qpo8oHTdgy2LcLo9mRrJTxmcHFvv730m"
    "rLWffK6dQ2adQO5Slr8XirchUwIPQarqs54X5h7dzC2n9DH2VXJ5E6Nc9lzAs2Opqxa33b"
    "xtmMNXSUKsmV67C1u8j/36Ued8RcbsyK1LjwzkotjiZl1ilx5TC0rP6UTthC7adgkoaKTH"
    "eVn1ZOTy3XdPA81JrpGDSRXdykPzysol8eHpbrl3gv68jt1EE4LL6D6N5Jqgto0WNFn/Ny"
    "t05NpPfprOnT+aCkxNf/B3MDeno="
)
