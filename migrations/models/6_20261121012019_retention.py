from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "cleanup_run" (
    "id" UUID NOT NULL PRIMARY KEY,
    "cutoff" TIMESTAMPTZ NOT NULL,
    "retention_days" INT NOT NULL,
    "actor" VARCHAR(100) NOT NULL,
    "submissions_deleted" INT NOT NULL,
    "screenshots_deleted" INT NOT NULL,
    "archive_parts" INT NOT NULL,
    "started_at" TIMESTAMPTZ NOT NULL,
    "finished_at" TIMESTAMPTZ
);
CREATE INDEX IF NOT EXISTS "cleanup_run_started_at" ON "cleanup_run" ("started_at", "id");
COMMENT ON TABLE "cleanup_run" IS 'One cleanup, from its first batch to its last. One that was cut short has no `finished_at`, and is continued.';
        CREATE TABLE IF NOT EXISTS "erased_session" (
    "digest" BYTEA NOT NULL PRIMARY KEY,
    "erased_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "erased_session" IS 'A session that was erased, by a keyed hash of its id: what it sent until then never comes back.';
        CREATE TABLE IF NOT EXISTS "export" (
    "id" UUID NOT NULL PRIMARY KEY,
    "format" VARCHAR(5) NOT NULL,
    "status" VARCHAR(7) NOT NULL,
    "criteria" JSONB NOT NULL,
    "object_key" VARCHAR(200) NOT NULL,
    "row_count" INT,
    "size_bytes" BIGINT,
    "created_at" TIMESTAMPTZ NOT NULL,
    "finished_at" TIMESTAMPTZ
);
CREATE INDEX IF NOT EXISTS "export_created_at" ON "export" ("created_at", "id");
CREATE INDEX IF NOT EXISTS "export_pending" ON "export" ("created_at") WHERE status = 'PENDING';
COMMENT ON COLUMN "export"."format" IS 'how the file is written';
COMMENT ON COLUMN "export"."status" IS 'where it stands';
COMMENT ON TABLE "export" IS 'A file of feedback that someone asked for. Deleting the row has its object deleted too (models/ddl.py).';
        CREATE TABLE IF NOT EXISTS "tombstone" (
    "submission_key" UUID NOT NULL PRIMARY KEY,
    "erased_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "tombstone" IS 'The key of a submission that was erased: nothing is ever stored under it again. Holds nobody''s name or words.';
CREATE UNIQUE INDEX cleanup_run_unfinished ON cleanup_run ((true)) WHERE finished_at IS NULL;
ALTER TABLE export ADD CONSTRAINT export_format_known CHECK (format IN ('CSV', 'JSONL'));
ALTER TABLE export ADD CONSTRAINT export_status_known CHECK (status IN ('PENDING', 'READY', 'FAILED'));
ALTER TABLE erased_session ADD CONSTRAINT erased_session_digest_length CHECK (octet_length(digest) = 32);
CREATE FUNCTION delete_export_object() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO object_deletion (key, is_original, asked_at) VALUES (OLD.object_key, false, now());
    RETURN NULL;
END
$$;
CREATE TRIGGER export_deleted AFTER DELETE ON export
FOR EACH ROW EXECUTE FUNCTION delete_export_object();"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE IF EXISTS "erased_session";
        DROP TABLE IF EXISTS "export";
        DROP TABLE IF EXISTS "cleanup_run";
        DROP TABLE IF EXISTS "tombstone";
        DROP FUNCTION delete_export_object();"""


MODELS_STATE = (
    "eJztXetz2za2/1cw+pJ2RuttnDhJk9s74zhK49vUzthOu7t1R4JFSMKaIrgEGEW3N//7xQ"
    "H4fomkHqZkfGhjkTgAeACC5/zO66/enFnE5ken9NoljtV7jf7qOXhO5B/ZW33Uw64b34AL"
    "At/Zqi2mQx61uuPCw2Mhr0+wzYm8ZBE+9qgrKHOg9e8zLJCYEXR6/oQj7PAF8ThiE8Qcgi"
    "y8RN99vjn7HgnG7vvobonUgG+Q7IxBq5BAQDdj5tsWcphAdwT5nFhHMAeLjeUkqDPdzXC+"
    "Q//jk6FgUyLH8eSgf/zRkz3DPdVb788/5Z/UschXwuE2/HTvhxNK7DTXqeKhuj4US1dde0"
    "un5454r9rCw90Nx8z2507c3l2KGXMiAuoIuDolDvGwIDCC8HxYCce37WDRwsXRk4+b6Fkm"
    "aCwywb4N6wnUegLxtd5weHF5M7we3AyHvdxahxSJ9QgujZkD+0ROlSsGTGEKf/vx+PjZs5"
    "fHPzx78erk+cuXJ69+eCXbqvnmb738picTc0t3pXh2/vP5xQ1MiMnNqHcpXPimaLDAmkot"
    "Rsz9YM3S7H8nWVjM/KB5hvuydyLonBzBH9l1CLletRDhhXgl4hdpB0tRwdV3pzcDxcLMMZ"
    "Fn2tkMe8VMiwgybJNT2ENm9eb469AmzlTM5M/jH36o4N5vp1dnH06vvpOtvk/vzIvg1rG+"
    "l+ZwcAA1OxcSRKsPh33g8w7Ph8Rp7Li+kOf6PXEa8j9LaRah9SIwX7RdhRypWYbWyzBmXA"
    "x9XiCfvLcZLlmAJFGG9xOg2kPuV30eLz+//ThAn64GZ+fX55cXSv5b8v/Y8U24JC9QoXhw"
    "NTj9KNkM0uDkPiGRwIU7PL5fYM8a5u6wY1bWNn9rfjzPXsEOniq+wQN+68eivk080SvSAd"
    "SNag0garJS/L+UYreYSRZrkZqzOQFJnM+UbG1LMRxh0UcztiBfiIfkdJfIJcy1ZRtMLUQF"
    "8h1BbTRayC3AFkOpePAhFqO86L+9oW6dW2c0IcQC1o8Q5UrDmFCPi2AsTa+ZjCbMQ5xKOW"
    "EsGYIdS+oeY6Ibhp1AH1M5uyM04sQBAdIRoz4aCebS8agvh5MbcUIt6GOEsBeQS4onXNJI"
    "zUS2R+ofHnXKZQf6gUYwQSpnQTiXC8HfQM9yBwd0wQOoX7pj+fPWsbF8HqnuUJitbC4VIj"
    "U/yS0qlhHZjE5nJHxyybQZ5vK/UuUoowz91Ys3aG/sETgLhvpskOoNNCZfXS+Yd0gfSUew"
    "8YZpqvCI6SlSuR3VD3WaJUYKnwJatRs12UO9MT3fJu3HC6lrPp/AwudrPF1EX2+8cM8N6w"
    "4QEajXpjkT0+9kvTGZS5zSkdDvHwZXA6QfHP2Enlx+Glw86X1rpK1//nz+roGu7vvUOgKa"
    "Np/C1Sp7778mvjOGoxepkeB/z/+7t/tvo9J8nr1Qio8rpYKpp24qdq3QysP1zmuYA8efK1"
    "6fy2lgeTDmeB7SdlnZ7C3g2JRc5AQ+GdmvWB3F82kdvfNpudr5NKd1Js+2NoxP0nea+cnv"
    "V/zparMIr2qswavSJXiVXQELO1PiteV/TN2K+8FBspOdT6XAsmCexdGcYEdKZPCLt3oPfq"
    "yxBD+WLsGPuZcg+gS2egUi6k6/AIuZEszQnEmZco6X6N+MOi3PoRc1+P+ilP8v8odQIAi3"
    "P4USHXT5RWCThAIRCkYdOISU9tGW+xHxo+D8cT3stwL6zTI/VvjarkC6h0exDBs+gpRGnG"
    "d/KeQYtT8kqPH46fOXz189e/E8QhijK1XAYh5E1FhEA3bGBIafBfyMIZwGPE0TGb4W8DUD"
    "LeR4+y6w8RYzOE9dZSKGPzpzDm9C1b85/3VwfXP66yeFf/MQ/z69GcCd4zQqHlzNHclRJ+"
    "j385sPCH6if11eDLL4QdTu5l8AFPWwL9jQkdzHVpIn4eXwUvqMT+FjTVY6TbmBVe7ai3VQ"
    "y2wz3m6Vk4TmVe7yGidB6Nwql0OzGbI1MNr9WdsViGzOKJlncp7D75lH6NT5hSxzekmGp4"
    "Fp8X2iq73kbHw1nqKHF5GxILu1JAvkgxNt/5VzQBefP37UJoZii2/CGkvmd8WOQAHh+1+u"
    "iI3Vg5QyXNlyG3C9ox+kHNtTp4C2WG6CUxeqp8PZnd+27kBwKgSZu+V+BOH9/kp3AvnBjZ"
    "vWcyvwlkgwJLujX4jXRwuPyi4cdEcmAG5SAQbrObbIEfoglSAOpu3YPWCBOQLAUFvow1uc"
    "SCFPlPgWbHe8hqbzYBrL4KSpa4YNuDwMySsMscZtuZNuy8wXYzZvDRImyDttqJixBbxSUq"
    "0mrexzT0/qGElPyo2kJ8X2IclKqwmmlaFqBcB07HOzafzFIgLTRm7lMUWHUe4uuZVbvqcE"
    "oOG8QE4q3bsZKrN383tXvt5eOzQpTWnQpE4jDRlpqy7SkCHbpDdYdxe3PdSQFErXhBqU9v"
    "Eu0d9+8ncl4JDZYSnA4ez0+uz03aAKb9i6gii/4Y5D7F6Zghje769WEMeJpisVxA9SfMQo"
    "IEEWI1wqXhxh2wZ/o3uI8bx3lIh5hC7YHbOkbudRwkHmDBS60Qx2oHIJL/A238YAq1XAUp"
    "1M/dtAggrbb0YHeFi1LCU+Pa8jPT0vF56eB7JTuQKmxp7OxHAiZVDfK0KeKrSBAlpjlC0Q"
    "rCAYYeh6TD7tvMnGztIZBaGWghAfRU3l2DSlMZh1WYx1sd/OKJoiNGvctTXuUkxhJHSXiX"
    "xJqXyVzJfUCFYLfadh9BpztJ85Vog9RAEGgtoR+n1G7RCs/zS4eHd+8bMU3NC/2Z2K25M3"
    "bCWlOcpDUe5On+SFv20NBIGGKWExlBQtKRZiiBB0JOlC9YzBhkA8FcMQhy7aBMOLqoXKN2"
    "jisTkaTSUPh74LPegZK6L3p+cfB+/Kc5o4kTUslLyziU3SsXxho34NM0SktkAiGWBqv26U"
    "VsDKJ2URcM2GXxn2ZqLBHjQaLKHz1RUAEyRdNnA8sHrz+MJetIkWHsPibQxKVepLyPiXpX"
    "x/mWV7C+XR6IyrDEnqK9lUto2pDAjfOck2BQkkZJumi5ylNTpMl1c6FlibrnOa0rzQnV5m"
    "44r/KJYZ3N7aGMhjMnNad3l9NVDQ0DSeIjKG8WrDeAzFbMIsXtvNuaO8XWkUT+2tpibxRC"
    "5O7Su7Cc/yhB/0gfB8+77lUdxCGZCcDGxYBSQno1jqAMlh+yccuTYeE8BpIV0JdPYaspbM"
    "5QusAF8AcwkezxBkHyqCitt2pbLOCfJVDGeYz0YIWKAzsDnMm2NbZRCC+0doBMEiFgCpKk"
    "vbPXGF6iyRpk624zrDtR5Ze6VbdDIhXjkGnGSbyq5UCQFrVjfOCBalE6yXESxiiVrLdkNC"
    "H5tCfY3rO9zbhev7wecGg/dV7dQnrSDKzScGS71r2W3vYG9ZvO1TZBmO3y2FhjC7wfNNCH"
    "ZvP16+TQnrkqNvzy9Or/753a+n//g+JbF/vLz4OWyfFALf/vNmcJrhfnSq57n/GxkLVmIB"
    "SZEdgv9L1a4enN1cSqn61fNcLhcDLjwG5TMSAHKLXK57JmmM6pk1TD10UP3hsLVCo49k3k"
    "0o9PvL1JWqfPJVLdbki/buBhh7gFHzWd5WJSvoQuxAgFOVqf8xjLVK+Y/hs9Wq/zWbkyBs"
    "m0mt2baVEi0Inr9Oqs99BI5YVMwQRoIK5Y9lwd9S8oV24BXGFk4eD9hC/w0jx5OvVELUqa"
    "VAB8jaKo3deE09qNfUPXUK+FxPTw5pO60nB5mE1fsDqFYrZfm4jrJ8XK4sHz/aLNqLGVFe"
    "pJDTIsiC0WYFNpy9drfJOzumIm881yR8c4o3cgnkExIcAuCQTSVRC1c7qQDWTgqRtTx/b+"
    "TVckjtUNhbhT8M/nGTgh5CJhYjaWHzBNPPAFwzUJCBgnYJBe3PC7Y/kEU3eboBxKKO70EQ"
    "oUI3ktfuAPMgbN/94AbbdnkQm77bX409iKhhrZwFbAIp5XgEEsxk/3LFrD4C5QBKv+nwFm"
    "XnB5eSpTL0L3S9avneeQ4knnMKPBE2332hy4DsSAvQqZJrJRFkxtDeSUN7tIZt1NiIuOM6"
    "LBbR9m+jvW68+s0jAQ+C2h/aCSnwUYoB2ofGEEy84bbjDUtgmqrD/SDLV+zgiO9KWgAH20"
    "tOeaEwFd6rFqWSrWolB55QFVd+hG7geCELKPgH5pVUBd6x73nyW/VGnUFSqOGJXL7ymF1C"
    "QqcZ5YJ5y+KUwBsfpdznUxl+okzCHsFSZuNMX8HhRJSwhhNtIc4fDqgpFJvkyPKY/OBZR4"
    "lyxolquiPZrSt/BOWNY7fVeBybQsEmagviyR7vlomhF9i+58qNVb1XMIYqCcZHaKbSIf/x"
    "160uEnYr2XfrH/9w/KKPbnt8LHkRX4JNe0fUKB4X8hn9+Tywlj1tY+3KGDkbGLyCPTcM1q"
    "bC3JVxUG0xRruSxsl6efnlTF2u4SEbziXVb1VSBpi33tvoJyUk5111o4Jym5te1Od6U8uU"
    "W9vc/NIdrzdJUNOYteEJxp2uNznXY5BJXIqdPIAgNjjJfOfrTTZQxj06ncLRteHZFvTecL"
    "pGEe6kIly2RxqYEEq6MLaETtsS4le04PVjzCbYKXn/UoRZ33dJeVgL+/by8mNqTd+eZw1y"
    "n399O7j67qlaTNmIitS7Z2INuhFr0IHqy7tCoKC0BGg4rhQumAOKjt0q3OZwqi/vMr7pLl"
    "CStXLYhu+br70czyXN+/+5vrwoOXUiiuyHnI4F+j+lKHeH8Zs4eIAXqYMn55mRdcLInDrQ"
    "Qc4zowtFr3e1++OpDhXooXM/eoQgLojb6lXYeP3r9Azzi/LeZrgUpc0TZ9ZjAtTdWZFNvB"
    "bvLj+//ThAn64GZ+fX58ErEomy6mZa8LkanH7MsL1IOa0vcRZQG7GzvtiZwFhaHD8xdaeP"
    "HmXtdD1m+WNIGjCLoOs2h87mw4wV5N/E6BYRHII75A7SuxdgdTU5nac8PJbX8u+tcO/Ne/"
    "fKh7EV6OMRzJsxvIDUcHw1x23sTH08beSznqQ5PB5v/pge4/GssXgSExmppL5UYkuGOONl"
    "s3p9aaJDcpbYWFwLdVxfCsvsnjhNOJslMyFDedYyX7TibY7OMDfP3DHjYujzgsO3UiOPiV"
    "pq4h1j65YV8TH+Av4veSafeh4usT8kaDI8PjwMEMKt/vjTRFc9RouoyQuziyArk8Ekwdq9"
    "zmAS+AZdEVFSCyvVoF/H/XXoRW1rOcF6bBEWi4o9UheYCv4GnE+njHCkYvkxuiNCEC9y5q"
    "TKB9QjOg0JNAHM8PRcOZTOsKXzj8ghRJlr7I7GVg6zYaLeEVKe4oHDrCqgpfxWx5Lz4EAK"
    "FbPkCH2VS2XkgOMAeL1SHg/jqPwq4MTKkeWXhjlVeZyGGTSC/ms7kanFHcpB1do3TKzSvd"
    "P5Qb3HTF6VlmaCpc7rQUVHEpCW5+Au1SeTJAYDKdAlOS20t6+oxkCLhQ0jpndLTA+/Og2X"
    "N0FmFrhzC7xWIFcd5UJKbDdM/m8HqkUX5IItKBYbURbKcw6kGtRTFlplHgiEcCkRQ8HEOb"
    "aITg3Qh2Av7eygpGdtnDxCp8FfWtCmkBxAaPEdfmAnSCKgyhTk9ITdDAsqwqnWDOAmdyF4"
    "DjHZO1JB09gGZYXH4XQL5t0TL9QdFB1WvSOuFAl5BiJLaRNKUorLNqiCvOWZEbgUFNV2ip"
    "1GYhtvYCYzCRL2Ii4kWsr0AlzP5TtXugQR0SFJpc+OX76IWA8/qph9/evpx4/GBSvtgtUR"
    "Tau5p8qaDiqd29Bb9lAx3hM7855Ivln1P5FJqkM6onfyraznulLF/sP1XnlMqT64lOCvsN"
    "BcKdBjEvdXqDHQcujFTVdqMZCEQ7eHlBpRsXcpqC/eKEzfVSK/guGVNjGXf8vn6Kv8ZqAK"
    "qNwaEMiGZqFqktdatjOMMmRsKClHMLtsRo5yxURPNlB2g+mq+PcqO0e8NJuIpE+sdmLRjR"
    "mkg2aQ9HapKy2mqQ5QYtyK437iZWywn9NUxuciw1T5KDxMm5pmaXn+7STNQWzeFW5eKUl8"
    "E0m49RHfhOUxhWF4C4Ynvs8tUJWYusvM72UlsDZYyvMax/bz8gyHuUyezPfGRXmby6PJEy"
    "QmnHyNcHJ5y5UzkPItnZMhJ3I6VsFCVLhMl/Zg/Kdr+E8rH/5h00IsGSrj/l/k/u9ABKZK"
    "9t5Q7i4gPbxYt63I3lJftbGDm0qKGbJDYPauRRfKuV/0Ba0Iw4hJHmcUhslUZ/yBjD/Qwf"
    "gDxTD5mUrf3FsBpget+rUh9eE4pliJrJ8iMM54IbAcpPBX3jC609e6RAgXjFlxemvtaB8W"
    "a+SYWohKRhNs5VH1zQ+hEHVIx6geVLn5q8cDZ/8g+zY0T/SKbXANWr6GoVWBwzAUQbn4QN"
    "jBPVkm027L15jI4VU9VjmTiXyAWwc7yg8olXtbRDaDPrIg9AGch/RNGAd2zY6TW+e3wjB5"
    "HDQF3rl/N6ca4JU8aoJV5ilNwdemiPwds5YtUmemyEzqzKysWjd1pnzLvlDm8+F6iFtBN5"
    "2G3oIzWMxoeM51AHx7FKDnxGPzJN8Ra1V/d8Osj/ZvS725jN4o0M0VaANdPBx0kZCsGzj6"
    "peiMr199Xz+TfqLV3t8HmMOknzDpJ0z6iXYIkkvlUvWKUCN9p1+JFLk0VMbrgEMKFWETyP"
    "cAUVCOvVSAx/WH078dn7xAFp1CzncK8Ikr3qAJ8x3lpwiIiuvf2XSMpPA3oV+LYKHNdr4a"
    "YGkUcVV+8DyEJ+EhQBnq3xyfy82bYfsuK2wtjZpPaxk1n1YYNZ8WZQKGd6EJh2OKzfD4Yc"
    "MH0xyukz//aXkC/ae5DPr6OGoGw8U0BoPrt8Tg+Ji5DS3GMcnjtBgbxakVK/dNcSJfXSq7"
    "a7HMacoNLPMeQUP7tsoe+cLuW73MaUqzyl1eZRurhL6t1jlLuzcr3RNMaXxz6viipo1p3x"
    "e9K+GcvkXFFRkzL60KF9zuV+IJ0HDoxS1rpa9UyRq1qwVncwKBjBa1VFZIVQJ9Arv5CH1Q"
    "1cWpxZUriM4A2UeOCrR0CXNt8oRDTheLF2eq3PwwyvPkniyH1FJuJ8DVwOvEYQBoqJ7v5Y"
    "I7r5UXiRoC2WxKnb72e4Gof98m+teYzecwqE0d8gaNJOOYl6gNP0fYttu4j6TluBpRmoll"
    "bFWyXArcXmRdWmv0VE/1BtcLsvbIAS7W1EHGoEe7QI+MTnOwn8SkHBS/ynVfqJhijZdqfy"
    "TbBsGw6mvSBA+MCAzkWg9yTX2r6nI5RWQ4XY/T3L/7Nxk3LOCRJHqcSKBFBKZ2o4jVBImJ"
    "WF0jYpX5Qkr3rasfJ8i7fEb0pPKjfOJVcnGOLKlk1VPkN15xvSOa9Rl4gvnule/0ChTrxN"
    "1+lV491u2GXtCwllodEPWRciMFM/mEehyCEMR4BmUS4BKgRUdIq8dYL9rYlwryjHlCRTZI"
    "RXY0oQ7lM52mSAdigEsqcwR1fFIQ47HT0UEJPxc8LAkxhYIU1AlKQ2CHY6XqBFletd9GEN"
    "oh9XMsVXXyVTZRlSGUjq/DQaJptNG35UvsNdE7E8s7TNMa7bOT2qfUWSaTxppnRGW0zk5r"
    "nZ48IhwVRm/hZZOKFHnCQ8puuLEkB0YT3YF+FMTa8cBVseC7UJ6/upja7OWiGitjjxBHSg"
    "qiFaeLqQ2ni04NbzyjX8jQlfJRozJBWTrD3aJ9nBI7m4g1aUoj2nRatEnoUk3XOUO6N24F"
    "j2adO4J4DDzMiXWtVd1eAeiRbtCvwj2IajrkibY1whTCnMwRpqC7UTVmMJjliQXgwkzncw"
    "Bb/+s4swRka/alEG/r5BAaEwDsjcfZGzKRC1sfb41ghm74KXch98v2vZTLAYNgH7dwzUwS"
    "mm+rOXNLztyvLvNE4WGr71SfsnGbGqfrBGr9ypMsKvab8qjC/F6edhPmHaF3oNBolytdJn"
    "imkrhyxJQdLsBiLSQYQ9/paf3dsuwjd/l90Sm7k3GVR5d8XkE8ikeI4yUPAtKiYSlHc4Id"
    "yAPEQzuHLnAcT2Ekh9WJLke6BjGn/0uG6vgcKcw5SHsEz7QLhy69wq1cuernGgoGcYmqrl"
    "I6Avr9w+BqAKl8hc/RT+jJp8HFu/OLn58YWPuBYW25dedFn6h6JsqYussoXQ8qcYSvnqoI"
    "Ll92QVrlVTmpAdydlBeOyoF26o1oy/6YutPsj3OyqVTebdheBWyEbH9ZyvaXuXJdwWmfZ3"
    "y5V0SSxrhFrOMWoT7JxankKnymUlRd3u8tjQJbSXMcySRNLFpJGpOwu6jGeijYFenY5UXQ"
    "0nQHxNkdF6EzjuBtzvK90K0Nbv041rkjGEqUx6gARUnmOCrHUZJJleq56OHxmLiARcQm92"
    "JvuqKGOu+xjjxLwczfTT3szv5jD7FL/y53Cb4nf6cWeKaIJaAcyv0Ny2281BiKR1TxWR2Q"
    "5jJmK8yCBV55t07yPiiPd5jLGcllh4SUUpY/QqMow+wICWLbPM6ZrNz/wlTJ0Az58jXx4q"
    "zPcuLyUUYesQJPvVHoyrcI8XR4AgcxXyhI/V6+Z2/QiBOw7A6/EB0lN1Nhe9Cris0DhCWo"
    "jqaeRidC3gXWUpJdvybaIimmzFNybfuBE53UGzZds6/1wAk7Tb1xKR8G5vn1Bs700xjZaj"
    "aaD29E+UABwCXnBM3QT/oAyA0v8JTXHlI1TgwoRaNVK5p4OxosIFBVD2RAugcF6fY3AXvn"
    "I+RMdvWHzOyU/Gq1AUCT9F2GhKCUIYgpLvG4PIjGM8YBEG2DhB7XQ4kqQKKSMrT5NSjPJZ"
    "0gMXmkm+eRDr/stcMYQ4LHGcLoFu7OcqTeLd6azVD6/dmiWwHpIUssmJcaMT5FZLi/holk"
    "PPY9rxX0lSE10FfXoC+DZD+6ZY5xrianaZrKmJzXOE8DXKZAx1tRtiOk2mHRjujK3lbtyC"
    "BzzTiepDRcb8B1bM2pI4+gQrN0uSqXITPqXHN1Lo275nl//Zu6U4LQZYm7jGNsZAmufxuc"
    "3Vxeqa8pZ743JhlznexrQhN9LwidzlS/wQUuWRU/U2YtklaNus5FaaqDWIEtORflDLc51u"
    "f53ri8TCJOaM+4/i3cWSuqy6Q3XKq4zJUUN6/Oz26qqssknSQ8LoZsMsQ2KYyRfRt08P6X"
    "K2KXJR0Lc75CH3t73ueYnv48wrMNXRuPC922mnLpACsgpdnlYHvJ12aV6oXusTWkmkupGs"
    "tr86qo4vehcK2RF092GypFTBSZiUIGhzXt62/Jq7DDQzzr1FbaDLfiTXmgzIrzcWyCYdep"
    "3g6EXQ296j5CrvNegUudvtGv8qezoyY1whLvPLbgyq8MCzQGx7IFFTPtGKc8wKaMcPBXCy"
    "6PGbunpH7FuaKQxK2PmU0wjx2ky/o94X1IXA+koZ+e9qgjQoU+nn46H/4y+KcKfZzIhvIf"
    "m8nrOmSR8ij+nPI2PnFBluUVbkVq/Uwe9Yd3cSn3JupGeoBunHW7dHZ5oMTme8T5Bn5bxn"
    "LWhsF7ZzlThY24lKjaFkVK0Jql7txSdyQM5FLFluocEsX5izItKkXYIFLVSjZeLcw6YaoK"
    "JddB7ATIdA4hqijREs2ZJ8l01iAtzk2lFPga3THPKch9HGTKEMx1iaW6ge5okUi7q5F17A"
    "ofMo9KGRHbcdhImOYjDDaR4qttEa8flnqGxeiHUSXhbIP2YAuQqxq1hdCSetJtIzG0Kq6z"
    "8BNdEM8ZSJOd9ajeZTRnuXjaMC7cBIQ3CghPvH/NbfNJyh3a5h9IDdigaZ63K9+ZpDPSi5"
    "FeiqWXT9gT18rrtkBwiW9WyiyQKDd23V0trtzIL68tW3OhQi/hYwyYlOuxMeHyk37HfKGv"
    "yI7fBOGZSjBQmbBsS/3rMIijeRKLGXnpZJsDFYgIfyhOqA2iR+j9aaSGfZAawmWrKzZEy3"
    "x4csNJHbHhpFxqOMkJDeG70IS/MckBsng7CfyLwy3KXffKQi32k8O799prhSoZQMmIZCtF"
    "sisSOi4UyWSJu5VCmZduVyu7yILy2REaUJV6Y0QtPgKbYc30pm+0cTLOwaES96lEp0HS0z"
    "jfaU5S2+noCktSzlwjbdmEpgAHOfK0DOqN3RGprPLXCLI/zkHwCxAjVeZbNodCdcqiitHY"
    "97j8I2gAQRW7yBoSr2+9vCHGbvqgdlNqNQvaDdq3i9ntpmtIEUeBc7mQ3QdNsLk/vNtKsJ"
    "NH5GPzZkWJUjSmWE4BhheWNa3J0LC54WUBL+NkSjW5GRMYfhbwUwlCjbTzkOAQwr12YDUx"
    "3iZtvm57oTGajKOPY507ggwk/MMLkIG093g5MpD2Wa9VwSXQtp9w5Eph2vfIayT17LnkLJ"
    "hPVlZQ4Y1Lt2x1QKX/x44kwEYel3hQrtfwS3mnIo0lLNECQAIovtUHCMImcTlw8FIh1hEa"
    "YcdhAgcpSVV60Vvnj79ue5B/9FY+2K1//MPxiz667X1N/1ymfy6oJWbpSzMVxZq+BmHX8Z"
    "Vvf4I7jUu/yicNsYiAd7ETt1z0hSNnymf4+OTFqC/5kCg000cjNXRQgkaPmSo/o2Nnw377"
    "QWbWUfAbPLdHwAchyNwVcV7WCaa2vM8hbWtBttMR8ogrfwSLEK+9KroO1jilvKVq+ahVCs"
    "blaIHte64seeqAa4O/lGRhjTOGrkRk4vdqTUQmOWbuS1IOzWTITK7GSkCmbL2bfLaLuzBy"
    "Wue+36ZqTnNd6FUNTehVqR70KldMhGBeFN9frmfGFIenaG7ezF7umFdRFqfcJe8AePzsuA"
    "aPnx2X8hhuZVzxYgGvCTadITPJuNZJLRnIlg3wvySJQQCLEMBYfG+EA6bJDu8A2QoaKGb+"
    "/M6RClFTducIDcNrMVzrunlOV0WsxjQtI1Y7xuYHCFitqnP2+IqcbeysVgBNA45G7Q0z88"
    "zUCFcDbsYEhp2anWsh43k0Jr8WYfaUnFpenEJlndRaXUC5ViZ/y6B8qexvZ6fXZ6fvBpnk"
    "b+uZHIJsekX2hjjRXoWxIdGolg8igPkugMoB5bk10iAw+SKvAgCvSrirONM3KukJIl9lrx"
    "DCWRZMChBxyLdi38OdjLrhqNJyUXGTmSgfNjxkW+JhBS6sciK29O/OERssuNNYsMkQ8WiW"
    "OjbWNKxonSc0IFJz4a+OqNck4eUhplDdpuvIDZtL8Qv8SgskufhmpSwnUs1qhflCXjs2QT"
    "hRhlbLRxCRIReNE+t1lDWE8kDc0l4G2rmACoSnkktH6IMq2BpF48IzQACGitotjv3d6ehr"
    "SHf7W6LxEEIz9EZoIQGkCM3nv3Of/4547Z0Sj45nReducKfy0MVxm1UnbvnCbljzfCxpCd"
    "YEGsuPHPmdKa52UK7TJ0i67HnSVrU/Oamj2p+clKv2cC9bhtBtwuGg+QFydysZB+SIghRp"
    "UhVBejGJcYJo6ATxoB+zb/8Py/Ua6g=="
)
