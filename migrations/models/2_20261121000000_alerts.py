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
    "eJztXVtz2zYW/isYvaSd0XpjxU7SZLsztqM03qZ2x1ba3a07EkxCEmuKYAkyiqab/77ngD"
    "fwJpEUZdMyH+LYJA4AfridO/7qLbjOTHFwYjLH7b0hf/UsumDwS/JFn/SobceP8YFLb01Z"
    "kkZFboXrUA3rmVJTMHikM6E5hu0a3MKilxYj7tywZvCTukTwBePwSMy5Z+rE5PyOULdP5n"
    "zJPjOHLKi1IjbjtgllqKETwyWe5RommSwNS+fLMbN0Mabu5ADb17kGHYDad9vUjXVjTaaM"
    "6bdUu5sQQ0ALjEwNR7hBWz79G2J5pkmm3CHCMJmlASDU0gmH3/yCYSVYxwx6d0AmgkGjC/"
    "gx6ZOJy21Dm/ShOY1bU0PHOiaEOgE5UDwTQKNx6OmEyP9EVKmACvwPmmAHDegFEwIGQrzF"
    "mk19HNAFHyD/8iuGP28sk8L3WNw1sLdQnPCp7B+gZbiriGxuzOYs/HIAbU4F/NPlgHiW8a"
    "fHxi6fMSjqwLD89js8BjzZFybwz796U4OZuvy9pzmMukwHkJHY0HtYmH2xnaDfIX04ReXE"
    "Gyep3JUt3/UkKUxH+cfXPkm0FH4FlqrXqlpDuTYdD5ZL7fZC6pLf51LXE1t8XURfrr1wzo"
    "3LNhARyGVTHcTkmizXJreZVdgS+fXD8GpI/A8n35Nnlz8PL571vmI1NnYTupDYH+FL4ZV8"
    "Pg5r/PTp/N17WRJ3o1tYYKa3sOLS9sqdcysq7nmGfoA0+G7GLObgUCm7J+4fwS4bPvKXFD"
    "xwHY9Fa0mPH+hsSj0T9+DeP6aepeHWS2RL+OPon0HXlGLj8cXlaHw9HI3HvcyWjV1Iba3B"
    "I9iScLs3YM9BYL769caAyKc9bODsw8nVNy9efish4MKdOfKlhKv3VRJSl47jYY5RDsc7if"
    "PZnDpDy1tIrM+hGxQ2xgzmIW0Kdeh0HbzDBzHg8RkXQhmCVR7e3hK3TUBRMDwy0qdYPtS9"
    "Bf0yhgNl5s7hz8Pna6D/5eRKon/4XKLP4Xj2D+2L4M1Avvoq11kIurq31QFepW81+Or5FR"
    "9ddQbhdYkxeF04BK/TI6BTa8acuvjH1LXQDzaSe5n5BjAsS+7ogiwYtYAjw79ErXXwXYkh"
    "+K5wCL7LLILoCKy1BCLqVi+A5VwyZmTBgadc0BX5gxtWzX3oZQn8Xxbi/zK7CQWMcP1dSK"
    "mgzQuBTxUBImSMWrAJSemjLvoR8ZNAflDmDB4Un8GDzBkcC3x1RyBZw5MYhoa3ICkRZ+E/"
    "t9x8Jj8qnwLb8J+2Y88vzdBDf+G/vw0Oj14dvX7x8ug1FJEdjZ68WgP3+cUohaavi6gAZ0"
    "zQ4ZmDZ6zCqYBpkqjDNQfXlGohg+07gAYZi3yAs9QpkPWA/CD8pTX7cBOi/uj8p+H16OSn"
    "n7H6hRB/mhKyk9EQ3wzk01XqaWZLjiohv56PPhD8k/z38mKY1h9E5Ub/RUVRj3ouH1uAPt"
    "VVTMLH4aPkHp/Qj1UZ6SRlA6PctoW1V8NsclFvlFXCbim3eYxVJXRmlItVsymyLXS0j2ds"
    "N2hkUek9vctVyKrseRLh99xhxsz6ka0yckkK08C0+F6p6lEiGz+Nu+jQZWQsSE8tgAA+nL"
    "kSBOgDufj08aNvYsBSS+ro4wLYF2xxy5wcddRpQPj+xytmUvkhhYBLW24F1Ft6IGVgT+wC"
    "vsWyCaQuZE37MzvlROMDrkywxNTLvloMFukn1KIz+UnYNrakInbiumxhF/sRhO/7G90J4M"
    "CNi5ZzK3BWxOUEqjM+M6dPlo4BVVjklk1RuWm4aLBeUJ0dkA8gBAk0bcfuAUsqCCoMfQt9"
    "+EowYPLcAt+C3bZX0XQedGMV7DRlzbAByuOQfI0htpIh9NSYFYqgucdsjugZrKrtbKC7lz"
    "u/GwxevHg1eP7i5evjo1evjl8/jwTQ7Kt1kujp+Q8ojCbYp1A6LTaQcs/V+KK2klAhb7Wh"
    "Ys6XuKRArGa17HOHx2WMpMfFRtLjfPsQQKlX0WmlqGopYFp23DStf9GZSw0zf0LngxpTtF"
    "jLXR7PlGWhnGlhnW0hY1zQPUcyQONFDp9UOHdTVN3czc5dWN5OPW1SkrLTJrVa05Ditspq"
    "GlJkTXqDtXdw66saVKZ0S1WDlD7eKfU9Tnw3KhxSMyyhcDg7uT47eTdcp2/YuYAIZ7hlMb"
    "NXJCCG7/ubBURNKbpRQPwA7CMlAQnRORMgeAlCTRP9je6YI8idJVnMA3LBb7kOsp1jMIE8"
    "ZyDQTeY4A6VLeI63+S4a2CwCFspk8v8KHFRYvhkZ4GHFsgT7dFSGezoqZp6OAt6pWACTbc"
    "/m7ngKPKjn5Gme1kgDObSdUTaHscJghLHtcPjaRZWJnabrBIRSAkK8FVXlY5OUncGszWys"
    "Tb16RtEEYTfGbRvjDE/9gBxfxHQXsXwqV76J51Mlgs1M30kYvcYt38+cSo09RgEGjNoB+X"
    "VumKGy/ufhxbvzix+AcSN/8FsZtwcvTMmlWdJDEWanx7LM364awkDDBLMYcoo6sIUUIwQt"
    "IF3KminaEJgjYxji0EWTUVyoPlP5lkwdviCTGWA49myswe+xJHp/cv5x+K6I8fwtsKvh65"
    "Dz/n1tLF9YqF/CDBGJLTazdAS1XzZKK4DyWVEEXLXmN4a9ddFgDxoNpsh8ZRlAhaTNBo4H"
    "Fm+eXtiLb6LFz9BFHYPSOvElBP5VIe6v0rDXEB47mXGTIUmeklV525iqU8K3jrNNqAQU3q"
    "bqIKdpOxmmzSMdM6xVxzlJ2S3oVg9z54r/JIYZ3d7qGMhjsm63bvP4+oqCiqbxBFFnGF9v"
    "GI9VMU2YxUu7ObcU241G8cTcqmoSj1EPfGWb8CxX/KD3BPPd+5ZHcQtFimQ1sGGTIlmNYi"
    "mjSA7LPxPENqnGUE+L6UqwsjeYtWQBC1gqfFGZy6g2J5h9KE9VXLcqmXXOZV/c8ZyK+YQg"
    "BH4GNos7C2rKDEL4/oBMMFhER0WqzNJ2x2xXVqakqYNygvBp1LLvla4b0ylzinXAKmwyu9"
    "JaFbAPdeWMYFE6wXIZwSJI5FjWaxLraErr27m+47v7cH3f+9xguF7lTH1WS0XZfGKwxFpL"
    "T3uLOqv8aZ8gSyF+u3J9FWY7MG+CsTv9eHmaYNYB0dPzi5Or/3zz08m/v01w7B8vL34Iy6"
    "tM4Ol/RsOTFPrRrp5F/xemubzAApIg2wf/l3Wzeng2ugSu+vVRJpdLp1x4CsJnxABkBrlY"
    "9lRpOtEzbZh66KD6/YF1jUQf8bxNCPSPF9SNory6VPMl+by52wCwexg1n8Z2XbKCNsQOBH"
    "qqIvE/VmNtEv5j9dlm0f+aL1gQts1BajZNKUS7jC7eqOJzn6AjluHOCSWu4Up/LB1/B84X"
    "y6FXGF9aWX3ADuqvGDmuLimF1SklQAeatU0Se+c19aBeU3fwfXXl5JC21XJykElYrh/Uat"
    "USlgdlhOVBsbA8eLJZtJdzJr1IMadFkAWjzgg0nL32fpN3tkxEbjzXJJ45+RO5QOUTEuyD"
    "wiGdSqKUXu14jWLtOFezlsV3BE+LVWr7Au86/cPw36OE6iEEMV+TFhZXQD9D5VqnCupUQf"
    "epCno8C+zxqCzaiWkDGosyvgdBhIrRSF67PcyDsHv3gxE1zeIgNv9tf7PuwY0KlspZwKeY"
    "Uk5ESoI51A8jpvcJCgd49Zsf3iLt/OhSspKGfikQaXjPnGNh4jkrxxOh+epzXQagIp+BTl"
    "y5VhBB1hnaW2loj8awjhgbEbdchqVuNP3rSK+N337zRJQHwd0fvhNS4KMUK2gfWofQxRvu"
    "Ot6wQE2zbnPfy+sr7mGLb0taAIuaK2GIXGYqfLeelVJLlUoOPDVkXPkBGeH2wpZ44R+aVx"
    "I38Gqe48BZ9VbuQcDUCCWXL2yzK0zoNDeEy51Vfkrgxlsp9vmUhp8ok7DDKPBsgvtPaNgR"
    "yaxRpSzG+eMGNcPLJgXRHQ4Hnn6gXGes3KY7gWpt+CO43jh2W43bMQ28sMkwXeZAjbcrpe"
    "klNe+EdGOV6wrbkFeCiQmZy3TIv/11418SdgPw3XiD54OXfXLTExpgET/CSXvLZCuOcOEb"
    "vcUisJYd1rF2pYycFQxewZwbB2OzxtyVuWtYvcgui3PicQnX1bAjiXrXZUuAssGkI99L7j"
    "XrQxvd9NZc96I6t+ta6h605vqXrHi7TqL8xPWGOxhXul3nbIdjim/gB0WgG2iwk9nKt+ts"
    "ICU7xmyGe0rDvc2pvWJ3Owm1lRJq0RypoNsvqKJT8rdayR8v0Zzlx7nJqFWw/hKEaad0oN"
    "yvgT29vPyYGNPT87Sl7NNPp8Orbw7lYEIhw02svS4IoB1BAC24Fvm+VEN45wOKHjYwF9xC"
    "CcSsFQezP9ci32fg0W0gvfpSWx3cm78UOe5LEvt/XV9eFOw6EUX6IDc0l/xPSrDtAb6JjQ"
    "exSGw8GZeJtHdEatfBCjIuE224jfq+Zn/c1bHURvhJGR3GiHCZXWspNH4xdbKH2UF5b3Ja"
    "qD7NEqfGY4rU7RmRJpbFu8tPpx+H5Oer4dn59XmwRCJWVr5MMj5Xw5OPKdjzhNPyHGcOdc"
    "d2lmc7FR1Lje0npm711iPNkLbDdU/DaP55pFOus+k0H/8rdfFVrGERwT74Kd5D3vUcXV1J"
    "pLOU+wd5KcfbNX63Wbdb+BhTKn0cRkU1wHNIO8Q3I25Sa+bRWSVncpVm/zBufpvWqDavzJ"
    "7ERB1XUp4rMQEQS1tVu0gvSbRPXgyNBZwYlu0Bs8zvmFUF2TRZF8uThZZ7bi1sM3QduFlw"
    "NS7csSdyNt+1EnlMVFMSbxmsOxbEuwieOsg/OuNel3vkPgJ5uiwZCrSPOkuGJZbMuaKu/5"
    "05zpXK+/56B0ssOXbiohu9LNHl0S9P/BuI/Ks1CKztt9IN0GYOEb6DjkxesYDf4Tv6MpoE"
    "vdWlJyNaJ8k8DE3JulnuphnpZ9mQC2TQu7T/Y69fECATdDaYT0F3pVPTOj/GeGiacI9SRl"
    "sZ9KrZPNq3XT+oZ9Ruknkkp0tZDUqSqs0q8DZpY5XFWGE+J6k67iMFKnyKcHOV28XZDlSa"
    "vZi8953ywN/iq0AeU3SA1wBcOZ9rWCtj6jaD30tzYHWMlEdlAsqK48kycZPcc7S8KPliFy"
    "GFpPMR2sJHCF7Z0APgb40FGwsG3dFzBmKNHqywhk4pVkIpJhWz46ppr1JUnU43T6droVld"
    "ptaoyHfnkO6fAXMnvDfIqya1aFVOMUW2D2DfN+tiCOHlnaAnjkMLfPtjkhTg+3d0Ioa//V"
    "6UJLsLP9p/C8VWYfRl1O6XFhtx+HEPSvc2KMh2oHJvTI1+JoPlexuU6UGpfmmV+liLKUrc"
    "PoX+Ik6oWA4SpgjoDvErfeMnZBIu53qcTKAv1d9halxBDZ0YADSjet6tVE03ITXqGGMnP1"
    "Tmj5KfR+Krt7G4Uis1MYvB6g02LdPJGlLr7vj3YGGC6zu2UpMcwDJm0LzMfg09mcIH3FjU"
    "4kiUyHTgRjaDPtE5Q1HVDV5iOzhr7jmVQHYqJG4kq6p4F97twvAVvIBRFV1llrJLr11VI3"
    "/L9VWNeMgEWRcPmeZVy8ZDwir7bHBPjLfTuOVU02rVW7AHu3Mj3OdaoHx7EkrPqcMXKu6E"
    "18p23jD00fytKTcX0XcCdHUBulNdPJzqQuGsK/i+J+g69/fy7u+dI2atuf8Y1BydI2bniN"
    "k5YtbTINkGDFUvT2vkv+mv1RTZRiiMl1EOSa0In5Ll3NDmwIyaK6nwuP5w8rfB8UuiGzNM"
    "5BFcA/6WTLlnST9F1KjY3q1paASYv6nxJU8t1GzlmxUsldKrdTeFNa3KkP9ncC42b4bl2y"
    "yw1TRqHpYyah6uMWoe5oV341qognBM0QzGD5srMIlwmaQoh8VZUQ4zaVH87aiaGi6m6XRw"
    "/Zo6OKFxu6LFOCZ5mhbjTnCqBeVjE5zYF9uA6moMc5KygWF+RKqhxzbKDvvM72ot5iRlN8"
    "ptG+WtfD2aEygjcT5HpFRF/WKhUtUtlLsygWoayHRMJ7GNOP/Wg7yCvvlfl3Z/ilIkvEZb"
    "J/lm5lB7/qc5Bin37zBL6B37Oyajcw13dWCvvpUGfgrTeOWb+eGww7Qkvj+CzbkpXQ4wrA"
    "5f31jqexRrbqmAHs0wWR9HL4IDMokMrZPgguDIdUCackKPASxGQHxlTuz8AB3HiwscplMp"
    "2YkJkZ6ywndcwEhC/AKLcM/to9yL1yW/JRPBqKPNx5+Z5nInvPAAa11yR8cbisOwRP8ab+"
    "kPUMcFIckLbI70K3AyK/A3SGfiB4pZcPNB/YaVSso1mwxdq91wUE35djFdPAyi8Zlt13Cq"
    "npJY123NwxVRJrE9FiPf+xtA9j4IOhOlm5SFlQZ/OL/YNKLK6qgwgEi1vqFOffSwsamP1g"
    "+plaYClcXsnIweUsGhnlp1XFtU+jbrSjGiT8m4rs25QBfJNNtXLiikVExIheTfAcuUHYNi"
    "lwqFpHOnqO5OEZ7spbV6IcHT1OnZubOzOPDUzp+a1aJOH88U3UnQKRpLYdN1KwGfIOrQr4"
    "8+1+QdOnU0XynSTvXVNtVXZ614csMc67mq7KZJqi6Fwhb7aaCXyZHxNnivhlT36LsaPXm0"
    "zqspzVw1xFXKDvUKqFN9YViwBbl5HgNr8hElyTpxrro4l9S7ZrG//kW+KdDQpYnbrMdoZA"
    "iufxmejS6v5Gnq5whKmevkRUpK3UtmzOay3uABXhQdf1NqLLo0frlao4ZSiaxxs1YsQVt6"
    "WV/HNT0y1Ms6WScnXMLH+grYzavzs9E6J2vFtx2vbx/zqX8Fc87OfxpU8P7HK2YWBUGFXt"
    "RYx6Pd7zOgJ49HeUuYbdLcLGaVUdrDQIAkXPJq762hCi4I31eUEqkGtsYqL/HFvqBWyYtn"
    "c37NENgwpUs1ePdoi6vo8BSerDn+TsqhW+zupJzx5bydHL6UqcMnAeW5PvEdkGTKcJkuXH"
    "C8RBC+/q2MdiHsC9SKTj9oMYMmLOGrQXw6yfuJKGd4vuvUvbTacNRNMXfaJFfaojiFBtPb"
    "FbtO+PyRYMyqkzssTdzpWVutZzVp/bFO03ZD3eqhjh0fK+ZlzRJ298QF2sQKTtllgqurML"
    "/7KE7tNBKaOYY2z2PjgjdruTgal9nExBXD0DD7U3z1YB73k7NIA0amvcxPI9mTizmdGncb"
    "b3upcduWYoq/PD4uw18eHxfzl/gu7RdjV0E4KL6H6O4kjhtadFnecV5sJVdIOhN5RRP5g0"
    "Zhff0/NAF5MQ=="
)
