from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
CREATE TABLE "audit_record" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "key_id" UUID,
    "actor" VARCHAR(100) NOT NULL,
    "operation" VARCHAR(100) NOT NULL,
    "subjects" TEXT[] NOT NULL,
    "details" JSONB NOT NULL,
    "outcome" VARCHAR(8) NOT NULL
);
CREATE INDEX "audit_record_created_at" ON "audit_record" ("created_at", "id");
CREATE INDEX "audit_record_operation" ON "audit_record" ("operation", "created_at", "id");
CREATE INDEX "audit_record_key" ON "audit_record" ("key_id", "created_at", "id");
COMMENT ON COLUMN "audit_record"."outcome" IS 'whether it was done';
COMMENT ON TABLE "audit_record" IS 'One thing that someone did or was refused. Holds ids and counts, never people''s words.';
CREATE TABLE "login" (
    "id" UUID NOT NULL PRIMARY KEY,
    "digest" BYTEA NOT NULL,
    "key_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "last_seen_at" TIMESTAMPTZ NOT NULL
);
CREATE INDEX "login_key" ON "login" ("key_id");
COMMENT ON TABLE "login" IS 'A browser that came with a key and goes on with a cookie, of which only the SHA-256 digest is kept.';
ALTER TABLE "api_key" ADD "last_used_at" TIMESTAMPTZ;
COMMENT ON COLUMN "api_key"."last_used_at" IS 'to the minute';
ALTER TABLE login ADD CONSTRAINT login_digest_length CHECK (octet_length(digest) = 32);
CREATE UNIQUE INDEX login_digest ON login (digest);
ALTER TABLE audit_record ADD CONSTRAINT audit_record_outcome_known CHECK (outcome IN ('DONE', 'REFUSED', 'FAILED'));"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
ALTER TABLE "api_key" DROP COLUMN "last_used_at";
DROP TABLE "login";
DROP TABLE "audit_record";"""


MODELS_STATE = (
    "eJztXetTGzkS/1dU/rLZKh8bCCS55PaqDHE2vk1gC8i+wtYgZmRbx3g0O9KEuHL5369b83"
    "6ZmbEB28yHEJDUkubXenS3uqWvvZmwmC13Bg6155LL3ivytefQGYNfCnl90qOum+RggqJX"
    "ti5M06WupPKoqSB9TG3JIMli0vS4q7hwsPSJw8iYOxZ3JjvkfMqIw26YVESMCSVjxqwral"
    "4TLonpex5z1GuioJBwmCRXbCw8RrgiUtE5oZJMuVTCm+9g05YwoW2o9s5auXAunEvFvihj"
    "SuX0kiBaUhNiIvxCFbmB8h6jVp9IEaTQqCME6oW/krJQCzGn1JkwC7tiecJ1mQXNXEY9NE"
    "yoSzHLoOoSqnXhj6DBqMB3MtWODf2ExmzFPKjxap5q+oba1xK/j0AC+4JtKOFyU16SqbAt"
    "ST59vejplAuA78Lfe7r3vE8uetIELJKkb3/1AR/diicVfKM/m2H1SpBdzQTf4X/7zFBiwq"
    "CbHhB+ApKebpThGPv0tTfmDFrE33vxd3ILqZOv7SEV++J6TEoYODKqKBqg0ZgzQt7oATl3"
    "dV5Pk8Iw1H9865NMkxK4zWfwA4uV4JxJhm7V7Uim3tKukN/eDU+HwGkjHHTkR6I8nxW6qP"
    "mw4u7FdS7XNVM4Y24xx2Qr7l+24uU6OYOxJ6wVdzCpdLnOuZ6Yucr4zDxsb8WdLFa+XGep"
    "zTxlwKo6meCasuLeltTesLtYrXtt6B5nNrBgPdHpRlTnIZ+MHPVWl8X94goGne3PnKS8Ow"
    "ceOzEBDybzhDnMw0+FNGwWP8W37XD7i7a5YOVLigRLXorGYmPq27gzInXQgSStZxjHJ+fG"
    "2fDcMHqFXTOiSG1xYRLMG9xxoavBDj7BLvzjn3t7z5692Hv67PnLg/0XLw5ePn0JZXV/i1"
    "kvvgWdSdAKqtKYjX4aHZ9jhwRs68F+jwnfNA1V1EhGS4J+1RjJsOMN5OCKWc6QiipyHLLC"
    "OnaiX/L8iriziGFRQsKxRHS5B5YtQP989GF4dj748AtWP5Pyb1sDNzgfYs6eTp3nUp88/z"
    "7LrrgS8tvo/B3BP8mfJ8dDDaeQauLpFpNy53/iOtCjvhKGI24MaqUxiZKjJL1kxNMunqIl"
    "008Im1GnYv5lCHNcvgLK7WLs4cnJ+wxPD0e5SXb88cPh8PTJrmYmFOIqM/cSyGN5tGzBc6"
    "g3Lwc8Q5bHe66Y3DLA358cZgD/dXB6ODoenP7x5MPg9+8zM+n9yfFPUfn0BDn843w4yKGf"
    "lSYz6B9NqTd0/JnGfwQdpaFwk+FDpoIcH+Db1ocLvam40aqHC8KFcFADCfTAGpvSjH4xbO"
    "ZM1BT+fLmATcCVo3eD0ycvc2vYcZixhzm58R8Lyy3Qj4nXGnlE/SrUXgOtrQ3ue09rAL/3"
    "tBJ5zCqBXhax/8/ZyXHFqhNT5DdybiryP63Brg/wq1h4EIvMwhMBGq87KayPSlYdrOAwB3"
    "xOC2sx8LM1rPXoT7pqaGsE4Q6sQx5jRCrmtpoKz2vMhLwYlUyE5/l5kO9hkSlvbUErNI8y"
    "4hw/xki9PhxZxbR4c/Lx8P2Q/HI6PBqdjcIpEouyOjMr+JwOB+9zsJcpp/UlzhLqTuysL3"
    "ambCwtlp+Eeq2Xnhu0q7qesHyTWYHdNbCntll0duvsv7vV++9uYf/VtvhyFpSP+ZigFeqh"
    "HWNdxnleuqkn3iySbwoAl9jqaiJdpNw+yA/qIH5QDfhBAW/4GFsbfTxGZTPAS0g7xG9H3K"
    "bOxKeTCjmyHOo0zfZhvPpl2qTmtLF4khB1Ukl9qcQGQBxzbsxKtNJK23+W6PYzgA1AOzwG"
    "2Nvdf7H/8tnz/dj6H6csMvoXceWO64OwLK6Z0wTZPFkrbNdttVgxtMJXrbAt0HXgFsE1hV"
    "SGL0sW34UaeULUUhNfM1jvWBFvf8rXHe5t0OFezlkny+ePH0dvbjnJLT1j931u7SDxdjFX"
    "S4nPAm6l+aC/9Jv2WxhfLzw7L1myhMf4xPmZzQvGlRyoofve21RVmwltkposqh69iR0+8o"
    "MLMIAvZ8FKdTQ4Oxq8GQZeIljohnqWkYEdc8SeyKXEZYtZs71ZPoU6oAtZ4Zdgv2PnSXnD"
    "vFOqgu8sca5M5fcXO1hiScNLit7qZYkuj0F5dGAMfBkdSxKY26+1G6DLPCIDBx0COWQGv8"
    "N39AnavNhnyEVPRjydJHjwJ8YgIxfdLO+mGe1nuSIXyLB3ef/HXr/UVxHdA3Vnw/EUdlc7"
    "NS3yY0xYswr3qBS3U0yvcG+sdIFav+X6QT2j2i/WfVLt6ZQdLnUtKFmqdTaBr5M1NjUZG4"
    "znLFUnfeRAhU+RqtS4fQ6LTDmkaZqtGLyLpPTh7+cZAb1wfp/xG4qK5w/1cyeXeolvAnlC"
    "0QHeAvDU/tzitDKhXmfwe3kJrM0h5X6NZXu/ctHezy/ZUvieyRq5CKVIOh+hJXyEIMuFHo"
    "B8y2fMkAy6Y5UwYoEdrLKGzihWwyimDbOApl/mG1pp1c1RdTbdMpuug8fqVDWXu0tIt+8A"
    "805kb9BXberQppJijmwbwL5v0YVL6ZftoAPPoxW+/QlJDvDt2zoRw09/5d1IuvCjx3NCUT"
    "ClN7H21jG7nzjsXMCPezC6r4OB7A5M7iszox/pYPneLcb0sFS/tkndMBOKWy3rA4L+Il5k"
    "WMaQjCkjErpDgkpfads26GFCWMllAn1t/tY5qKRRbhEOQDNqFa3qq29CW9Qxxk5/6CXeNq"
    "A/D0qz8K4DLJ6qldp4i8H8FTbtYAGure5QGG8x4EqSazZPX3IA05hB89BZ3ZMxfMCFQx2B"
    "RJmbDlR8ZtAnlmCoqqowE9vBUXPPVwkUh4KRXg6aGt6lfzXjgYEXMGpiqyxS3q/5vfevse"
    "+YONKJbgl/7P+7d/87zxIW+SthzVvEQ2bIunjIvKxaNx4SZtlnLnxpLGdxK6lmrU1v4Rqs"
    "pjxa59bA+PYojJ5jT8zSuJNA03xg6OPx21JvrqLvFOjmCnRnung400VKsm7g+56h69zf67"
    "u/d46Yrcb+Jpg5OkfMzhGzc8RsZ0FyObCqV2Y1CnL6Cy1FLo+U8TrGIW0VEWNyM+XmFIRR"
    "e64NHmfvBv/YO3hOLD7Bizw4mk9c9ZqMhe9oP0W0qLj+lc1NAsLfmH8pMwuttvLbDSyNrl"
    "erXngewpNwG0wZ+v8CztXHm1H5dVbYWh5q7tY61NxdcKi5WxbejXOhCcIJxWowfti7ArMI"
    "17kUZbf6VpTdwrUowXLUzAyX0HQ2uH5LG5w0hdvwxDgheZwnxp3i1ArKTVOc2BeXQ3Ut2J"
    "ylXAGbN8g0tGlc9thncd1qMmcpOy6vM5dtqqO0W/E5T7sxnO4poTW+GXd8VfOMadOZvpSD"
    "zwqtCL7F1SkzhZdVhUuy+wvtCVjQ8JKStV7MUFP9zIL2zxAzhoGMFreI8MIHJ8Y4mnfIO/"
    "2WA4d/6Aqi3Yhlnzg60NJlwrXZd5LcQMuy/MmM1TejPU+u2dzglnY7QVRDrxNHoEFD13wN"
    "DHdeaS8S3QSxxYQ7/cDvBS/C8W0W/GWK2QwbtbnDXpNLAE54qZc4ZoTadhv3kawcVyNKM8"
    "XGnJNghb9I7mp9ELi9+HRpqdYzNdVrPGDI0i2HdrGmDjKd9eg+rEedTrO1W2JaDkqmct0J"
    "lVAsMak2R7JtEAyrd5Mm9sCYoDO51jO5ZvaquihniDqk6yEt/av/MlM1tAOmiB6nJdBiin"
    "K7UcRqiqSLWF0iYlX4CqT71lfap8jXeY3ogfKjfeJ58FigBUpWPUV+5c9orIlmHXtHlKjV"
    "ac+Jap067apRT5+mpslcGAokcbkv14jLCgbRFIE+S1GHhWx0HSdPJh51p3/bBnX5D8A2es"
    "1+wLv9FVfzHXf+vY6XoCA7zQMdG+RsVG4DNdcVwtb6tNCKOFUXTjof5fwrKqFHE3z7QGBQ"
    "xg65jP3WL4liti2TSAztGRsFYGAx4sNA9pJYEug4vgPpMYtqVUdehqp8EAeCgxO/wCEws/"
    "roRnANMwF0bsmoZ06NzyzQvYP3I7FWrfGjf0J454r+miC84j5U8oqYvXoasQkUk/AhyfYN"
    "pyqp12z2JqDWDYfV1G8XX98DJvLPbLmGc/XUxLptaz7OiDrvBGIx8mOwABSf16QTWbtJXT"
    "jV4E+j49s4mpodDRiIVIsb6uwpD3vV18aGda293t3FbD2kv0h612ojeKfp11rypjL9gJ05"
    "FRIjTtsI36t/Sy0UmYo8qI5QSZF00SnNo1Oinb22cSQieJyGEbd0dFZbRdzyodnMJLI5Q/"
    "ROLCLoew6LrmoEfIaoQ38Je5SpnyRuc4KWI90Y/5JHeYLWHZQ+CjYndq4mq2mWqrPvL7Ge"
    "hnaZEh3vlmDgiOoeQ4HjlI2NBc5Z5pohnqbsUG+AOrVm3IElSJUFYCy43jlL1qlzzdW5rN"
    "21iP3ZrzqnwkKXJ15nO8ZKWHD26/Do/ORU76bBlcu54zr9LnWq7hvGJ1Ndb5ggAarkm3K8"
    "6F5FKLUarehm1gVR66mToCzujYPWz5KaNgz1ujHr2QGXCVk/BXHzdHR0vihmPX2fP7Xnsm"
    "zJPwwp3/58yuwqH6b4DkOshW+w1bqAeFYAT9+wtzRWZfc9bgtqjbwtbn9WIgI2usm0Gbwb"
    "K3qU49rAMeU9BiH0SrxSgoz+IpcUOy5S49KIK0/cSO2aQRUx0Tfjhqtp4FuinSgmeE+mcK"
    "JkU4hrzupfBVF2l8Sdt5mP/KAOCe7b+E72MaIESSNXl8AphSl93+ngl5Hx8/APfWkoXjYK"
    "/9kifmGMy/iKUy7buJWE7s+3nMxr/nUBDg9/Slx9IN/dL/Aw58UPFHGwQcg3cH3ojM9tAN"
    "4447OOOJaMOW2jlVO0HavXjtVr4kkdqewlImtKm68WWlPGg3pu1CBD6ideL0PKEYh6Wp7T"
    "ocD6WVeMI9Zhxa+1WEjYF6gVvYlR5IMmHBmcr4RRx2hUkvHbruU+2ffS6opvR6s2e63S3L"
    "VG90mt8BmiahFwzL3262qBuFtY125h7fbQR8nqJKKi4ft5RcJWT+itG29X8YZeAxmlziW4"
    "Tay1W3j/bTMbbUM5bsA8bk7LxLgwZ6EUR5Mytwlx1TCsWPypnLCl0k/JJA0FmfUVflbyym"
    "W1pIPvVjYMm0+RbONh6sFBHfny4KBavsS8vMOt2wThsPgWonsnVxJAi4qVbefV7ncpks73"
    "rqHv3YMaJb79H/EY4jc="
)
