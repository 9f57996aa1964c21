from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
CREATE TABLE "upkeep" (
    "kind" VARCHAR(20) NOT NULL PRIMARY KEY,
    "done_at" TIMESTAMPTZ NOT NULL,
    "detail" JSONB NOT NULL
);
COMMENT ON COLUMN "upkeep"."kind" IS 'what was done';
COMMENT ON TABLE "upkeep" IS 'One row a kind: the last time it was done and went well. `detail` holds names and counts, for people.';
ALTER TABLE upkeep ADD CONSTRAINT upkeep_kind_known CHECK (kind IN ('BACKUP', 'RESTORE_TEST', 'CLEANUP', 'WORKER_BEAT'));"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
DROP TABLE "upkeep";"""


MODELS_STATE = (
    "eJztXW1z2zYS/isYfbl0RufGiu3kmuvNyI7S6JrYHVvpW9yhYRKSOKYIliAja3L577cLvp"
    "OgTFKyTSv8ksgEFgCfBRaLxQPwS2/BDWaJvaFNrZUwRe8H8qVn0wWDH4W0PulRx0lS8IFH"
    "ry2ZmaZzXQvPpboHz6fUEgweGUzorul4Jrcx95nNyNS0DdOe7ZHJnBGbLZnwCJ8SSqaMGd"
    "dUvyGmILrvusz2XhMPMnGbCXLNptxlxPSI8OiKUEHmpvC4u9rDqg2uQ91Q7L3Vcmlf2lce"
    "u/W0ORXzK4JoCSmID+EH9cgS8ruMGn0iePCERg0hUC78leSFUog+p/aMGdgUw+WOwwyo5i"
    "pqoaZDWR4zNOpdQbEO/BFUGGX4h0jVY0E7oTLLYy6UeL1KVb2k1o3A9yPwgN1iHR53TF1c"
    "kTm3DEE+fbnsySeXAN+lP3g+OOqTy57QAYvk0de/+oCPrMUVHryjv1hg8R4n+1IJvm3+7T"
    "PN4zMGzXRB8BOI9GSlDPvYpy+9qcmgRvzdi9/TNFA6edseSrFbx2VCQMcRUUFRB436nBbq"
    "RnbIlSPTelIUuqH842ufZKoUoG1zAf9gNgXOmcfQrKoNyZSrbAr57d3ofASa1sJOR34knu"
    "uzQhOlHrbcvLjMzZqmc3tqGszW2Zbbly14s0YuoO9xY8sNTArdrHGOyxeOp31mLta35UYW"
    "C9+ssdRirqeBVZ3N0KZsubWK0ms2F4t1bjTZ4swEFtgT+VyLyjw2Z2Pbeyvz4nxxDZ3O8h"
    "d2kt9ZgY7tWMAMBvOM2czFV4VnWC2+im9Z4fQXTXOB5UuyBCYvJWOwKfUtnBlROmhA8qyn"
    "aadnE+1iNNG0XmHWjCRSU1z4CMYNzrjQ1GAGn2ET/vmvweDFi5eD5y+OXh0evHx5+Or5K8"
    "gr21tMevk1aEyCVlCUxGz80/h0gg3iMK0H8z0++CplqEe1pLck6Jf1kYw63kAKWky1QkqK"
    "yGnICMvYi37k9RVpZ53CogeJxhLX5QFUtgb9yfjD6GIy/PALFr8Q4m9LAjecjDBlIJ+uck"
    "+fHX2XVVdcCPltPHlH8E/y59npSMLJhTdzZY1JvsmfaAd61Pe4ZvOlRo00JtHj6JE0GfGw"
    "i4eoYvhxbjFql4y/jGBOy9cguVuKPT47e5/R6fE4N8hOP344Hp0/25fKhEymlxl7CeSxP6"
    "oyeDZ1V2rAM2J5vFceEzsG+Puz4wzgvw7Pj8enw/M/nn0Y/v5dZiS9Pzv9KcqfHiDHf0xG"
    "wxz6WW8yg/7JnLoj219I/MfQUBo6Nxk9ZArI6QHerT1a6M35Ui49HHAuuI0rkGAdWGFSWt"
    "BbzWL2zJvDn6/WqAm0cvJueP7sVc6GnYYJA0zJ9f/YWW6AfizcauQR9etw9Rqs2prgPnhe"
    "AfjB81LkMUkBvShi/9+Ls9MSqxNL5CdyU/fI/+QKtj3Ab8PwIBYZwxMBGtudFNYnCquDBR"
    "zngM+twhp0/GwJre79SVM1GY0gpg12yGWMCI85jYbCUYWRkHejkoFwlB8H+RYWlfLW4rRk"
    "5aESzuljitLt0cg2hsWbs4/H70fkl/PRyfhiHA6R2JWViVnH53w0fJ+DXbU4re5xKqQ7t7"
    "O625mKsTQwP4l0q03PEuOqjssNX2dGEHcN4qlNjM5+lfl3v3z+3S/MvzIWr1aBus/HAo1Q"
    "D+MYbennee+mmnuzzr8pAKyI1VVEuii5e5AfVkH8sBzwwwLe8DKWDPq4jIp6gCtEO8TvRt"
    "yi9synsxI/Ug11Wmb3MN6+mdapPq/tniRCnVdS3SuxABBbX2kLxaq0NPafFbp7D+AJoB1u"
    "Awz2D14evHpxdBBH/+Mn64L+RVxN2/HBWeY3zK6DbF6sEbZtsxZbhpb7XiNsC3IduEVwdS"
    "48zRcK47t2RZ4INVyJtwzWe16IN9/l6zb3ntDmXo6sk9Xzx4/jN3fs5Cr32H3fNPZQeLeU"
    "K73EF4G20nqQb/pV8hamN2v3zhUmi7vMnNk/s1UhuJIDNaTvvU0V9TShTZ4mRtWly5jwke"
    "9cgAG8OQss1cnw4mT4ZhSwRDDTkrqGloEdU/iA557EeYtJi8Ei/4TasBYywjfBdsfkSbFk"
    "7jn1gvdUkCtT6f31BEvMqblJ1jtZlkh5DPIjgTHgMtqGIDC2X0saoMNcIgKCDoEUsoDf8B"
    "59gjEv9hlSkcmIu5MEN/74FHzkIs3yfqqRPMstUSDD1uX5j72+kquI9EDZ2LA/hc2VpKZ1"
    "PMZENdugR6W0nVJ6Cb2xlALVPnP9qMyo5sa6T8qZTtnuUjWCkpVqcwi8TdHY1GCs0Z+zUp"
    "33kQMVXkV4yuD2BIyMGtK0zE503nVe+uj3ScZBL+zfZ3hDUfb8pn5u51Ka+DqQJxId4A0A"
    "T83PDXYrE+k2g9/Le2BNNikPKpjtg1KjfZA32YL7rs5qUYRSIh1HaAOOECQ50ALwb80F0w"
    "SD5hgKRayJg5WW0AXFKgTFZGAW0PRV3NDSqG5OqovpqmK6Nm6rU6++360Q3b0NzHvxvWG9"
    "alGb1vUUc2K7APZDuy6mEL5qBh26Li3h9iciOcB3b+pEDD/9laeRdMePvp0dikIovU60t0"
    "rY/cxmEw7/PEDQvQ0BsnsIuW8tjH4iD8v37gimh7n6lUPqmp5I3BlZHxLki7hRYBmPZMwZ"
    "EdAcEhT6g4xtwzqMcyO5TKAvw98yBRdp1DSICUAzahSj6tuvQkbU8YydfNErvG1Avh7kZu"
    "FdB5g9VSq18BaD1Q9YtY0ZTBl1h8x4i4HpCXLDVulLDmAYM6geGitbMoUXuLSpzVEoc9OB"
    "F+8Z9InBGS5VvTAR68Fe88BXCRS7gpY2B3UD78K/XphBgBcwqhOrLEo+bPi99++pb+vY04"
    "msCf85+E/v4WeeDSLy19xYNTgPmRHrzkPmfdWq5yFhlH02uS+0zSJuimJaHXoLbbA3NyM7"
    "14Lg2zcR9Jy6fJHGnQQrzUeGPu6/DdfNZfLdArr+AroLXTxe6CLlWdfgvmfkOvp7dfp7R8"
    "Rs1PefQpijI2J2RMyOiNksguSYoKqeKmoUpPTXRoocM1qMVwkOyagIn5Ll3NTn4IxaKxnw"
    "uHg3/Ofg8IgY5gwv8jAxfOJ4r8mU+7bkKWJExfGvLVMn4PxNzVtVWGi7hd8dYKl1vVq54X"
    "kMJuEuhDLk/wWcy7c3o/xtXrA13NTcr7Spub9mU3Nfdbwbx0IdhBOJ7WD8uHcFZhGucinK"
    "fvmtKPuFa1ECc1QvDJfIdDG4fsMYnNC5U3PHOBH5NneMu4VTIyif2sKJ3TomFNdAzVnJLa"
    "j5CYWGnpqWXfaZ3zQazFnJTstt0/JGXI/tLSjj5bxiSZle6pcvKtOxhWqfTKC6Dms6ZpBk"
    "j1j91QNVxmD735D7/hRXkZCMe53k2cylzvxvS4NV7vfQS+gN+x4vo/NMb7XnrL6TG/wUuv"
    "Eq2OaHyQ6vJQn4CA7nlqQc4LE6TL600+m4rLmmAlo0w8v6OLII9shVvNF6RTxmWSKhDsit"
    "nIgxgNkILF/hZ0x+gIbjhwtcZlC5shNXRDJlRUBcwJOE+AY24b7Xx3XvDYyz1+RKMOrqc+"
    "0z0z3uRh88wFKX3IVfsKAODwnJtwn4AE0oCFlf4O6TfiUksxK+Qf4mfpCYhV8+aF5xqpBq"
    "1WaPrjWuOCymer14XTwo0fzMNqs4V05FrJvW5uOIqHKxPWYjPwYGoPg9CDoTlauUmVMV/j"
    "Q+vUujqdFRQ4Eotb6iLnz0uGdTnywPqZVbBWkXsyMZPWaAIz1rNaG2pOXbHCvFE32pG9f1"
    "ORdIkcy7fdUOhVQ6E1Lj8u/QZSrqoJxSkRLp6BT16RTRzF45qhcJfJsxPUfZO8sPnjrqrl"
    "nv1OnT6aL3cugUN0vB6Hq1gM8Ideg3R5/r8hs6TSJfOdEu9NW20Fe3W/HNqTmJc9Wxplmp"
    "7gqFDexpGJdRrPHuYK9GUg/IXY2fPFnyai4yVw/xtGSHeg3UqbEwbTBBnooxsOY+oqxYt5"
    "yrv5zLxl2L2F/8KlNKInR54TbHMbaigotfRyeTs3M5mwZ3BOW26+SHlFJlL5k5m8tywwf4"
    "oejknXK66K7xU0aNtnSVyBqadWonaEOW9UVS0hNDvSrJOtvhMhzrc3A3z8cnk3Uk6/QFdP"
    "gJZpXJPw4l3/58zqyy00/xofvgQ847hLjiAGV4FmljrFQXFOwKarXYFnffgxgBG129UQ/e"
    "J+t6qHGtQUyJLKCCl5IyjuW0lJQtrsZKcflSXvF8FUqOjauAKCKvdpbXOguOH3uDt38tTy"
    "UQdgulIjkDdzagClsEy9VATs7RIr7bWU1xeZBat3w6otyL2Kb30CI++RavIVvzoXnTFZ4m"
    "GLOb3PGUF+7iYa2Oh1m0ua7zsp2qW63qhKBW8/7MomD3Pa8w6lODPFvlEGwd53cHz7/Wc3"
    "lr+nEfnRvGHJUbF6as9eL8JE9lJ45Krqy87YugrSRoBPE6LiTVGkjwlXeLoWu1ZJa1R64M"
    "5lHTiti02Ewh8wSM3L68Jsxh3LFYuRN377Vu4MRhy9Ru3N0Eo0i2vU5dL2ZMI8x5BT0ko6"
    "jcucOWNZjqU2LdLN/qWT4YzHU2NxOJbmOz5sZmS87ODJlr6nPV1BamrJ3aaJLnrqmtHPwt"
    "r+zLv36qmgMU/mdoztu7rt/KBe7ldr7B59U3/a562wxAbmo9PKwytx4elk+umJan5jl1EA"
    "6z7yC693KVBNToMdVKtXwuS4l0k9lTmsy+/h+5tRZm"
)
