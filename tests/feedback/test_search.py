"""Searching the words of people, with whatever they type."""

import json
from uuid import uuid4

import pytest
import pytest_asyncio

from tests.client import ADMIN, Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIND = "query ($words: String!) { feedbacks(filter: {search: $words}) { edges { node { id } } } }"
WORDS = {
    "crash": "The dashboard crashed when I was exporting invoices.",
    "billing": "You charged my card twice; the invoice is wrong, refund me.",
    "who": "Who is it that the who made this for?",
    "german": "Die Schaltflächen im Menü sind zu klein.",
    "emoji": "Love it 🎉 C++ & node.js v2.0",
    "phrase": "The new search bar finds nothing at all.",
}
RATED = {"question": "How do I reset my zebra?", "answer": "Press the giraffe.", "explanation": "Utterly hippopotamic."}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def names(shared_service: Service) -> dict[str, str]:
    receipts = {name: await shared_service.submit(message=text) for name, text in WORDS.items()}
    answer = RATED | {"messageId": str(uuid4()), "rating": "DOWN"}
    receipts["rated"] = await shared_service.submit(message=None, answer=answer)
    return {receipt["id"]: name for name, receipt in receipts.items()}


async def found(service: Service, names: dict[str, str], words: str) -> set[str]:
    reply = await service.ask_as_admin(FIND, words=words)
    return {names[edge["node"]["id"]] for edge in reply.data["feedbacks"]["edges"]}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("crash", {"crash"}),
        ("CRASHES", {"crash"}),
        ("crashing dashboards", {"crash"}),
        ("invoice", {"crash", "billing"}),
        ("invoice refund", {"billing"}),
        ("refund or dashboard", {"crash", "billing"}),
        ("invoice -refund", {"crash"}),
        ("invoice -charges", {"crash"}),
        ('"search bar"', {"phrase"}),
        ('"bar search"', set()),
        ('"new search bar finds"', {"phrase"}),
        ('invoice -"charged my card"', {"crash"}),
        ("zebra", {"rated"}),
        ("giraffe", {"rated"}),
        ("hippopotamic", {"rated"}),
        ("zebra giraffe", {"rated"}),
        ("Menü", {"german"}),
        ("schaltflächen", {"german"}),
        ("node.js", {"emoji"}),
        ("the who", {"who"}),
        ("who", {"who"}),
        ("crash the", {"crash"}),
        ("unicorn", set()),
    ],
)
async def test_a_search_finds_what_was_meant(
    shared_service: Service, names: dict[str, str], words: str, expected: set[str]
) -> None:
    assert await found(shared_service, names, words) == expected


@pytest.mark.parametrize("words", ["", "  \t\n", "\x00", "\u00a0"])
async def test_a_blank_search_asks_for_nothing(shared_service: Service, names: dict[str, str], words: str) -> None:
    assert len(await found(shared_service, names, words)) == 7


@pytest.mark.parametrize(
    "words",
    [
        '"crash',
        'crash"',
        '""" crash """',
        "crash & | ! ( ) <-> :*",
        "crash'; --",
        "cra\x00sh",
        "crash \\ \\\\ %_",
        "(crash",
        "crash or",
        "or crash",
        "crash -",
    ],
)
async def test_stray_signs_do_no_harm(shared_service: Service, names: dict[str, str], words: str) -> None:
    assert "crash" in await found(shared_service, names, words)


@pytest.mark.parametrize(
    "words",
    ["!!!", "-", '""', "🎉", "x" * 5_000, "ab " * 1_666, "-a " * 1_666, '"' * 5_000, "a-" * 2_500, "or " * 1_666],
)
async def test_odd_and_long_searches_are_answered(shared_service: Service, names: dict[str, str], words: str) -> None:
    reply = await shared_service.ask_as_admin(FIND, words=words)
    assert reply.status == 200


async def test_lone_surrogates_in_a_search_do_no_harm(shared_service: Service, names: dict[str, str]) -> None:
    body = json.dumps({"query": FIND, "variables": {"words": "cra\ud800sh"}})
    reply = await shared_service.post(data=body, headers={"Content-Type": "application/json", **ADMIN})
    assert len(reply.data["feedbacks"]["edges"]) == 1


async def test_a_search_beyond_any_sense_is_refused(shared_service: Service) -> None:
    reply = await shared_service.ask_as_admin(FIND, words="x" * 5_001)
    assert (reply.status, reply.codes) == (400, ["BAD_REQUEST"])


async def test_what_was_taken_out_is_not_found(shared_service: Service) -> None:
    await shared_service.submit(message="Write to quintessential.person@example.org please")
    assert await found(shared_service, {}, "quintessential.person@example.org") == set()
