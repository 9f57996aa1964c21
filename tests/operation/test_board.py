"""Processes that serve together tell the same figures, whichever is asked."""

from functools import partial
from pathlib import Path

import pytest

from graphql_api.board import Board


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


async def test_figures_of_all_that_live_are_added_up(folder: Path) -> None:
    boards = [Board(folder) for _ in range(3)]
    for number, board in enumerate(boards, 1):
        board.add("sums", partial(dict, {"a": number, f"only {number}": 1}), is_lasting=True)
    async with boards[0].posting(), boards[1].posting(), boards[2].posting():
        for board in boards:
            board._post(folder)
        assert [board.totals("sums")["a"] for board in boards] == [6, 6, 6]
        assert boards[0].totals("sums") == {"a": 6, "only 1": 1, "only 2": 1, "only 3": 1}


async def test_of_one_that_died_only_what_lasts_counts(folder: Path) -> None:
    dead, living = Board(folder), Board(folder)
    for board in (dead, living):
        board.add("sums", lambda: {"a": 1}, is_lasting=True)
        board.add("levels", lambda: {"b": 1}, is_lasting=False)
    async with living.posting():
        async with dead.posting():
            dead._post(folder)
            assert (living.totals("sums"), living.totals("levels")) == ({"a": 2}, {"b": 2})
        assert (living.totals("sums"), living.totals("levels")) == ({"a": 2}, {"b": 1})


async def test_a_board_that_cannot_be_written_costs_nobody_more_than_the_others_figures(folder: Path) -> None:
    board = Board(folder / "gone")
    (folder / "gone").mkdir()
    board.add("sums", lambda: {"a": 1}, is_lasting=True)
    async with board.posting():
        for path in (folder / "gone").iterdir():
            path.unlink()
        (folder / "gone").rmdir()
        board._post(folder / "gone")
        assert board.totals("sums") == {"a": 1}


async def test_a_process_alone_posts_nothing() -> None:
    board = Board(None)
    board.add("sums", lambda: {"a": 1}, is_lasting=True)
    async with board.posting():
        assert board.totals("sums") == {"a": 1}
