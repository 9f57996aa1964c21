from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "ai_spend" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "day" DATE NOT NULL,
    "model" VARCHAR(200) NOT NULL,
    "answers" BIGINT NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "cost_usd" DOUBLE PRECISION NOT NULL,
    CONSTRAINT "uid_ai_spend_day_7d43ec" UNIQUE ("day", "model")
);
COMMENT ON TABLE "ai_spend" IS 'What the AI''s answers of one day (UTC) took, by model; also of answers that could not be used.';
        CREATE TABLE IF NOT EXISTS "analysis_tally" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "shard" SMALLINT NOT NULL,
    "method" VARCHAR(10) NOT NULL,
    "reason" VARCHAR(50) NOT NULL,
    "cached" BOOL NOT NULL,
    "findings" BIGINT NOT NULL,
    "latency_ms" BIGINT NOT NULL,
    CONSTRAINT "uid_analysis_ta_shard_f6f86e" UNIQUE ("shard", "method", "reason", "cached")
);
COMMENT ON COLUMN "analysis_tally"."method" IS 'what produced the findings';
COMMENT ON TABLE "analysis_tally" IS 'How often findings were made, ever, by method and reason. A reason that is not there is an empty text.';
        CREATE TABLE IF NOT EXISTS "part_state" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "part" VARCHAR(50) NOT NULL,
    "process" VARCHAR(100) NOT NULL,
    "state" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ NOT NULL,
    CONSTRAINT "uid_part_state_part_38e017" UNIQUE ("part", "process")
);
COMMENT ON TABLE "part_state" IS 'The latest word of one process about one part; words that are old are nobody''s any more.';
        CREATE TABLE IF NOT EXISTS "reanalysis" (
    "id" UUID NOT NULL PRIMARY KEY,
    "ids" UUID[],
    "criteria" JSONB,
    "requested" INT NOT NULL,
    "done" INT NOT NULL,
    "unread" INT NOT NULL,
    "place" VARCHAR(200),
    "created_at" TIMESTAMPTZ NOT NULL,
    "finished_at" TIMESTAMPTZ
);
CREATE INDEX IF NOT EXISTS "reanalysis_created_at" ON "reanalysis" ("created_at", "id");
COMMENT ON TABLE "reanalysis" IS 'One wish. Either `ids` or `criteria` says which feedback is meant; only what was there when it was asked for.';
        CREATE TABLE IF NOT EXISTS "analysis_retry" (
    "kind" VARCHAR(10) NOT NULL,
    "attempts" INT NOT NULL,
    "since" TIMESTAMPTZ NOT NULL,
    "next_at" TIMESTAMPTZ NOT NULL,
    "feedback_id" UUID NOT NULL PRIMARY KEY REFERENCES "feedback" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "analysis_retry_due" ON "analysis_retry" ("kind", "next_at");
COMMENT ON COLUMN "analysis_retry"."kind" IS 'why it waits';
COMMENT ON TABLE "analysis_retry" IS 'One row while a feedback waits; it goes when a better finding is there, or when the AI has had its one try.';
        ALTER TABLE "analysis" ADD "caveats" TEXT[] NOT NULL DEFAULT '{}';
        CREATE INDEX IF NOT EXISTS "analysis_created_at" ON "analysis" ("created_at");
ALTER TABLE analysis ADD CONSTRAINT analysis_caveats_known CHECK (caveats <@ ARRAY['TEXT_CUT', 'OTHER_LANGUAGE']::text[]);
ALTER TABLE analysis_retry ADD CONSTRAINT analysis_retry_kind_known CHECK (kind IN ('OUTAGE', 'NONE'));
ALTER TABLE analysis_tally ADD CONSTRAINT analysis_tally_method_known CHECK (method IN ('AI', 'ML', 'VALIDATION', 'NONE'));
ALTER TABLE reanalysis ADD CONSTRAINT reanalysis_names_feedback CHECK (num_nonnulls(ids, criteria) = 1);
-- What nobody could read before there was a list of it.
INSERT INTO analysis_retry (feedback_id, kind, attempts, since, next_at)
SELECT feedback_id, 'NONE', 0, created_at, now() FROM analysis WHERE is_current AND method = 'NONE';
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX IF EXISTS "analysis_created_at";
        ALTER TABLE "analysis" DROP COLUMN "caveats";
        DROP TABLE IF EXISTS "reanalysis";
        DROP TABLE IF EXISTS "ai_spend";
        DROP TABLE IF EXISTS "analysis_retry";
        DROP TABLE IF EXISTS "analysis_tally";
        DROP TABLE IF EXISTS "part_state";"""


MODELS_STATE = (
    "eJztXW1z27aW/isYfUk7o+sbK3aSJtudkR2l8Ta1M7bT3t66I8EiJKGmCF4CjKLt5r8vDs"
    "D3F4mkZZmS8aGNReIA4HNA8Lzj786cWcTmB3165RLH6rxBf3ccPCfyj+ytLupg141vwAWB"
    "b23VFtMhj1rdcuHhsZDXJ9jmRF6yCB971BWUOdD6txkWSMwI6p894wg7fEE8jtgEMYcgCy"
    "/Rd5+vT79HgrG7LrpdIjXgWyQ7Y9AqJBDQzZj5toUcJtAtQT4n1gHMwWJjOQnqTLcznO/Q"
    "//hkKNiUyHE8Oegff3Rkz3BP9db580/5J3Us8pVwuA0/3bvhhBI7jTpVGKrrQ7F01bUTOj"
    "1zxHvVFh7udjhmtj934vbuUsyYExFQR8DVKXGIhwWBEYTnAycc37YDpoXM0ZOPm+hZJmgs"
    "MsG+DfwEaj2B+FpnODy/uB5eDa6Hw06O1yFFgh/BpTFzYJ3IqXIFwBSm8I8fer0XL171nr"
    "94+fr46NWr49fPX8u2ar75W6++6cnEaOmuFGZnP52dX8OEmFyMepXChW+KBgusqRQzYvQD"
    "nqXhfychLAY/aJ5BX/ZOBJ2TA/gjy4cQ9VWMCC/EnIhfpC2wYgWq7/rXAwVhZpvIg3Y6w1"
    "4xaBFBBjY5hR0EqzPHX4c2caZiJn/2nj9fgd6v/cvTD/3L72Sr79Mr8zy41dP30ggHG1C9"
    "fSFBtH5z2AWct7g/JHZjx/WF3NfviFMT/yylYUJjJjBfNOVCjtSwoTEbxoyLoc8L5JP3Ns"
    "MlDEgSZbCfANUOor/q83jx+eTjAH26HJyeXZ1dnCv5b8n/Y8c34ZK8QIXC4HLQ/yhhBmlw"
    "cpeQSODCLR7fLbBnDXN3WI+Vtc3fmvfm2SvYwVOFGzzgt24s6tvEE50iHUDdWK0BRE3Wiv"
    "8XUuwWMwmxFqk5mxOQxPlMyda2FMMRFl00YwvyhXhITneJXMJcW7bB1EJUIN8R1EajhVwC"
    "bDGUigcfYjHKi/4PN9SNc+OMJoRYAP0IUa40jAn1uAjG0vQaZDRhHuJUygljCQh2LKl7jI"
    "luGHYCfUzl7A7QiBMHBEhHjLpoJJhLx6OuHE4uxAm1oI8Rwl5ALimecUkjNRPZHql/eNQp"
    "lx3oBxrBBKmcBeFcMoK/hZ7lCg7oggdQv3TH8ueNY2P5PFLdoTBb2VwqRGp+Ei0qlhHZjE"
    "5nJHxyCdoMc/lfqXKUUYb+7sQLtDP2COwFQ703SPUGGpOvrhfMO6SPpCNYeMM0VbjFdBSp"
    "XI7qh9rNEiOFTwGtmo2a7KHamJ5vk+bjhdQVn09g4fN7PF1EX228cM0Nqw4QEajXpj6I6X"
    "ey2pjMJU7pSOi3D4PLAdIPjn5Ezy4+Dc6fdb7V0tY/fz57V0NX931qHQBNk0/hepW9818T"
    "3xnD1ovUSPC/o//ubP/bqDSfFy+V4uNKqWDqqZsKrjVaecjvvIY5cPy5wvpMTgPLjTGHeU"
    "jbZmWzs4BtU6LICXwysl+xKornYRW987Bc7TzMaZ3Jva0J8En6VoOf/H7Fn64mTHhdgQev"
    "S1nwOssBCztT4jXFP6ZuhH6wkWxl5VMpsCyYZ3E0J9iREhn84o3egx8qsOCHUhb8kHsJok"
    "9go1cgom71C7CYKcEMzZmUKed4if5i1Gm4D72sgP/LUvxf5jehQBBuvgslOmjzi8AmCQUi"
    "FIxasAkp7aMp+hHxk0C+V832u8L0mwU/VviaciDdw5Ngw4a3IKUR5+EvNTlG7ffJ1Ng7PH"
    "p19PrFy6PIwhhdWWVYzBsRtS2iBpwxgcGzAM/YhFMD0zSRwbUA14xpIYftu8DHWwxwnnqV"
    "ixj+aM0+vAlV//rsl8HVdf+XT8r+zUP7d/96AHd6aat4cDW3JUedoN/Orj8g+In+fXE+yN"
    "oPonbX/wZDUQf7gg0diT62kpiEl8NL6T0+ZR+rw+k05Qa43LYXa6/YbDPejMtJQvMqt5nH"
    "SSN0jsvlptkM2T1stLvD2zUW2ZxTMg9yHuH3zCN06vxMljm9JINp4Fp8n+hqJ5GNr8ZT9P"
    "AichZkl5aEQD440f5fOQd0/vnjR+1iKPb4JryxZH5bHAgUEL7/+ZLYWD1IKeDKl1sD9ZZ+"
    "kHKwp3YB7bHcBFLnqqf9WZ3fHjyAoC8EmbvlcQTh/e7acAL5wY2bVgsr8JZIMCS7o1+I10"
    "ULj8ouHHRLJmDcpAIc1nNskQP0QSpBHFzbcXjAAnMEBkPtoQ9vcSKFPFESW/Cw49V0nQfT"
    "WAY7TVU3bIDyMCRf4Yg1YcutDFtmvhizeWMjYYK81Y6KGVvAKyXVatLIP3d4XMVJelzuJD"
    "0u9g9JKK06Nq0MVSMDTMs+N5u2v1hEYForrDymaLGVu01h5ZbvKQFoOC+Qk0rXbobKrN38"
    "2pWvt9fMmpSmNNakVlsaMtJWVUtDhmyT0WDtZW5zU0NSKL2nqUFpH+8S/e0mvmsNDpkVlj"
    "I4nPavTvvvBqvsDQ+uIMpvuOMQu1OmIIb3u+sVxHGi6VoF8YMUHzEKSJDFCJeKF0fYtiHe"
    "6A5yPO8cJWIeoHN2yyyp23mUcJA5A4VuNIMVqELCC6LNH2KA9SpgqU6m/q0hQYXtN6MDPK"
    "5alhKfjqpIT0flwtNRIDuVK2Bq7OlMDCdSBvW9IsvTCm2ggNY4ZQsEK0hGGLoek087r7Ow"
    "s3RGQaikIMRbUV05Nk1pHGZtFmNd7DdziqYIDY/bxuM25RRGQneZyJeUytfJfEmNYL3Q1w"
    "+z15ij48yxsthDFmAgqB2g32bUDo31nwbn787Of5KCG/qL3aq8PXnDVlKaoyIU5er0SV74"
    "e6iBINEwJSyGkqIlxUIMGYKOJF2onjH4EIinchji1EWbYHhRtVD5Fk08NkejqcRw6LvQg5"
    "6xInrfP/s4eFde08SJvGGh5J0tbJLO5QsbdSu4ISK1BQrJAKjdqllaAZTPyjLg6g2/Nu3N"
    "ZIM9ajZYQuerKgAmSNrs4Hhk9ebppb1oFy08hsWbOJRWqS8h8K9KcX+Vhb2B8mh0xnWOJP"
    "WVrCvbxlTGCN86yTZlEkjINnWZnKU1OkybOR0LrHX5nKY0L3Sr2WxC8Z8EmyHsrYmDPCYz"
    "u3Wb+asNBTVd4yki4xhf7RiPTTGbcItXDnNuKbZrneKptVXXJZ6oxaljZTcRWZ6Ig94TzB"
    "8+tjzKWygzJCcTG9YZkpNZLFUMyWH7Zxy5Nh4TsNNCuRLo7A1ULZnLF1gZfMGYS/B4hqD6"
    "UJGpuGlXquqcIF/FcIb5bIQAAl2BzWHeHNuqghDcP0AjSBaxwJCqqrTdEVeozhJl6mQ7ri"
    "tc65F1VLpFJxPilduAk7Cp6korTcAa6toVwaJygtUqgkWQKF42GxL62JTV14S+w71thL7v"
    "fW0weF/VSn3WyES5+cJgqXctu+wd7C2Ll32KLIP47VJoE2Y7MN+EYHfy8eIkJaxLRE/Ozv"
    "uXv3/3S/9f36ck9o8X5z+F7ZNC4Mnv14N+Bv1oV8+j/ysZC1biAUmR7UP8y6pVPTi9vpBS"
    "9eujXC0XY1x4CspnJADkmFyueyZpjOqZdUw9dlL9/sC6QqOPZN5NKPS7C+paVT75qhZr8k"
    "VrdwPA7mHWfBbbVcUK2pA7ENipytT/2Iy1TvmPzWfrVf8rNidB2jaTWrNtKyVaEDx/k1Sf"
    "uwgCsaiYIYwEFSoey4K/peQL7SAqjC2cvD3gAfqvmTmefKUSok4lBTqwrK3T2E3U1KNGTd"
    "1RpwDnanpySNtqPTmoJKzeH7BqNVKWe1WU5V65stx7slW0FzOiokihpkVQBaMJBzZcvXa7"
    "xTtbpiJvvNYkfHOKF3KJySck2AeDQ7aURCW72vEKw9pxoWUtj++1vFpuUtsXeFfZHwb/uk"
    "6ZHkIQiy1pYfME6KdgXDOmIGMK2qYpaHdesN0xWbQT0w1YLKrEHgQZKnQjde32sA7Cw4cf"
    "XGPbLk9i03e7620PImpYqWYBm0BJOR4ZCWayf8kxq4tAOYCj33R6i/LzQ0jJUjn6F/q8av"
    "neeQ4UnnMKIhE2331hyIDsSAvQqSPXSjLIjKO9lY72iIdN1NiIuOU6LBbR8m+ivW789Jsn"
    "YjwIzv7QQUhBjFJsoH1sG4LJN3zofMMSM82qzX0vj6/YwhbflrIADraXnPJCYSq8t1qUSr"
    "aqVBx4QlVe+QG6hu2FLODAP3CvpE7gHfueJ79Vb9UeJIUanqjlK7fZJRR0mlEumLcsLgm8"
    "8VHKYz6V4yeqJOwRLGU2zvQVHE5ECWs40Rby/GGDmsJhkxxZHpMfPOsgcZxx4jTdkezWlT"
    "+C443jsNV4HJvCgU3UFsSTPd4uE0MvsH3HVRireq9gDHUkGB+hmSqH/MffN/qQsBsJ343f"
    "e9572UU3HT6WWMSXYNHeEjWKx4V8Rn8+D7xlh028XRknZw2HV7DmhgFvVri7MgGqDcZodq"
    "Rx8ry8PDtTlytEyIZzSfW7qigDzFuvbfSjEpLzobrRgXKbm17U5/2mljlubXPzS3d8v0mC"
    "msasDU8w7vR+k3M9BpXEpdjJAxPEBieZ7/x+kw2UcY9Op7B1bXi2Bb3XnK5RhFupCJetkR"
    "ouhJIujC+h1b6E+BUteP0Yswl2St6/FGE29l1S7hdjTy4uPqZ4enKWdch9/uVkcPndoWKm"
    "bERF6t0zuQbtyDVowenL27JAwdESoOG4UrhgDig6dqN0m/05fXmb+U23gZKslcMmuG/+7O"
    "V4Lmns/+fq4rxk14kosh9yOhbo/5Si3B7gN7HxABapjScXmZENwsjsOtBBLjKjDYdeb2v1"
    "x1MdKqOHrv3oEYK4IG6jV2Hj51+nZ5hnynub4VIrbZ44w48JULeHI5t4Ld5dfD75OECfLg"
    "enZ1dnwSsSibLqZlrwuRz0P2ZgL1JOq0ucBdRG7KwudiZsLA22n5i61VuP8na6HrP8MRQN"
    "mEWm6yabzubTjJXJv47TLSLYh3DILZR3L7DVVUQ6T7l/kFeK710R3puP7pUPYyujj0cwrw"
    "d4AalBfD3iNnamPp7WillP0uwfxpvfpsd4PKstnsRERiqpLpXYEhBnvKx3Xl+aaJ+CJTaW"
    "10Id15fCMrsjTh1ks2QmZSgPLfNFI2xzdAbcPLhjxsXQ5wWb70qNPCZqqIm3DNYHVsTH+A"
    "vEv+RB7nseLvE/JGgyGO+fDRDSrf7402RXPUWPqKkLs40kK1PBJAHtTlcwCWKDLokoOQsr"
    "1aBbJfx16EVtKwXBemwRHhYVR6QuMBX8LQSfThnhSOXyY3RLhCBeFMxJVQyoR3QZEmgCNs"
    "P+mQoonWFL1x+RQ4iy0Ngtja0CZsNCvSOkIsWDgFl1gJaKWx1L5CGAFE7MkiN0VS2VkQOB"
    "AxD1Snk8jKPqq0AQK0eWX5rmtCriNKygEfRfOYhMMXcoB1W8r1lYpX2786NGj5m6Kg3dBE"
    "td14OKlhQgLa/BXapPJkmMDaRAl+S00N++5jQGWixsGDG9XWJ6+NWpyd4EmWFw6xh8r0Su"
    "KsqFlNiumfzfFlSLNsgFD6BYbERZKK85kGpQTVloVHkgEMKlRAwHJs6xRXRpgC4ke+lgBy"
    "U9a+fkAeoHf2lBm0JxAKHFd/iBnaCIgDqmIKcnbGdYUBH6WjOAm9yF5DnEZO9IJU1jG5QV"
    "HqfTLZh3R7xQd1B0WPWOuFIk5B6ILKVNKEkpPrZBHchbXhmBS0FRLac4aCT28QZuMlMgYS"
    "fyQiJWphlwNZfvXCkLIqJ9kkpf9F69jKCHH6vAvvql//GjCcFKh2C1RNOqH6lyzwCV1i3o"
    "B45QMdETW4ueSL5Z1T+RSap92qK38q2sFrqyCv79jV55SqU+uJTgL7HQqBToMYn7a9QYaD"
    "n04qZrtRgowqHbQ0mN6LB3Kagv3iqbvqtEfmWGV9rEXP4tn6Or6puBKqBqa0AiG5qFqkle"
    "a3mYYZQjY0NFOYLZZStylCsmerKBshtMV+W/r/JzxKzZRCZ9gtsJphs3SAvdIOnlUlVaTF"
    "PtocT4IIH7iZexxnpOU5mYiwyo8lF4WDY1DWl5/e0kzV4s3jVhXilJfBNFuPUWXwfymMIA"
    "3gDwxPe5gVUlpm4z+J2sBNbElnJUYds+Kq9wmKvkyXxvXFS3uTybPEFi0snvkU4ub7lyBl"
    "K+pXMy5EROxypgxIqQ6dIeTPx0hfhpFcM/rHsQS4bKhP8Xhf87kIGpir3XlLsLSPcv1+1B"
    "ZG+pr9rYwXUlxQzZPoC9bdGFcu4XfUFXpGHEJE8zC8NUqjPxQCYeaG/igWIz+akq39xZY0"
    "wPWnUrm9SH45hirWW9j8A544WG5aCEv4qG0Z2+0UeEcMGYFZe31oH24WGNHFMLUQk0wVbe"
    "qr75IZRFHcoxqgdVYf7q8SDYP6i+Dc0TvWIbQoOWb2BodcBhmIqgQnwg7eCOLJNlt+VrTO"
    "Tw6jxWOZOJfIAbBzsqDihVe1tEPoMusiD1AYKH9E0YB1bNlotb55fCMLkd1DW8c/92TrWB"
    "V2JUx1aZpzQHvta1yN8ya9mgdGaKzJTOzMqqVUtnyrfsC2U+H97P4lbQTatNb8EeLGY03O"
    "daYHx7EkbPicfmSdwRa3T+7oahj9ZvQ725jN4o0PUVaGO6eDzTRUKyrhHol6IzsX7VY/1M"
    "+YlGa38XzBym/IQpP2HKTzSzILlUsqpTZDXSd7orLUUuDZXxKsYhZRVhE6j3AFlQjr1UBo"
    "+rD/1/9I5fIotOoeY7BfOJK96iCfMdFacIFhXXv7XpGEnhb0K/FpmFNtv5egNLrYyr8o3n"
    "MSIJ98GUof7N4Vzu3gzbt1lha+jUPKzk1Dxc4dQ8LKoEDO9CHYRjis1g/Ljpg2mEq9TPPy"
    "wvoH+Yq6Cvt6N6ZriYxtjgug1tcHzM3Joe45jkaXqMjeLUCMpdU5zIV5fK7hqwOU25ATbv"
    "kGlo17jskS/srtHLnKY0XG4zl22sCvo24nOWdmc43RFMaXxz6viioo9p15nelnRO36Liko"
    "yZl1aFC253V9oToOHQi1tWKl+pijXqUAvO5gQSGS1qqaqQ6gj0CazmA/RBnS5OLa5CQXQF"
    "yC5yVKKlS5hrk2ccarpYvLhS5eaHUZEnd2Q5pJYKOwFUg6gTh4FBQ/V8JxnuvFFRJGoIZL"
    "Mpdbo67gWy/n2b6F9jNp/DoDZ1yFs0ksAxL3E2/Bxh224SPpKW4ypkaSbY2OjIcilwe5F3"
    "6V6jp3qqNrhmyL1HDuxidQNkjPVoG9Yjo9Ps7ScxKQfFr3LVFyqmuMdLtTuSbY1kWPU1qW"
    "MPjAiMybWayTX1raqKcorIIF0Nae7f/kXGNQ/wSBI9TUugRQSmdq2M1QSJyVi9R8Yq84WU"
    "7huffpwgb/Me0ZHKj4qJV8XFObKkklVNkd/4iest0ayj6IgCtToZOVGuUydDNarp03g8Jq"
    "5cCigOuS/WiIsa6mwKrc9i0GHlbQgdR99NPezO/mMPsUv/KdmG78g/4RhoQcXywF1+r/Il"
    "MBzWoHVsj6iSdlrNdRmzlT6tznOQt2+c5H2Q828xlzOawjHZDJIyDtAoilsfIUFsm8eZGC"
    "oyNkzAgGbIlwvZi3NJ5MTlo4w8YmGl6sRnRqg8EFic8AQOkm+WKj4Ldfulzs0J9saz4Rei"
    "de+ZMgZAr0rjh/iEoOaKehqdXrENlbwkZ6+aRjyWFFOmTxRpPnCik2rDpisBNR446Kb6uJ"
    "QPgYn0C7nfwJl+KmLddDQf3ojygdBvHwaXA6TOD8EW+lFvALnhBZ7yykOqxokBfzo7X8fR"
    "xNtRg4FAtXogY0953FJfO5vW1Xq92+RsPWa8SPKr1UTwTtK3WvLGWkxxiQfl8sczxiHjtI"
    "nw3atWYmNFhY2S4nZ5HpRnqCRITHZK/eyU8Mte2TgSEjxNw4hbuDrLrSJu8dKsZxLZnSX6"
    "IBYRiD2Xm66oBXyKyKB/D3vUeOx7XiMPWoZ0Z+JLnqQHzThKnwSbYztXnd00TWXs+/fYTw"
    "O7TIGOtyYZOKTaYipwdGVnc4Ezlrl6iCcpDeo1UMfWnDpyCxJFCRgryjunyYw6V1+dS9td"
    "89hf/arulFjossRttmNshAVXvw5Ory8u1ddUl1zOuOtkXxOa6HtB6HSm+g0ucAlV/EwZXp"
    "hTEQqtRhuqzLoiaz3hCUrjXjtp/SruacdQr5qznl5wqZT1SyluXp6dXq/KWU+eseVxMWST"
    "IbaJVxRycxJ08P7nS2KXhTKFkeTQx87u9znQ059HeLaha+PCovC1UdrDugppuNT5tfeGKj"
    "gFd19RSlVuvDdWRXVE9wW1WlE82WWoFDFR5CYKAQ4r5VZfkpdhh/u415Uc8tIErfRJcXsI"
    "luyZEIfPWFG9gNqAXaV62xO4akbVfYQMqk5BSJ2+0V0VT2dHTSpUvLmFE8NVXBkcEQ6BZQ"
    "sqZjowTkWATaHIL3PCy2PG7iipXsemqBDOg4+ZTVvDDtLFgp7xLqTDAWkYp6cj6ohQxZr7"
    "n86GPw9+VxWPoVKy/Mdm0fGIlEf1mSlvEhMX5G6sCStS/DPZWY8f4lIeTWSKozxOsMsjpU"
    "vtEPI14raM56wJwDvnOVPlEriUqJqWWkjQGla3jtUtSQO5UKln78AEpxmQk1wzLVaKsEy1"
    "1Ra9sPF6YdZBmk7LdZA7ATKdQ4gqdbBEc+ZJMt8R1A7EuamUAt+gW+Y5iDpKEpRjOFz7jI"
    "NKCoK5LrFUN9AdLRJptzVyeBII86iUEbEdp41MqE3Cs0ZAbJHiq20RrxsWkARmdMOsknC2"
    "4dkkQi5XONY7aAupJdWk21pi6Amdlp6cV/iJLjgwL5AmWxtRHRyX90Ov9+LFq97zFy9fHx"
    "+9enX8+nl0bl7+1qoD9E7OfgI3ZWpHCf2W5eJpYYR7ueumOKzd+GxKTtNLvH/1ffNJSlMc"
    "vYZrnjcrCpakM9KLkV6KpZdP2BNXKuq2QHCJb66UWVzZLA7dXS+uXMsvL5wUxoVKvYSPMd"
    "ikXI+NCZef9FvmC31Fdvw2SM/Ux3V58lNvW+pfh0EezbNYzMhLJw85UIGI8IdCQi0QPULn"
    "TyM17ILUELKtqtgQsXn/5IbjKmLDcbnUcFxQrVq/C3XwjUn2EOKHKZtSnG5RHrpXlmqxmw"
    "hvP2qvkVXJGJSMSLZWJLskYeBCkUyWuLtSKPPS7SpVF1lQPjtAA6pKb4yoxUfgMxzJZoJ4"
    "FI8Qx0seeCLDEgBg0pnLsaT8pJyTcQ0OVSxzERzDCleURgLexeKSJVsbXdmSVDDXSHs2iT"
    "oDUUp6crdEt1jIAW6JVFb5GzRjCzQHwS+wGKniobI5lL9RHlWMxr7H5R9BA0iq2EbVkJi/"
    "1eqGGL/po/pN5brJw7wiaTdo3yxnt52hIUWIAnIFpxroNz4PWHm+U5LGJI82T3byiHxsLo"
    "qSb0qV0RTNep10BySZQC3tHR69Onr94uVRpI1GV1YpoXkbXlgsrSKgYXODZQGWcTGlimjG"
    "BAbPAjyVIFRLOw8J9iHdawteExNt0uTrthMaY+p0U+pIBaYRnzOkpuxC2/jcEstAIj68wD"
    "KQjh4vtwykY9arhEqH2vYzjlwpTPseeYOknj2XyIL75ADp2BZ1BAdBnlSZZypumAfhFhzp"
    "DDULCcbQd3pO/7QsG4qLFsVJP+yASv+PA0miQzh0KIkKvYZfKjoVaVvCEi3ASMCJI7pggr"
    "CJvqr8Q3KycLrICDsOEzgoSarKi944f/x904H6ozfywW783vPeyy666XxN/1ymfy6oJWbp"
    "SzOVxZq+BmnX8ZVvf0I4jUu/yicNbREBdnEQt2T6wpEz5TPcO3456kocOP1fMlSPOuqikR"
    "p6pELRR3rMkfaFxfEyEtSg325QmXUU/IbI7RHgIASZuyKuyzrB1Jb34VSVUUG10xHyiCt/"
    "BEyIec9Z4I1TyhtMIrL7KC4F43K0wPYdV548tcE1sb+UVGFNng+8xiITv1f3tMi075zsna"
    "3VWG6QKeN3nc92cRdGTmvd9zvrKfNL3JHri0bG1G32m3W0TZtCKKXcy3n2E1tFF9pAofa0"
    "YQnzesdnxBT7p2hu3s1eHpi34oCS8pC8PcD4Ra8Cxi96pRjDrUwoXizg1bFNZ8hMMa77lJ"
    "YMZMsa9r8kibEAFlkAY/G9lh0wTbZ/G8iDWAPFzJ/fOlIhqgt3jtAAXglwrevmkV6VsRrT"
    "NMxYbRnMj5CwGtsVamzVaaJGm3XLkN/0Xq0MNDUQjdobMPNgagtXDTRjAgOnhvNelvG8NS"
    "bPi7B6Sk4tLy6hcp/SWm2wcq0t/pax8qWqv532r0777waZ4m/3czkE1fSK/A1xob0VzoZE"
    "o0oxiGDMd8GoHFCeWSNtBFandIMBXh3xrfJM36qiJ4h8lb1CCmdZMimYiEPcimMPtzLqhr"
    "NKy0XFTVaifNz0kIcSD1fYhVVNxIbx3TliYwtutS3YVIh4MqyOnTXgk6wh8+UJjRGpvvBX"
    "RdSrU/ByH0uoPmToSJ94dDwrEuOCOyulOBy3WSfElcOwYfHnqeTG3lPbLZd0pGRbXHK7XL"
    "BMkLTZ/dlUvjw+riJfHh+Xy5dwL3sWllsH4aD5HqL7IGmvckRBij7nKzJFYhLjiavpiXvU"
    "OMhv/w/bvIuR"
)
