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
    "eJztXW1z2zYS/isYfWky47qxEzu5+HozsuM0viZ2x1bSN3doiIQkjimCJcAoml7+++2CpP"
    "gGyiQty5TCL4lMYgHwWRDcXTxY/NObcos5YrdvX3nMtXqvyT89l04Z/Mjf2iE96nnJDbwg"
    "6dBRZaltiEWpoZA+NSVcH1FHMLhkMWH6tidt7mLpXydUEjlhpH/2nSDUFTPmC8JHhLuMWH"
    "ROnnwcnDwlkvPbHTKcE9XgEYHKOJaKBSRWY/LAsYjLJRkyEghm7WIfLG5CJ2x3vJ7mAtf+"
    "O2CG5GMG7fjQ6J9/9qBmvKdq6/31F/y0XYt9YQJv45/erTGymZNF3VYYquuGnHvq2rE9Pn"
    "PlW1UWH25omNwJpm5S3pvLCXcXArYr8eqYucynkmEL0g9QE27gOJHSYuWEnU+KhL1MyVhs"
    "RAMH9YnSYQeSaz3DOL8YGFenA8PoFXQdS6T0EV0yuYvjBLoqFABj7ML3/9rff/785f6z54"
    "evDl68fHnw6tkrKKv6W7z18mvYmQStsCqF2dlPZ+cD7BCHwRiOUrzwVclQSUMppYwE/Uhn"
    "WfjfAIR68KPiOfShdibtKdvFH3k9xKgvU0R8IdFE8iKtQRVLUH3TH5wqCHPTRBG0kwn19a"
    "AtBHKwQRc2EKzelH4xHOaO5QT+3H/2bAl6n/qXJ+/6l0+g1NPsyDyPbu2H97IIRxNQvXkh"
    "JXT35LAJOK9xfkjNxq4XSJjXb5lbE/+8ZKeExkrggWyqhYJop4bGajC5kEYgNPbJW4fTEg"
    "WkhXLYj1BqA9Ff9nm8+Hj8/pT8cnl6cnZ1dnGu7L+5+NtJbuIluGBLhcHlaf89wIzW4Og2"
    "ZZHghSE1b2fUt4zCHb7Py8oWb033p/kr1KVjhRs+4NedxNR3qTMXdvg8eTcgvrfcD0iXut"
    "MPuAD7ewRaBLR3yQAMdJfNmJDK6CYjxix8LGILYga+z1x5pKx4sNoFWN8j7jNiSyIkWPBU"
    "kIktJPfnRfP/QVq5dq/dG8m+SGNCxeSGIFpCCeLF0FeYQXmfUWuHgCOhrtC4IwTqhb+Ssl"
    "ALMSfUBb1gVyyfex44F9BI3EPDhLrgJTGovIFqPfgjbDAuAL5N0o4D/YTGHMl8qBGcmqTp"
    "GXVuhfJ91AuEbUju2aa4IRMOwwTs4eueunIN8F0H+8/2D3fIdU+YgEVyCQftkKlWfCHhGY"
    "PpFKuXnOyVOUU5J+ifXjIwe4vnDD2a5Gl7KMW+eD4TAgbOYhgn5lE45oxIN2pARnNMT4nC"
    "MFR/qOks1WSDNlIilZsRMKjAHQg/NRp1Zi7D01ftS6ZebVfIr+9OL08J9jsc2+RH5dQVuq"
    "jUveLuLeq8X9dg9h3ZFnNNtuL+ZSu+XyenMMS5teIOJpXer3Oez6eeND6DO4AT72o7Waz8"
    "fp2lDvPBYPPt8RinrhX3VlN7ze52gZtWBm7KxkghkIMzpl4hJVUsC+7gj+2yYAdnH06vBv"
    "0PvyjTVcSma39winf2swZtdPXJYS6asaiE/Ho2eEfwT/LHxbmyfT1wCMa+ajEpN/gD54Ee"
    "DSQ3XD4zqJXGJL4cX8p66ItXVPP6ce4w6pa8fxnBnJaHILldij2+uHif0enxWe4lO//44f"
    "j08sne06yLUnQEF2avbsJzqT/XA54Ry+M9l0xsGeDvL44zgH/qXx6fnfcvf3/yof/b08yb"
    "9P7i/Ke4fPoFOf59cNrPoZ+1Jgsx11M3mCr8z6CjNDJuMnrIVNDmGGxvwmfKw/HAuOAuOj"
    "qhu1k3KvuqQkz2VWlE9lU+HpsYyw3QXwi3GnlEfRg5yaFz2AT3/WrB8CWxcC30mhjgf68u"
    "zktmnYVE/kNum5L8TznK7QF+FRMPYpGZeGJAF/NOCusTzayDFRwXgn8ZL6zBwM/W0OrRn3"
    "TVUEEPYrswD/mMESGZ1+hVOKzwJuTNqORFOMy/B/ke1ozJFoW72GxZbDazEqdxTqtbnBrp"
    "zuysbnamYiwNpp9EutVTzwzDt57PrcBkVhjeDcO2TSadvSrf373y7+9e4fu75sX+KI7Rln"
    "G+hrV+TayuItJFye2D/KAK4gflgB8U8IaHcVTQx2dU1ANcI9ohfjfiDnXHAR2X2JF6qNMy"
    "24fx6qdpk5qT2uZJItRZJdWtEgcAcc25MdV4paWx/6zQNnFS9vdevHzx6vnhi0X0f3FlWd"
    "C/LvPqYWlXbZstVgztHXyqByZTbTm4j8WSahmsD+yIm/Qz8l+KIPd9n5asP6RkchhvXwxw"
    "cPrb4M+/8qA1XhrtVkQ3aEU0R6TK6vnjx7M3dyx/a4kJQWBbuyi8XcpVpvXzUFtpPagn1f"
    "Ayiyhr5nnuM3vs/szmhYhUDtSIWvk2VdVmQptcTb5EPp0tWDL5wQUYwJOzcHo/6V+d9N+c"
    "htSaxyO9XjLpz3tLmK9hgZ0q9FfDX5StRIL1+YzMJrbD0ozUGbWlOELy6ZgzAfeZC7eHTE"
    "rmL8ictuKA+lAv98Mi4UY3RSidUAvEQ66nLKPGrqltRZilID/1pLjBfXRuxF+F3rB4dx0g"
    "jwRSl8sJtLBDqGuRGxeJA8h6tUXSDF4MSayCWAFrwji9tcMNi1H9lUlkSrkGNKp0r6eAlt"
    "LE2jc7Pyp7rPncvEPK2WCxZpssFMSyLV8mmOPLqV7TdqwMxK92DX8yLdLFQDS+pLC16+3L"
    "bfWFUGemt9pMj786NdWbEusU3DoF32sjVxXnAiy2AYd/1uBatMEueADHYiXOwoA6zlJnIS"
    "xQzVmQi7J3OgvvwFjnIwk2cGSEg0UMFjiZUgtKs8/MDzNYKLKDsp7Dxcld0o9+hYY2GM2Y"
    "w0KZ7/gHdQl+iudqR1rRT1hPs+gi9EPPAG8KDzfPEQ61E4FtUAedFZFsp5tx/zadmQPkok"
    "wfQjkSMAcSS3kTylJSm+4YNSeEYw/KM3cIMBTVcEpII8kab7RM1iX02Ih9IQtVZhVwNYV3"
    "rlQFC6Ftskqf7788XECPfywD++pD//37joKVpWC1xNOqz1S5J0GldQP6gRkqHXtibeyJ9J"
    "tV/ROZltqmKXrNCT2WUVeWwb+97JU1KKA1qT4wPdQllSEqGj8mdf8ONwZLGn5S9E4vBpNw"
    "hOUxpUaYXcO10DeYHamYvqdMfhWGV97EFH7Dc+wQ/DajK6Bya+BGNjKJXZOi1/IwzaiFjB"
    "Ul5Yh6l8/IUe6YhJ2NnN2ou2r/+7J1jkQ1q9hJn9J2SundMkgLl0Gyw6WqtZiV2kKL8UGI"
    "+6mXscZ4zkp1nIscqPAoQmr3QQxgktFDmpbZisF7B80rY4kXtnpmtpjHxfP7P3XpJutAnk"
    "h0gDcAPPV9bhBVSaTbDH4vb4E1iaW8qDBtvyidtF/kp2zBA99ktXaTp0S67eT32E4Otzzo"
    "Adi39pQZgkF3LI0illCmS2vo+NMV+NOKw2+oJZMi6qWOf06qo//r6P8u7sCksr7drRHdvr"
    "1uD2J7g7/qUJfWtRRzYtsA9rpNF1uIQPcFXbINIxH5NndhdJnqOj5QxwfaGj5QEiY/Uemb"
    "e3cE06NSO5VD6oaZSNwZWe8TXJzx48AyZu+K2TBhpa9VbBv8MM6tJL11SLRXd9BJo7ZFbA"
    "CaUc1pOqtvQkXUMR2jelBF81ePh2T/KPs2Fk/VSh2kBs1fY9MuFoi3IiiKD247uGXzdNpt"
    "eI0ZNA+dVT0ZwQNcu9RVPKBM7m25WDPYIRZufUDyUHgT28FRs+bk1sWhYKSng7qBdxEMp3"
    "YY4AWM6sQqi5LrDb/3/j0KXBNHOlEt4T8v/tNb/5fnHhH5IbfmDVJnZsS61Jl5W7Vq6kx4"
    "yz7bPBDG/SJummpaHXqL5mA5seN5rgXBt28i6Dny+TSNOwk9zUeGfjF+G/rNZfKdA13fge"
    "5CF48XukhZ1jWIfhm5jutXnevXpZ9oNPY3IczRpZ/o0k906SeaRZA8G1TV00WNwjs7SyNF"
    "nh0741WCQyoqwkeY7wF3QbnOXAU8rt71v98/OCSWPcac7zaGTzx5REY8cBVPESMqXjB0bJ"
    "OA8Teyv+jCQqut/O4AS60dV+UTz2MwCbchlKH+L+BcvrwZl2+zw9ZwUXOv0qLm3pJFzT1d"
    "JmB8F+ognEisBuPH3T6YRbhK/vy98gT6e4UM+uF0VC8Ml8h0MbidhjE4YXKv5opxIvJtrh"
    "h3jlMjKDfNcWJfPBuqa6DmrOQK1LxBoaFN07LPPvPbRi9zVrLTctu03JKdfQt3XuNSpl39"
    "cqcyHVuolr+Qmib4dMwiyRqxPtmgrmC4/G+pdX+KXiTcxrVO8mTsU2/yt2OAl/sDjBJ6y3"
    "7Ac4ukLee73vypWuCnmF0wXOb3mdqDHfIRPM4dRTlQCQjh9rWbvo9uzZAK6NEYz3XiyCLY"
    "JTeLhdYbIpnjiIQ6oJZyYsYAFiPgvsLPBfkBOo5HafvMosqzS5IczuLDwPEJXMIDqbKlYK"
    "K5I3IjGPXNifGZmZL78RHcWOuM+/ALHOpok5B6mpAP0ISCkLUF7t7pV0IyK+Eb5A9tBolx"
    "dBZ384ZTlVRrNrt1rXHDUTXV28WThUGJ9md2v4Zz9VTEumlrAb4RVc5AVnl4fgwngOLR4X"
    "QsKjepCqca/Ons/C6Npt6OGgpEqeUNdeGjx92burE8pFYuFaRNzI5k9JgBjvRXqwm1JS3f"
    "5lgp7uhLHc5rTrhAimTe7Ku2KaTSnpAa58RGJlNRB+WUipRIR6eoT6eIv+yVo3qxwLcZ0/"
    "O0o7N846mnH5r1dp1uzhB9kE2nuFgKk66sBXxGqEO/OfrcNAPfbxT5yol2oa+2hb661Ypv"
    "Ts1JnKvObJqV6lIo3GM+jeIyGh/vDvZqLLVG7uriysaSV3ORuXqIpyU71GugTq2p7cIUJH"
    "WMgSX5iLJinTtX353Lxl2L2F99UndKInR54TbHMVaigqtPpyeDi0v1NQ1zBOWW66CukZ2q"
    "e8bs8UTVG10QAFXyTDlddGn8tFGjFaUSWUKzTq0E3ZNlfZXUtGGoVyVZZwdchmN9Cebm5d"
    "nJYBnJOp2ADg/G0E35x5Hk258vmVO2+yl3EscWIa7ZQBntRbo3VroEBduCWi22RX4Ypg9z"
    "1AMcp+CoPiQXJ0lupA2yfFiWZY9sglY2BfWWgFWTzvML9eWVij9q+DzJzZ1lhB4PiiVBzG"
    "r5uTHJh1BH7Ki0GSpdts9NmOMJHfIgPHsTKz6KiCphpg2fEe5Y6n+X44rid3jKz5xM4Xup"
    "z9D9UA1pE2hjPWrEhS10p/i0JzH+DiknC8Rqq7wTIlbz9lm9qz/uJH4X6uCbiGwhxA+yna"
    "dk4ak8iFG26LSZCK8/fsHcBksQKbFu/aF16w8tYVhfstg10NlkqbtLjTI/W64Sz3pmi8ku"
    "ObUVCfnGtsQNHr1+A8Uk8216QwSdi2gD7uIsd1uQKbQlj8I9uQkbWSVMm0UZ1PAKFbfMwh"
    "RqevL22lpXjHDPoSaLz3xX6YuiQ9+HVEIDQza2XfFaHcwyRcMvSkQH3VJGoQVmozqYnhIz"
    "8AX8iArg8tI6+NOJfqsxqDs+6qPyUW1d/vFlaWy12ca3jgqCyGk2JIZvfJ2V37RMR6O5T+"
    "Z8dcCJbhmy1BnNyGzTeW0rS9uOX4sagMbFOyw1WCbbSiqimQh0eGrwVIZQLe88FtiGhe81"
    "HB/QMdaafN02wmPMnTULDkyzhPtZ0Y6A2jY9tyQyEC/ya8ICqfX/8phAim5QLSDgg/eLp5"
    "jeRJJn1k24PqJOL1UnlwqO566D8o9U4i3CvkCtuP8YnWFowhUhIzOUUzQUsXDf9YGAtbS6"
    "4gRg5Z/LVRJkWpQyaYWfynKveWT7QhoNg60F4e4D2rqJNXteeHNd52U7Vbda1UkOhppHxB"
    "UFO5+u/snvVfK81uF3bWGK13qsrpp2XJ/5tjnRmXHRnaVWHE3K3GXElcOwYvPnWyGq3DPq"
    "Um7p4NGMWiZwuWGZEtmKNfycfXlwUMW+PDgoty/xXn6LrlcH4aj4FqL7IBwUaFEy3ed8yb"
    "JNItLt1qu5bPOoQYmv/wfrtNdb"
)
