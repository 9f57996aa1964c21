"""What the intakes of all processes that serve together have done, and where what they accepted is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields

from graphql_api.board import Board
from graphql_api.intake.audit import Balance
from graphql_api.intake.figures import IntakeFigures
from graphql_api.intake.keeper import Keeper

DONE, OPEN = "intake", "intake-open"
REFUSED = "refused."
COUNTS = [field.name for field in fields(IntakeFigures) if field.name != "refused"]


@dataclass(frozen=True)
class IntakeTotals:
    """As of now for the process that is asked, at most a second older for the others."""

    figures: IntakeFigures
    balance: Balance
    replayed: int


class TotalIntake:
    """Adds up figures and balances.

    What a process that has died accepted, and nobody had looked for, is taken over by another with its ledger; so of
    the dead only what is settled counts.
    """

    def __init__(self, board: Board, figures: IntakeFigures, keeper: Keeper) -> None:
        self._board = board
        self._figures = figures
        self._keeper = keeper
        board.add(DONE, self._done, is_lasting=True)
        board.add(OPEN, self._open, is_lasting=False)

    async def now(self) -> IntakeTotals:
        """All of it, after this process has looked for what it has accepted."""
        await self._keeper.balance()
        done, still = self._board.totals(DONE), self._board.totals(OPEN)
        figures = IntakeFigures(**{name: int(done.get(name, 0)) for name in COUNTS}, refused=_refused(done))
        settled = {"stored": int(done["stored"]), "missing": int(done["missing"])}
        unsettled = {name: int(still.get(name, 0)) for name in ("spooled", "quarantined", "unchecked")}
        places = settled | unsettled
        return IntakeTotals(figures, Balance(accepted=sum(places.values()), **places), int(done["replayed"]))

    def _done(self) -> Mapping[str, float]:
        balance = self._keeper.audit.balance
        return {
            **{name: getattr(self._figures, name) for name in COUNTS},
            **{f"{REFUSED}{reason}": count for reason, count in self._figures.refused.items()},
            "stored": balance.stored,
            "missing": balance.missing,
            "replayed": self._keeper.spool.replayed,
        }

    def _open(self) -> Mapping[str, float]:
        balance = self._keeper.audit.balance
        return {"spooled": balance.spooled, "quarantined": balance.quarantined, "unchecked": balance.unchecked}


def _refused(done: Mapping[str, float]) -> Counter[str]:
    return Counter({name.removeprefix(REFUSED): int(count) for name, count in done.items() if name.startswith(REFUSED)})
