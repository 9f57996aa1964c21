from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
CREATE TABLE "screenshot" (
    "feedback_created_at" TIMESTAMPTZ NOT NULL,
    "status" VARCHAR(8) NOT NULL,
    "reason" VARCHAR(50),
    "original" VARCHAR(32),
    "annotations" JSONB NOT NULL,
    "attempts" INT NOT NULL,
    "picture_key" VARCHAR(200),
    "thumbnail_key" VARCHAR(200),
    "sha256" BYTEA,
    "size_bytes" INT,
    "width" INT,
    "height" INT,
    "feedback_id" UUID NOT NULL PRIMARY KEY REFERENCES "feedback" ("id") ON DELETE CASCADE
);
CREATE INDEX "screenshot_created_at" ON "screenshot" ("feedback_created_at", "feedback_id");
COMMENT ON COLUMN "screenshot"."status" IS 'where it stands';
COMMENT ON TABLE "screenshot" IS 'A feedback''s picture: at most one. Deleting the row has its objects deleted too (models/ddl.py).';
CREATE TABLE "object_deletion" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "key" VARCHAR(200) NOT NULL,
    "is_original" BOOL NOT NULL,
    "asked_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "object_deletion" IS 'An object that nothing needs any more, until it is gone: born in the transaction that stopped needing it.';
ALTER TABLE screenshot ADD CONSTRAINT screenshot_status_known CHECK (status IN ('PENDING', 'STORED', 'REJECTED', 'FAILED'));
ALTER TABLE screenshot ADD CONSTRAINT screenshot_sha256_length CHECK (octet_length(sha256) = 32);
ALTER TABLE screenshot ADD CONSTRAINT screenshot_attempts_natural CHECK (attempts >= 0);
ALTER TABLE screenshot ADD CONSTRAINT screenshot_stored_whole CHECK (status <> 'STORED' OR num_nulls(picture_key, thumbnail_key, sha256, size_bytes, width, height) = 0);
CREATE INDEX screenshot_size ON screenshot (size_bytes) WHERE status = 'STORED';
CREATE INDEX screenshot_unsettled ON screenshot (feedback_id) WHERE status IN ('PENDING', 'FAILED');
CREATE INDEX screenshot_original ON screenshot (original) WHERE original IS NOT NULL;
CREATE FUNCTION delete_screenshot_objects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO object_deletion (key, is_original, asked_at)
    SELECT key, is_original, now()
    FROM (
        VALUES (OLD.picture_key, false), (OLD.thumbnail_key, false), (OLD.original, true)
    ) AS left_over (key, is_original)
    WHERE key IS NOT NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER screenshot_deleted AFTER DELETE ON screenshot
FOR EACH ROW EXECUTE FUNCTION delete_screenshot_objects();"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
DROP TABLE "screenshot";
DROP TABLE "object_deletion";
DROP FUNCTION delete_screenshot_objects();"""


MODELS_STATE = (
    "eJztXdty2zgS/RWUXjZTpfHY8nWSna2SHSfxTmJP2crc4ikKJiGJa4rgEGRkbTb/vt0gKd"
    "5AmaRkm1b4klgAGgAPbo3GQeNLZ8oNZomtvk2tuTBF5yX50rHplMEfubgu6VDHiWMwwKM3"
    "lkxMk6luhOdS3YPwEbUEgyCDCd01Hc/kNqa+sBkZmbZh2uMtMpgwYrMZEx7hI0LJiDHjhu"
    "q3xBRE912X2d4r4kEibjNBbtiIu4yYHhEenRMqyMQUHnfnW1i0wXUoG7J9sFKu7Wt76LE7"
    "T5tQMRkSREtIQQyEP6hHZpDeZdToEsGDEBpVhEC+8CtOC7kQfULtMTOwKobLHYcZUMwwqq"
    "GmQ14eMzTqDSFbB34EBUYJ/iES5VhQTyjM8pgLOd7ME0XPqHUr8PsIBLA7LMPjjqmLIZlw"
    "yxDk05frjgy5Bviu/d5276BLrjtCByzioK9/dQEfWYorPPhGfzrF7D1OdmQj+Lb5t880j4"
    "8ZVNMFwU8g0pGFMuxjn750RiaDEvHvzuI7TQOl46/toBS7c1wmBHQcEWUUddCoz2lh28gO"
    "OXdkXEeKQjeUP752SapIAa1tTuEfTKbAORUM1SpbkVS+yqqQ396dXp5CS2thpyM/Ec/1Wa"
    "6Ksh3WXL1FnqtVTef2yDSYrbM11y+d8WqVnELf48aaKxhnulrlHJdPHU/7zFwsb82VzGe+"
    "WmWpxVxPg1l1PMY5Zc21VeResbqYrXOryRqnFrBgPpHhWpTnsTk+s703Mi2uFzfQ6Sx/as"
    "fpnTm0sb0QMIPBPGY2c/FTIQyLxU/xLStc/qJlLpj54iTBlJeQMdiI+haujCgdVCAO62ja"
    "+cVAuzodaFont2pGEoklLgyCcYMrLlQ1WMHHWIXvf+z1dncPe9u7B0f7e4eH+0fbR5BW1j"
    "cfdfg1qEyMVpCVxOzs7dn5ACvEYVkP1nsM+CplqEe1uLfE6Bf1kVRzvIYYnDHVDVKQRaaF"
    "jDCPreiPbHtFrbOswaKAuMVi1eURmmwJ+oOzD6dXg/6HXzD7qRB/WxK4/uAUY3oydJ4JfX"
    "HwXbq5FpmQ384G7wj+JH9enJ9KOLnwxq4sMU43+BPngQ71Pa7ZfKZRI4lJFBwFySljMewW"
    "Q1Qx/Di3GLULxl9KMNPKNyC5WQ17fHHxPtWmx2eZQXb+8cPx6eWLHdmYkMj0UmMvhnyhj6"
    "omPJu6czXgKbEs3nOPiQ0D/P3FcQrwX/uXx2fn/cs/Xnzo//5daiS9vzh/G6VPDpDjPwan"
    "/Qz6aW0yhf7JhLqntj+V+J9BRWmo3KTaIZVBph3g25rTCp0Jn8mthwPKBbdxBxLsA0ssSl"
    "N6p1nMHnsT+Hm0pJmgVU7e9S9fHGXmsPMwoocxmf6/UJZroL8QbjTyiPpNuHsNdm11cO9t"
    "lwC+t12IPEYpoBd57P99dXFeMOssJLILual75H9yB9sc4Ncx8SAWqYknAnQx7ySwPlHMOp"
    "jBcQb4zC6sRsdP59Do3h9XVZPWCGLaMA+5jBHhMafWUDgoMRKyalQ8EA6y4yBbw3yjvLE4"
    "Ldh5qIQz7TFC6ea0yDqGxeuLj8fvT8kvl6cnZ1dn4RBZqLIyMq34XJ7232dgV21Oy2ucCu"
    "lW7SyvdiZsLDWmn1i60VPPDO2qjssNX2dGYHcN7Kl1Jp2dMuvvTvH6u5Nbf6UtXt0E6j6/"
    "EKiFemjHaEo/z2o35dSbZfpNDmCFra4k0nnJzYN8vwzi+8WA7+fwho+xpNHHZVRUA1wh2i"
    "J+P+IWtcc+HRfokWqokzKbh/H6p2md6pPK6kks1Gol5bUSCwCx9bk2VexKC23/aaH7zwCe"
    "AdrhMUBvZ+9w72j3YG9h/V+ELDP653E1bccHZZnfMrsKslmxWtg2bbZYM7Tc92phm5Nrwc"
    "2Dq3Phab5QTL5Ld+SxUM2deMNgfeCNeP1TvvZw7xkd7mXIOul2/vjx7PU9J7nKM3bfN40t"
    "FN6sxpVa4m7QWsl2kF/6VfIWRrdLz84VUxZ3mTm2f2bznHElA2pI33uTyOp5QhuHxpOqS2"
    "cLwke2cwEG8OUsmKlO+lcn/denAUsEE82oa2gp2DGG93gmZJE2HzXtTbMh1Ia9kBF+CdZ7"
    "QZ4UM+ZeUi/4TgW5MhHfXU6wxJSaGye9l2WJlMcgPRIYAy6jbQgCY/uVpAE6zCUiIOgQiC"
    "FT+Bu+o0vQ5sU+QywyGfF0kuDBHx+BjpynWT5MMZJnuSYKZFi7LP+x01VyFZEeKCsb9qew"
    "upLUtIzHGDfNOuhRidZONHoBvbGQAtW86fpJmVH1J+suKWY6pbtLWQtKWqrJJvAmWWMTg7"
    "FCf05LtdpHBlT4FOEpjdsDmGTUkCZlNqLzLtPST38fpBT03Pl9ijcUJc8e6mdOLuUUXwXy"
    "WKIFvAbgifW5xmllLN1k8DtZDazOIeVeiWl7r3DS3stO2YL7rs4qUYQSIi1HaAWOEEQ5UA"
    "PQb80p0wSD6hiKhlhiByvMoTWKlTCKScMsoOmruKGFVt2MVGvTVdl0bTxWp151vVshunkH"
    "mA+ie8N+1aI2raopZsQ2AezHVl1MIXzVCtp3XVrA7Y9FMoBv3tKJGH76K0sjaa8ffTsnFD"
    "lTehVrbxmz+4XNBhz+eQSjexMMZA9gcl+bGf1EXpbv3GNMD1N1S5vUNT2WuNey3ifIF3Ej"
    "wzJeyZgwIqA6JMj0pbRtwz6McyN2JtCV5m8Zg5s0ahrEBKAZNfJW9fUXIS3qeMdOfugQvQ"
    "3Iz4PULPR1gMkTuVILvRjMX2LRNiYwpdUdEqMXA9MT5JbNk04OYBgzKB4qK2sygg+4tqnN"
    "USjl6cBbnBl0icEZblW9MBLLwV7zyK4E8l1BS04HVQ3vwr+ZmoGBFzCqYqvMSz6u+b3zz5"
    "Fv69jTiSwJ/9n7V+fxV54VLPI33JjXuA+ZEmvvQ2Z11bL3IWGUfTa5L7TVLG6KbBptegvn"
    "YG9iRvNcA4xv34TRc+TyaRJ3Euw0nxj6Rf+tuW8ukm830NU30K3p4ulMFwnNugL3PSXX0t"
    "/L099bImatvv8czBwtEbMlYrZEzHoWJMeEpuqorEZBTHeppcgxo814GeOQtIrwEZlNTH0C"
    "yqg1lwaPq3f973v7B8Qwx+jIw0TzieO9IiPu25KniBYVx7+xTJ2A8jcy71RmofVmfr+BpZ"
    "J7teKJ5ymYhJtgypD/53AuPt6M0jd5w1bzUHOn1KHmzpJDzR3V9W4cC1UQjiXWg/HT+gpM"
    "I1zGKcpOsVeUnZxblGA6qmaGi2VaG1y3pg1O6NypeGIci3ybJ8btxqkWlM9t48TuHBOyq9"
    "HMack1NPMzMg09t1Z22Wd+W2swpyXbVm5aK6/E9VjfhnKxnVdsKZNb/eJNZdK2UO7JBKrr"
    "sKdjBonPiNWvHqgSBsf/hjz3p7iLhGg86yQvxi51Jn9bGuxyf4BeQm/ZD+iMzjO9+ZYz/0"
    "4e8FPoxvPgmB8WO3RLEvARHM4tSTnAa3UYfW0n43Fbc0MF1GiMzvo4sgi2yHBx0DokHrMs"
    "EVMH5FFOxBjAZAS2r/DngvwAFceHC1xmULmzE0MimbIiIC7gTUL8Aptw3+vivvcWxtkrMh"
    "SMuvpE+8x0j7vRgweY64y78BdsqMNLQvJrAj5AHQpCWhe4/6ZfAcmsgG+Q9cQPEuPw5YP6"
    "BScyKVds+upa7YLDbMqXi+7ioRHNz2y1gjP5lMS6bmk+jogyju0xGfkpmADy70HQsShdpE"
    "ycKPDt2fl9LZoYHRUaEKWWF9Saj572buqz5SE18qggqWK2JKOnNHAkV6061JakfJNtpXij"
    "L+FxXZ9wgRTJrNpX7lJIqTshFZx/hypTvg2KKRUJkZZOUZ1OEa3spa16kcC3adNzlL2z+O"
    "Kpo+6a1W6dPp8u+iCXTvGwFCZdrxLwKaEW/froc12+oVPH8pURbU1fTTN9tacV31wzx3au"
    "KrNpWqp1obDCfBraZRR7vHvYq5HUI3JXFyHPlryascxVQzwp2aJeAXVqTE0bpiBPxRhY4o"
    "8oLdZu56pv59J21zz2V7/KmAILXVa4yXaMtTTB1a+nJ4OLS7maBj6CMsd18iGlRN4zZo4n"
    "Mt8wAB+Kjr8p0xatGz+l1WhNrkSW0KwTJ0Ersqyv4pyeGeplSdbpDpfiWF+Cunl5djJYRr"
    "JOOqDDJ5hVU/5xKPnm50tmFd1+Wly6Dx5y3iDEFRcow7tIK2OlclCwKahVYlvc7wcxAjZy"
    "vVEN3mereizvjZAzY7aYcBWltjJgV6ncNgSuijyei5v/gP70GufQoAY5Nk8mRXcZp4fLtM"
    "GUHCW+/8KITQK5gF+D5Bd0+WEzZghC7TmZwirYJb7tmVbohWPMbfaS3HDXDl7CZPDtMJCC"
    "TX+QDWg6jsMMmQ1mZ3qK2ySPVXLke4S75tiEFSPm/YxMi0XeTfAUm4y4ZTC3G11ZwcboRr"
    "SgqLaRNxRQ5qQj8TAtcoM63TKUnUqshGNzXPy6jUrtU7joC0dPY4/EQwd9P/Z6u7uHve3d"
    "g6P9vcPD/aPthae+fNQyl33HZ29xn5nSCKONZzFbQUlRKNa91byEVuku8N+XGH/VjStJyf"
    "Y6dgXbiqhHQ07KtTb6xtnoG8JCTmhwCs0lrd8Vay1prbLMDdfEuxuOqXu+CzoBrPxTjg/U"
    "22yLBOoSLP7S0xefSe9fuEYHK7ggwa7VIB7n5EVQpx8Mw0LCserW68MWKNWTWDdBGMP3RV"
    "A7mZneRP6S9CwSEHLmZIaO0PDVEnzIBNPJUAqBqPgwY4sMqQ0qFQ1pypJyfG1/+nLdQU7y"
    "NXzYtd/b7h10yXXnLv1znv45Mw1vkg6aSMtWOgxNsXHI179QQ3PMO/jSSGMKsQsfagF1Dh"
    "p9ZkNNxYT29g+GXcBBmP9lmvzUYZcMZdFDSYoeBmUO5TcmVDAANcy3G7K1h+FvZA4OEQfP"
    "Y1PHi7naI2paEC+2VnvkBSoRRQatFJYryr71sozJvforLvG4KsfuLtRKm+fs4dnyN4uVz9"
    "Zj7De0fqeMKjBF+wrTXjkiaSzd5H1IJ3byKd+GyC6xZTYlRyW2JEeFG5KjnGu6yu97t896"
    "V3nWu3ivV4zwkl3eBmC82yuB8W6vEGOMyj7is1Dw8jAvYTumxVqCzip001C3zONfaLRLir"
    "RPfSuMFgn1vcrskRHbvAnkQcxy3sSf3tiwIaoKd06wBbwU4MFeV2XnL761FcvUvLLVMJif"
    "4MZWbFeoMFWnhdqnkPJztTTQVEB0kb4FMw9mYOGqgGYs0MIZwLmSZbx9i6Xxb7FEDDvVeU"
    "NMvlty2JBIVMrrCRrz8QnxYSh5ZgwDI7B8Olw+Gy74lEnqwivp9ZKwO8gVWQFF/AQ0EUe4"
    "qV2oPEqpayYqFKuK62SnNshf4RrVwyV2YdMVniYYs+tYhLPCrS240bZgi9Zv66xs29SNbu"
    "r4sKbi+6x5wdaIVF35K6PqVSFXb6B/9WqU6op6XJ+5pj5RqXFhzFItjsZp7lPiimFYs/rz"
    "rZA0V9ztFms6+C6y8hpOsWKZEGny8Wdd/XJ/v4x+ub9frF9iXNY/hlMF4TD5BqL7IP7coU"
    "SPqZbz4tO4hEh7ElfxJO5JeZBf/w/Hx/uY"
)
