from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
CREATE INDEX feedback_stretch ON feedback USING brin (created_at timestamptz_minmax_multi_ops);
CREATE FUNCTION tally_screenshot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (status <> 'REJECTED')::int AS counts FROM (SELECT 1 AS sign, * FROM after) AS changed) AS changed,
        LATERAL (
            SELECT 'screenshot', date_trunc('hour', feedback_created_at, 'UTC'), '', counts, 0 UNION ALL
            SELECT 'screenshot_stored', 'epoch'::timestamptz, CASE WHEN status = 'STORED' THEN '' END, counts, 0 UNION ALL
            SELECT 'screenshot_bytes', date_trunc('day', feedback_created_at, 'UTC'), '', 0, CASE WHEN status = 'STORED' THEN size_bytes ELSE 0 END::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (status <> 'REJECTED')::int AS counts FROM (SELECT -1 AS sign, * FROM before) AS changed) AS changed,
        LATERAL (
            SELECT 'screenshot', date_trunc('hour', feedback_created_at, 'UTC'), '', counts, 0 UNION ALL
            SELECT 'screenshot_stored', 'epoch'::timestamptz, CASE WHEN status = 'STORED' THEN '' END, counts, 0 UNION ALL
            SELECT 'screenshot_bytes', date_trunc('day', feedback_created_at, 'UTC'), '', 0, CASE WHEN status = 'STORED' THEN size_bytes ELSE 0 END::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    ELSE
        INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, (status <> 'REJECTED')::int AS counts FROM (SELECT -1 AS sign, * FROM before UNION ALL SELECT 1, * FROM after) AS changed) AS changed,
        LATERAL (
            SELECT 'screenshot', date_trunc('hour', feedback_created_at, 'UTC'), '', counts, 0 UNION ALL
            SELECT 'screenshot_stored', 'epoch'::timestamptz, CASE WHEN status = 'STORED' THEN '' END, counts, 0 UNION ALL
            SELECT 'screenshot_bytes', date_trunc('day', feedback_created_at, 'UTC'), '', 0, CASE WHEN status = 'STORED' THEN size_bytes ELSE 0 END::numeric
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER screenshot_tallied_insert AFTER INSERT ON screenshot REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_screenshot();
CREATE TRIGGER screenshot_tallied_update AFTER UPDATE ON screenshot REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_screenshot();
CREATE TRIGGER screenshot_tallied_delete AFTER DELETE ON screenshot REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION tally_screenshot();
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
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
DROP TRIGGER screenshot_tallied_insert ON screenshot;
DROP TRIGGER screenshot_tallied_update ON screenshot;
DROP TRIGGER screenshot_tallied_delete ON screenshot;
DROP FUNCTION tally_screenshot();
CREATE OR REPLACE FUNCTION recount_tallies() RETURNS void LANGUAGE plpgsql AS $$
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
DELETE FROM tally WHERE subject IN ('screenshot', 'screenshot_stored', 'screenshot_bytes');
DELETE FROM tally_change WHERE subject IN ('screenshot', 'screenshot_stored', 'screenshot_bytes');
DROP INDEX feedback_stretch;
"""


MODELS_STATE = (
    "eJztXetz20aS/1em+MVJFVcby5bt2LdXJct0rIsjuSQ52d0oRY6IIYkIxGAxgGlezv/7Tf"
    "fg/SIAPgRS8yGxCEzPAN3AoPvXr796c24wSxydmtcOs43ea/JXz6ZzJv/InuqTHnWc+AQc"
    "8OidhWOpORTRqDvhuXTsyeMTagkmDxlMjF3T8Uxuw+jfZtQj3oyR0/MnglBbLJgrCJ8Qbj"
    "Ni0CX57vPN2ffE4/y+T+6WBBd8Q+RkHEaFBB5MM+a+ZRCbe+SOEV8w4wiuweBjeRGmPd3N"
    "cr5t/sdnQ49PmVzHlYv+/ntPzgzncLbeH3/IP03bYF+ZgNPw07kfTkxmpbluIg/x+NBbOn"
    "jsrTk9t733OBZu7m445pY/t+PxztKbcTsiMG0Pjk6ZzVzqMVjBc32QhO1bViC0UDjq4uMh"
    "6ioTNAabUN8CeQK1uoD4WG84vLi8GV4PbobDXk7WIUVCHsGhMbfhOZGXKpABU7iEv/14fP"
    "zs2cvjH569eHXy/OXLk1c/vJJj8Xrzp15+UxcTc0tNhTw7/+n84gYuiMuHUT2lcOAb0lCP"
    "KioURsz9QGZp9r+TLCxmfjA8w305O/PMOTuCP7JyCLleJYjwQCyJ+EXagSgquPru9GaALM"
    "xsE3mmnc2oW8y0iCDDNnkJe8is3px+HVrMnnoz+fP4hx8quPfr6dXZh9Or7+So79NP5kVw"
    "6lidS3M42ICa7QsJotWbwz7weYf7Q2I3th3fk/v6PbMb8j9LqYXQWgjc99pKIUeqxdBaDG"
    "MuvKEvCvST9xanJQJIEmV4PwGqPeR+1efx8vPbjwPy6Wpwdn59fnmB+t9S/MeKT8IhecD0"
    "kAdXg9OPks2gDU7uExoJHLij4/sFdY1h7gw/5mVj86fmx/PsEWrTKfINbvBbP1b1LeZ6vS"
    "IbAE9UWwDRkJXq/6VUu72ZZLFSqQWfM9DExQx1a0uq4YR6fTLjC/aFuURe7pI4jDuWHENN"
    "g5ge8W3PtMhoIR8BvhhKw0MMqTfKq/7bW+rWvrVHE8YMYP2ImAItjInpCi9YS9ErJpMJd4"
    "kwpZ4wlgyhtiFtjzFTA8NJYI6pvLojMhLMBgXS9kZ9MvK4Y45HfbmcfBAnpgFzjAh1A3JJ"
    "8URIGmmZyPEE/xHRpEJOoG5oBBdoyqtgQkhBiDcws3yCA7rgBvCXmlj+vLUtKu9HmjsmXK"
    "0cLg0ivD7JLdNbRmQzczpj4Z1Lps2okP+VGkcZY+ivXvyA9sYug71gqPYGad7AYPbVcYPr"
    "Dukj7QgevGGaKtxiekgqH0f8gbtZYqXwLmBUu1WTM9Rb0/Ut1n69kLrm/XnU88UadxfR11"
    "svfOaGdReICPC1ac7E9DtZb03uMLt0JfLbh8HVgKgbJ/8gTy4/DS6e9L41stY/fz5/18BW"
    "933TOAKaNp/C1SZ7778mvj2GrZfgSvC/5//d2/23ES2fZy/Q8HGkVjB18SSya4VVHso7b2"
    "EObH+OvD6Xl0HlxpjjeUjbZWOzt4BtU3JRMPhkZL9idQzPp3XszqflZufTnNWZ3NvaMD5J"
    "32nmJ79f8aerjRBe1ZDBq1IRvMpKwKD2lLlt+R9Tt+J+sJHs5Mk3pcKy4K4hyJxRW2pk8E"
    "u0eg9+rCGCH0tF8GPuJYg+ga1egYi60y/AYoaKGZlzqVPO6ZL8yU275T70ogb/X5Ty/0V+"
    "EwoU4fa7UGKCLr8IfJIwIELFqAObEFofbbkfET8Kzh/Xw34roN8s82ODr60E0jM8CjFseA"
    "tCizjP/lLIMRp/SFDj8dPnL5+/evbieYQwRkeqgMU8iKiwiAbsjAk0Pwv4GUM4DXiaJtJ8"
    "LeBrBlrI8fZd4OMtZnCeuspFDH90Zh/ehKl/c/7L4Prm9JdPiH+LEP8+vRnAmeM0Kh4czW"
    "3J0STkt/ObDwR+kn9fXgyy+EE07ubfABT1qO/xoS25T40kT8LD4aH0Hp/Cx5pIOk25ASl3"
    "7cU6KDFbXLSTcpJQv8pdlnEShM5JuRyazZCtgdHuj2xXILI5p2SeyXkOv+cuM6f2z2yZs0"
    "syPA1ci+8TU+0lZ+Oj8SW6dBE5C7KPlmSBvHGm/L/yGsjF548flYuh2OOb8May+V1xIFBA"
    "+P7nK2ZRvJFShqMvtwHXO/pByrE9tQsoj+UmOHWBMx3O0/lt6wEEp57H5k55HEF4vr8ynE"
    "B+cOOh9cIK3CXxOJHTmV+Y2ycL15RT2OSOTQDcND1wWM+pwY7IB2kECXBtx+EBCyoIAIbK"
    "Qx+eEkwqeV5JbMF212voOg8uYxnsNHXdsAGXhyF5hSNWhy13MmyZ+96Yz1uDhAnyTjsqZn"
    "wBr5Q0q1kr/9zTkzpO0pNyJ+lJsX9IstJogmllqFoBMB373GwafzGYR81GYeUxRYdR7i6F"
    "lRu+iwrQcF6gJ5U+uxkq/ezmn135ervt0KQ0pUaTOo00ZLStukhDhmyT0WDdFW57qCGplK"
    "4JNaD18S4x337ydyXgkHnCUoDD2en12em7QRXesHUDUX7DbZtZvTIDMTzfX20gjhNDVxqI"
    "H6T6SElAQgzOhDS8BKGWBfFG95DjeW+jinlELvgdN6Rt55pMgM4ZGHSjGTyBGBJeEG2+jQ"
    "VWm4ClNhn+20CDCsdvxgZ4WLMspT49r6M9PS9Xnp4HulO5AYZrT2fecCJ1UN8tQp4qrIEC"
    "Wu2ULVCsIBlh6Lhc3u28yYOdpdMGQi0DId6KmuqxaUrtMOuyGutQv51TNEWoZdw1GXcppz"
    "BSustUvqRWvkrnS1oEq5W+0zB7jdsqzpwiYg9ZgIGidkR+m5lWCNZ/Gly8O7/4SSpu5E9+"
    "h3l78oSFWpqNEYry6fRZXvnb1kKQaJhSFkNN0ZBqIYUMQVuSLnBmCj4E5mIOQ5y6aDEKL6"
    "pSKt+QicvnZDSVPBz6DsygrhiJ3p+efxy8K69pYkfesFDzzhY2SefyhYP6NdwQkdkChWSA"
    "qf26WVoBK5+UZcA1W35l2pvOBnvQbLCEzVdXAUyQdNnB8cDmzeNLe1EuWrgNQ7RxKFWZLy"
    "HjX5by/WWW7S2MR20zrnIk4VeyqW4bU2kQvnOabQoSSOg2TYWcpdU2TJclHSusTeWcptQv"
    "dKfFrEPxH4WYIeytjYM8JtO7dZflq4CChq7xFJF2jFc7xmMoZhNu8dphzh3l7UqneOrZau"
    "oST9TiVLGym4gsT8RBHwjPtx9bHuUtlAHJycSGVUByMoulDpAcjn8iiGPRMQOcFsqVwGSv"
    "oWrJXL7ACPgCmMvoeEag+lARVNx2Kqw657Gv3nBGxWxEgAWqApvN3Tm1sIIQnD8iI0gWMQ"
    "BIxSpt98zxcLJEmTo5TqgK12plFZVumJMJc8sx4CTbsLpSJQSsWN24IlhUTrBeRbCIJSjL"
    "dkvCHJtCfXXoO5zbRej7wdcGg/cVn9QnrSDKzRcGS71r2cfepu6y+LFPkWU4frf0FITZDZ"
    "5vQrF7+/HybUpZlxx9e35xevWv7345/ef3KY394+XFT+H4pBL49l83g9MM96NdPc/9X9nY"
    "4yUekBTZIcS/VD3Vg7ObS6lVv3qeq+WiwYXHYHxGCkBOyOW2Z5JGm55Zx9RDJ9UfDlsrLP"
    "pI592EQb+/TF1pyidf1WJLvujZ3QBjDzBrPsvbqmIFXcgdCHCqMvM/hrFWGf8xfLba9L/m"
    "cxakbXNpNVsWGtEeo/PXSfO5TyAQy/RmhBLP9DAey4C/peYL4yAqjC/sPB6whfkbZo4nX6"
    "mEqlPLgA6QtVUWu46aetCoqXvTLuBzPTs5pO20nRxUEsb3B1CtVsbycR1j+bjcWD5+tFW0"
    "FzOGUaRQ0yKogtFGAhuuXrvb4p0dM5E3XmsSvjnFD3IJ5BMSHALgkC0lUQtXO6kA1k4Kkb"
    "U8f2/k0XJI7VDYW4U/DP55k4IeQiYWI2nh8ATTzwBc01CQhoJ2CQXtzwu2P5BFN3m6AcSi"
    "TuxBkKFibqSu3QHWQdh++MENtazyJDZ1tr8ae/CigbVqFvAJlJQTEUgwk/NLiRl9AsYBtH"
    "5T6S3o54eQkiU6+heqX7V871wbCs/ZBZEIm5++MGRATqQU6FTLtZIMMu1o76SjPZJhGzM2"
    "Iu64DUu96PFvY71uvPvNIwEPgt4fKggpiFGKAdqHxhB0vuG28w1LYJqqzf0g21fsYIvvSl"
    "kAm1pLYYpCZSo8V61KJUfVKg48MTGv/IjcwPbCFtDwD9wrqQ68Y9915bfqDe5BUqkRiVq+"
    "cptdQkGnmSk87i6LSwJvfJXymE90/ESVhF1Gpc4muDpCwwtBZY0mxkKeP2xQU2g2KYjhcv"
    "nBM44S7YwT3XRHclpH/gjaG8dhq/E6lgkNm0zLY66c8W6ZWHpBrXuBYaz4XsEa2BJMjMgM"
    "yyH//tetahJ2K9l36x//cPyiT257Yix5ER+Ch/aO4Squ8OQ9+vN54C172sbblXFyNnB4Bc"
    "/cMJBNhbsrE6DaYo12LY2T/fLy4kwdrhEhG15Lat6qogxw3erZJv9AJTkfqhs1lNvc5UVz"
    "rndpmXZrm7u+9MTrXSSYadzY8AXGk653cY7LoZK4VDtFAEFs8CLzk693sYEx7prTKWxdG7"
    "7agtkbXq42hDtpCJc9Iw1cCCVTaF9Cp30J8Sta8PpxbjFql7x/KcJs7LukPCzBvr28/JiS"
    "6dvzrEPu8y9vB1ffPUVhykGml3r3dK5BN3INOtB9eVcIFLSWAAvHkcoFt8HQsVql2xxO9+"
    "Vd5jfdBUayMg7b8H3zvZfja0nz/n+uLy9Kdp2IIvshN8ce+T80lLvD+E1sPMCL1MaTi8zI"
    "BmFkdh2YIBeZ0YWm17t6+uNLHSLooWo/uowR4TGn1auw8f7X6SvMC+W9xWkpSpsnzshjAt"
    "TdkcgmXot3l5/ffhyQT1eDs/Pr8+AViVRZPJlWfK4Gpx8zbC8yTutrnAXUWu2sr3YmMJYW"
    "209M3emtB72djssNfwxFA2YRdN1m09l8mjFC/k2cbhHBIYRD7qC8ewFWV5PTecrDY3mt+N"
    "6K8N58dK+8GQtBH5dR0YzhBaSa46s5blF76tNpo5j1JM3h8Xjz2/SYjmeN1ZOYSGsl9bUS"
    "SzLEHi+b9etLEx1SsMTG8lpM2/Glsszvmd2Es1kynTKUZy33vVa8zdFp5uaZO+bCG/qiYP"
    "OttMhjopaWeMfYumVDfEy/QPxLnsmnrktL/A8JmgyPDw8DhHSr3//Q2VWP0SOq68LsIslK"
    "VzBJsHavK5gEsUFXzCvphZUa0K8T/jp0o7G1gmBdvgibRcURqQtqeuINBJ9OORMEc/kpuW"
    "Oex9womNPEGFCXqTIkMAQww9NzDCidUUPVH5FLeGWhsTtaGwNmw0K9I4KR4kHALDbQwrjV"
    "seQ8BJBCxyy5Qh9rqYxsCByAqFdTxMvYWF8FglgFMfzSNKeqiNOwgkYwf+0gMhTuUC6Ksm"
    "9YWKV7u/ODRo/puiot3QRLVdfD9DpSgLS8BnepPZkk0RhIgS0pzEJ/+4puDGaxsqHV9G6p"
    "6eFXp6F4E2RawJ0T8FqJXHWMC6mx3XD5vx2YFl3QC7ZgWGzEWCivOZAaUM9YaFV5IFDCpU"
    "YMDRPn1GCqNEAfkr1UsANqz8o5eUROg7+Uom1CcQBPqe/wg9pBEQFsU5CzE3azLJgIp8oy"
    "gJPCgeQ5wuXsBJOmqQXGiojT6RbcvWduaDsgHcXZiUBDQu6BxEBrAjWluG0DNuQtr4wgpK"
    "KIj1McNBL7eAM3mS6QsBd5IZEo0wK4nst3rlQEEdEhaaXPjl++iFgPP6qYff3L6cePOgQr"
    "HYLVEUureaTKmgEqnXugtxyhoqMndhY9kXyz6n8ik1SHtEXv5FtZL3Sliv2HG73ymEp9CK"
    "nBX1FPcaXAjkmcX2HGwMihGw9dacVAEQ41HkpqRM3epaK+eIOYvoMqP8LwaE3M5d/yPvpY"
    "3wxMAaytAYlsZBaaJnmrZTvLoCNjQ0U5gqvLVuQoN0zUxQbGbnC5mP9e5eeIRbOJTPqEtB"
    "NC126QDrpB0o9LXW0xTXWAGuNWAvcTL2OD5zlNpWMuMkyVtyLCsqlplpbX307SHMTDuyLM"
    "K6WJb6IIt9rim7A8ptAMb8HwxPe5BaoSU3eZ+b2sBtYGS3leY9t+Xl7hMFfJk/vuuKhuc3"
    "k2eYJEp5OvkU4uTznyCqR+a87ZUDB5OUaBICpCpktn0PHTNeKnMYZ/2LQRS4ZKh/8Xhf/b"
    "kIGJxd4b6t0FpIeX67YV3Vvaqxa1aVNNMUN2CMzetepiCuEXfUEr0jBikseZhaEr1el4IB"
    "0PdDDxQDFMfoblm3srwPRgVL82pD4cxxQrkfVTAs4ZNwSWgxL+GA2jJn2tWoQIj3MjLm+t"
    "Au3DZo2CmgYxJaMZNfKo+uaXQEQdyjHijWKYP94eBPsH1bdheGJWakFo0PI1LI0NDsNUBA"
    "zxgbSDe7ZMlt2WrzGTy2M/VnklE3kDtza1MQ4oVXvbi3wGfWJA6gMED6mTsA48NTsubp1/"
    "FIbJ7aAp8C78u7mpAF7JoyZYZZ5SN3xtisjfcWPZonRmikyXzszqqnVLZ8q37IvJfTFcD3"
    "ErmKbT0FuwB3szM9znOgC+PQrQc+LyeZLvhLfqv7th1kfPb0u7uYxeG9DNDWgNXTwcdJHQ"
    "rBsE+qXodKxf/Vg/XX6i1bO/DzCHLj+hy0/o8hPtECTHlKLqFaFG6ky/EilyzNAYrwMOIS"
    "rCJ1DvAbKgbGuJgMf1h9O/HZ+8IIY5hZrvJsAnjveGTLhvY5wiICqOf2eZYyKVv4n5tQgW"
    "2uzkqwGWRhlX5RvPQ0QSHgKUgf/m+Fzu3gzHd9lga+nUfFrLqfm0wqn5tKgSMLwLTTgcU2"
    "yGxw+bPpjmcJ36+U/LC+g/zVXQV9tRMxguptEYXL8lBifG3GnoMY5JHqfHWBtOrVi5b4YT"
    "++qYcroWYk5TbkDMewQN7ZuUXfaF37d6mdOUWspdlrJFsaBvKzlnafdG0j2Po8U3N23fq+"
    "lj2nehdyWd0zdM74qNuZs2hQtO9yvxBBg4dOORtcpXYrFGFWoh+JxBIqNhGlgVElugT+Bp"
    "PiIfsLu4aQgMBVEVIPvExkRLh3HHYk8E1HQxRHGlys0vg5En92w5NA0MOwGuBlEnNgdAA2"
    "e+lwK3X2MUCS5BLD417b6Ke4Gsf99i6teYz+ewqGXa7A0ZScZxN9Ebfk6oZbUJH0nrcTWy"
    "NBNibNWyXCrcbuRdWmv11Ez1FlcCWXvlABdrGiCj0aNdoEfapjnYT2JSD4pf5bovVEyxxk"
    "u1P5ptg2RY/Jo0wQMjAg251oNcU9+qulxOEWlO1+O08O/+ZOOGDTySRI8TCTSYR02rUcZq"
    "gkRnrK6Rscp9T2r3rbsfJ8i7vEf0pPGDMfFYXFwQQxpZ9Qz5jXdc74hlfQaRYL5z5du9As"
    "M6cbZfZVeP1bihGwysZVYHRH2CYaTgJp+YroAkBG88gzYJcAjQoiOizGOqhDb2pYE8466H"
    "mQ3SkB1NTNsUM1WmSCViQEgqtz3T9llBjsdOVwcj/NwTYUuIKTSkMO2gNQS1BUVTJ6jyqu"
    "I2gtQOaZ9Taaqzr3IIdoZAG1+lg0SX0cbeli+x28TuTIh3mKbV1mcnrU9ps0wmjS3PiEpb"
    "nZ22Ol25RdiYRm/QZZOOFHnCQ6puuLEiB9oS3YF9FOTaiSBUseC7UF6/uphaP8tFPVbGLm"
    "O21BS8VpwuptacLto13PHM/MKGjtSPGrUJytJp7hY9xym1s4lak6bUqk2nVZuELdVUzhnS"
    "vQkreDRy7gjiMXCpYMa1MnV7BaBHekC/CvdgOHQoEmNrpCmENZkjTEFNgz1mKLjlmQHgwk"
    "zVcwBf/+u4sgRUa/alEm+p4hAKEwDsTcTVGzKZC1tfb41khm7EKXeh9sv2o5TLAYPgOW4R"
    "mpkk1N9WveeW7LlfHe56hZutOlO9y8ZjauyuE+j1K3eyqNlvKqKKinu52024e0TegUGjQq"
    "5Um+AZFnEVhKMfLsBiDeJxTr5Tl/V3w7COnOX3RbvsTtbFiC55vx5zTToigi5FkJAWLWsK"
    "MmfUhjpAIvRzqAbH8SWM5LKq0OVI9SAW5v+yIW6fI8Scg7JHcE+7COhSEm4VylW/1lCwiM"
    "Owu0rpCuS3D4OrAZTy9XxB/kGefBpcvDu/+OmJhrUfGNaWj+686BNVz0UZU3cZpetBJ47w"
    "1cOO4PJl91iruionNYC7k/LGUTnQDt+ItuyPqTvN/rgmG5bybsP2KmAjZPvLUra/zLXrCn"
    "b7POPLoyKSNDosYp2wCPwkF5eSq4iZSlF1+Xlv6RTYSpnjSCdp4tFK0uiC3UU91kPFrsjG"
    "Lm+ClqY7IM7uuAmdDgRvs5fvhW2tcevHIeeOYChRHaMCFCVZ46gcR0kWVaoXokfHY+YAFh"
    "G73Iuj6YoGqrrHKvMsBTN/N3WpM/uPNaSO+Xf5lNB79nfTgMgUbwkoB4a/UfkYLxWG4jJs"
    "PqsS0hzOLcQseBCVd2snz4PxeEeFvCIpdihIKXX5IzKKKsyOiMcsS8Q1kzH8LyyVDMOIL1"
    "8TN676LC9c3srIZUYQqTcKQ/kWIZ4Od2AT7nsIqd/L9+wNGQkGnt3hF6ay5GaYtgezYm4e"
    "ICxBdzS8G1UIWS50k7oJQ45MgTMZQOg1dm6c++OZ6uUIhaRhOoTtqcXt6S7gm5KC/TUBHE"
    "kx5S6qyu0XTkxSb9l0G8DWCydcP/XWNcUw8Pivt3BmntqLQ2XxdRcO56i3qEenovbsODgx"
    "tdSxVskx8Zo1EBtQVS+k0b4HRfv2t5J751PtdJn2hywRlfxWtUFSk/RdxpagJyLoOw5zhd"
    "yIxjMuAFltA6ke14ObKtCmkn62eRmUF6VOkOiC1M0LUodf9tr5kCHB48yFdAqfznLI3yl+"
    "NJvB/fvziG4F7Ydys+CnasT4FJHm/hq+lvHYd91WGFqGVGNoXcPQNCT+6MQcA2ZNdtM0lf"
    "Zdr7GfJoCajI23ov9HSLXD7h/Rkb1t/5HB45pxPEmpud6A69SYm7bcggr92+WmXIZMm3PN"
    "zbk07prn/fWveKYEocsSdxnH2IgIrn8dnN1cXuHXVHDfHbOM30/ONTETcy+YOZ3hvMEBIV"
    "kV31NGFklfRt0opTTVQUhgS1FKOQ9wjvV5vjfuU5NIONozrn8Ln6wVbWrSD1yqS82VVDev"
    "zs9uqtrUJKMtXOEN+WRILVaYbPs2mOD9z1fMKqteFhaPhTn2dr/PMT39eYR7GzoWHRfGfz"
    "Xl0gG2Ukqzy6bWUqzNKpzF3GNvSDWXUs2a1+ZVUevwQ+SanIJO2Wa4doNzHR6/GoVPZV9b"
    "NFy9IrdayNpLm91w+b/6r/BVOOEhfhvw1dsMt+KX+ECZFRdC2QTDrlOzHQi7GoYzfoQi87"
    "2CWEZ1ol8VyGhFQ2rkg965fCEwoI96ZAwRfQvTm6mIRIyVm3ImIFAwODzm/N5k9Vv9FeWC"
    "bn3NbGV/ahPVT/GJ6EPHACANAyRVKCPzMOf09NP58OfBvzDndCIHyn8gSjDIFTVFlPhvij"
    "aRg0F56xVhWCg/XcD+4UOCyqOvulGXoRt73S6Dgx6oovwecb5BnJv2NLZh8N55GrGjlJAa"
    "VdtuVAlaLerOiboj+TeXmNSrincUF47KjKhUYYMUYSM5eLUya4c1QlCvg6QV0OlsxrAb1J"
    "LMuSvJVLkmpc5NpRb4mtxx1y4oOh2UKPG44zADp4HpzCKVdlcrq6QhMeSuKXVEasX5OmF9"
    "lTDLR6qvlsHcfthjG4TRD9N5wqsNxoPvREo1Ggs5PfW020ZqaFVCbeEnuiCRNtAmOxuBvs"
    "s02nL1tGFCvs7Eb5SJn3j/mscyJCl3GMvwQGbABkMZRLu+qUk6rb1o7aVYe/lEXe8ao5QL"
    "FJf4ZKXOAhWK41Dn1eoKpLJacrTwMOcVPsaASTkuHzMhP+l33PfUETnxmyAvFhUDLEFmGf"
    "ivzSHv6EmsZuS1k20uVKAi/I6cwAdErdD7Q2sN+6A1hGKrqzZEYj48veGkjtpwUq41nOSU"
    "hvBdaMLfmOQAWbydzgnF6SnloY5lqSn7yeHdRzm2QpU0oKRVspUq2RULAxeKdLLE2UqlzE"
    "2Pq1XWZWGK2REZmFjzZGQaYgQ+w5p1Zd8o52Rc/AQrJmKF2aDabFxoNqep7XR1xJIw+G2k"
    "PJswFOAgW+6WQaO3OyaNVRGUUQHFL0CMsL+6HA4dAtGjSsnYd4X8IxgASSi7qK0Sy7dedR"
    "XtN31Qv6lpNEtyDsa3y3HuZmhIEUeBc7kU5wetbLo/vNtKcpjL5G2LZt2gUjS6S1EBhhf2"
    "k63J0HC45mUBL327OHuxlJsxgeZnAT9REWpknYcEh5AetwOviY42afN12wuLUZd6fRxy7g"
    "gykIgPL0AG0tHj5chAOma9VuucwNp+IogjlWnfZa+JtLPnkrPgPlnZukY07pmz1QXR/o8D"
    "SYCNIu6tgaHX8AujU4nCEpZkASABlE/tAwRhsbgPO0SpMOOIjKhtc48GtWCxruut/ftftz"
    "0o/Horb+zWP/7h+EWf3Pa+pn8u0z8XpuHN0odmmPWbPgZp6vGRb39AOI1jfpV3GmIRAe/i"
    "IG4p9IUtr1TM6PHJi1Ff8iFRRLZPRrh00PtHrZnq+6NyjcN5+0FJ3FHwGyK3R8AHz2Nzx4"
    "sL4k6oacnzAurlFtSEHRGXOfJHIIRY9tjtHrxxaLylmiihlIJ1BVlQ616gJw83uDb4S0mt"
    "2ri86UpEJn6v1kRkkmvmviTl0EyGTNe2rARkyuTd5LNdPIXW0zr3/dbtiprbQq9qWEKvSu"
    "2gV7kuLoyKonoI5XZmTHF4hubm3ezlgXkV/YjKQ/IOgMfPjmvw+NlxKY/hVCYUL1bwmmDT"
    "GTJdvGydUpyBbtkA/0uSaASwCAGM1fdGOGCa7PA2kK2ggd7Mn9/Z0iBqyu4coWZ4LYYrWz"
    "fP6aqM1ZimZcZqx9j8AAmrVQ3mHl93uY3t1QjQNOBoNF4zM89MhXA14GZMoNmp2LkWMp5H"
    "Y/KyCKun5Mzy4hIq65Qi6wLKtbJYXgblS1XLOzu9Pjt9N8gUy1vP5RBUHyzyN8SFCSucDY"
    "lBtWIQAcx3AFQOKM+NkQKB2Rd5FPuXCT5nmGf6BoueEPZVzgopnGXJpAARh3wrjj3cyaob"
    "ziotVxU3WbnzYdNDtqUeVuDCWEOyZXx3jlhjwZ3GgnWFiEcj6thZ07CVeJ5Qg0jNlb86ql"
    "6TUpeHWHJ2m6EjN3wu1S+IKy3Q5OKTlbqclxpWK80X6trxCaGJ/r9KP4KMDCk0wYzXUdUQ"
    "UwTqlooyUMEFpkfoVHLpiHzATrlRNi7cAyRgYNZuce7vTldfQ7vb35aWh5CaoR6EFhpAil"
    "B//jv3+e9I1F6qKnPR7pup2lyxASdrRdc3qdX4yFRldH5EfsMKpHjCiLZAi9EvTIQ/iy3l"
    "tpOlKpPGIXenn85hm35D8BwcHyWrjcJGPaaWpbq4Q+gaNmdRQWkqZW8BcV+ij1yPc/kg6s"
    "1lt7YNQWFh4QaMa8PqpnKo6uweNJVaK2JMmdurA8RS4hsm9aBN5OzpchFwbhflItQzUwzI"
    "rI4giqk7HkEU6ElhMlLjMgd1wi+elodfPM2FXzRu56QbOa1R4kBXnF1b50wzE/8u3DTK2R"
    "nSdHmreHg0V+daPQJtvhDM60yEfHeFu2KXyhlJdZC6xk3MDhCu66/tmN2ZBfrZuWfM6RXY"
    "nsGZfpXV6cdjantwKYGkp9eqIgoVHoFNMzToDGWTGWQBftUFsyxp1xnMo6YV5E0FBiKMUS"
    "lEfTTbHMYdq6DO385WXQPjgytrazKEtN316K5vLhzX0wYqlIFVnl24shaKQYJMawWd1grU"
    "y5yXb3lkfkyhg/IbBuV3BFw9Za45nhV92oIzlZ82Go9Z9WkrZ/6Gw3oeC4i3ZhRn+T7/hb"
    "nFrXfLTe0EySFa2icndb6tJyflH1c4l0nEcZwmHA6GHyB3t1LOVa7osaIwlYoKaDGJ/pjt"
    "08fs2/8DjZ575w=="
)
