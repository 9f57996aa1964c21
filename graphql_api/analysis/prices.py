"""What models cost. OpenAI's list prices for text, standard tier, as published in 2025; AI_PRICES overrides them."""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql_api.errors import StartupError

MILLION = 1_000_000


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens."""

    input_usd: float
    output_usd: float

    def of(self, input_tokens: int, output_tokens: int) -> float:
        """What an answer cost, in US dollars."""
        return (input_tokens * self.input_usd + output_tokens * self.output_usd) / MILLION


PRICES: Mapping[str, Price] = {
    "gpt-5.1": Price(1.25, 10.00),
    "gpt-5": Price(1.25, 10.00),
    "gpt-5-mini": Price(0.25, 2.00),
    "gpt-5-nano": Price(0.05, 0.40),
    "gpt-4.1": Price(2.00, 8.00),
    "gpt-4.1-mini": Price(0.40, 1.60),
    "gpt-4.1-nano": Price(0.10, 0.40),
    "gpt-4o": Price(2.50, 10.00),
    "gpt-4o-mini": Price(0.15, 0.60),
    "o4-mini": Price(1.10, 4.40),
}


class PriceList:
    """The prices that hold: the table's, with the operator's own before them."""

    def __init__(self, overrides: Mapping[str, Price] | None = None) -> None:
        self._prices = {**PRICES, **(overrides or {})}

    def find(self, model: str) -> Price | None:
        """A model's price; a dated snapshot (`gpt-4.1-mini-2025-04-14`) has that of its family. None if unknown."""
        families = [name for name in self._prices if model == name or model.startswith(f"{name}-")]
        return self._prices[max(families, key=len)] if families else None


def read_prices(text: str) -> PriceList:
    """The price list with what AI_PRICES says: `model=0.40/1.60,other=1/4`, US dollars per million tokens in and out.

    Raises:
        StartupError: it says something else.
    """
    overrides: dict[str, Price] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, amounts = part.rpartition("=")
        try:
            input_usd, output_usd = (float(amount) for amount in amounts.split("/"))
        except ValueError:
            input_usd = output_usd = -1
        if not name or not 0 <= input_usd < MILLION or not 0 <= output_usd < MILLION:
            raise StartupError(f"AI_PRICES={text} is wrong: it takes prices like model=0.40/1.60,other=1/4.")
        overrides[name.strip()] = Price(input_usd, output_usd)
    return PriceList(overrides)
