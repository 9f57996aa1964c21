"""Prices: one table, which the operator can override."""

import pytest

from graphql_api.analysis.prices import PRICES, Price, read_prices
from graphql_api.errors import StartupError


def test_an_answer_costs_its_tokens() -> None:
    assert Price(0.40, 1.60).of(1_000_000, 500_000) == pytest.approx(1.20)


def test_a_dated_snapshot_costs_what_its_family_does() -> None:
    prices = read_prices("")
    assert prices.find("gpt-4.1-mini-2025-04-14") == PRICES["gpt-4.1-mini"]
    assert prices.find("gpt-4.1") == PRICES["gpt-4.1"]
    assert prices.find("llama-3") is None


def test_the_operators_prices_go_before_the_table() -> None:
    prices = read_prices(" my-model=0.1/2 , gpt-4.1=9/9 ")
    assert prices.find("my-model") == Price(0.1, 2)
    assert prices.find("gpt-4.1") == Price(9, 9)
    assert prices.find("gpt-4.1-mini") == PRICES["gpt-4.1-mini"]


@pytest.mark.parametrize("text", ["x", "x=1", "x=1/2/3", "x=a/b", "=1/2", "x=-1/2", "x=nan/1", "x=1/inf"])
def test_prices_that_are_none_stop_the_start(text: str) -> None:
    with pytest.raises(StartupError, match=r"^AI_PRICES=.* is wrong: it takes prices like"):
        read_prices(text)
