"""Clients that send until they have a receipt, and remember every answer."""

import asyncio
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from tests.client import ADMIN, SUBMIT

NO_ANSWER = "NO_ANSWER"
UNAVAILABLE = "IntakeUnavailable"
WORTH_A_RETRY = (NO_ANSWER, UNAVAILABLE)
RECEIPTS = ("SAVED", "QUEUED", "DUPLICATE")
GIVE_UP_SECONDS = 90.0
RETRY_SECONDS = (0.2, 0.6)
PEOPLE_PER_SESSION = 8


@dataclass(frozen=True)
class Attempt:
    """One request: when it was sent, how long it took, what came back, and the id that a receipt named."""

    sent_at: float
    seconds: float
    answer: str
    feedback_id: str | None = None

    @property
    def is_receipt(self) -> bool:
        return self.answer in RECEIPTS


@dataclass
class Sent:
    """One submission and all that was done to get a receipt for it."""

    input: dict[str, Any]
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def key(self) -> UUID:
        return UUID(self.input["submissionKey"])

    @property
    def receipts(self) -> list[Attempt]:
        return [attempt for attempt in self.attempts if attempt.is_receipt]


class Load:
    """People who submit, from as many connections as it takes.

    Args:
        url: the service's.
        name: goes into the sessions' names and the keys, so that loads do not share any.
        seed: of everything random in it.
        resends: with this share of new submissions comes an earlier one once more.
    """

    def __init__(self, url: str, name: str, *, seed: int, resends: float = 0.1, patience_seconds: float = 5) -> None:
        self._url = f"{url}/graphql"
        self._session_name = re.sub(r"\W+", "-", name)
        self._chance = random.Random(f"{seed} {name}")
        self._resends = resends
        self._timeout = ClientTimeout(total=patience_seconds)
        self.sent: list[Sent] = []

    @property
    def attempts(self) -> Iterator[Attempt]:
        """All of them, in no order."""
        return (attempt for sent in self.sent for attempt in sent.attempts)

    async def at_once(self, number: int) -> None:
        """So many submissions in the same moment, until all have their receipts."""
        async with self._session() as session, asyncio.TaskGroup() as people:
            for _ in range(number):
                people.create_task(self._submit(session, self._new()))

    async def keep_on(self, per_second: float, is_over: Callable[[], bool]) -> None:
        """So many submissions a second, however long each takes, then until all have their receipts."""
        async with self._session() as session, asyncio.TaskGroup() as people:
            due = time.monotonic()
            while not is_over():
                people.create_task(self._submit(session, self._new()))
                if self._chance.random() < self._resends:
                    people.create_task(self._send_again(session, self._chance.choice(self.sent)))
                due += 1 / per_second
                await asyncio.sleep(due - time.monotonic())

    def _session(self) -> ClientSession:
        return ClientSession(connector=TCPConnector(limit=0), timeout=self._timeout)

    def _new(self) -> Sent:
        number = len(self.sent)
        body: dict[str, Any] = {
            "submissionKey": str(UUID(int=self._chance.getrandbits(128), version=4)),
            "sessionId": f"{self._session_name}-{number // PEOPLE_PER_SESSION}",
        }
        if number % 5 == 0:
            message = str(UUID(int=self._chance.getrandbits(128), version=4))
            answer = {"messageId": message, "question": "How do I export?", "answer": "Press export.", "rating": "UP"}
            body["answer"] = answer
        else:
            body["message"] = f"The export button did nothing at all, {number} times."
        self.sent.append(Sent(body))
        return self.sent[-1]

    async def _submit(self, session: ClientSession, sent: Sent) -> None:
        deadline = time.monotonic() + GIVE_UP_SECONDS
        # Half of them come with a key.
        headers = ADMIN if self._chance.random() < 0.5 else {}
        sent.attempts.append(await self._ask(session, sent, headers))
        while sent.attempts[-1].answer in WORTH_A_RETRY and time.monotonic() < deadline:
            await asyncio.sleep(self._chance.uniform(*RETRY_SECONDS))
            sent.attempts.append(await self._ask(session, sent, headers))

    async def _send_again(self, session: ClientSession, sent: Sent) -> None:
        """As somebody does who did not notice the receipt; maybe while the database that has it is down."""
        if sent.receipts:
            sent.attempts.append(await self._ask(session, sent, {}))

    async def _ask(self, session: ClientSession, sent: Sent, headers: dict[str, str]) -> Attempt:
        began = time.monotonic()
        payload = {"query": SUBMIT, "variables": {"input": sent.input}}
        try:
            async with session.post(self._url, json=payload, headers=headers) as response:
                answer, feedback_id = _read(await response.json(content_type=None))
        except (ClientError, OSError, TimeoutError, ValueError):
            answer, feedback_id = NO_ANSWER, None
        return Attempt(began, time.monotonic() - began, answer, feedback_id)


def _read(body: Any) -> tuple[str, str | None]:
    """What a reply says: a receipt's status with its id, a problem's name, or an error's code."""
    if body.get("errors"):
        return str(body["errors"][0]["extensions"]["code"]), None
    result = body["data"]["submitFeedback"]
    if result["__typename"] == "SubmitFeedbackSuccess":
        return result["status"], result["id"]
    return result["__typename"], None
