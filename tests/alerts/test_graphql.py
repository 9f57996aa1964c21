"""Alerts as admins see them, in GraphQL and on the pages for operators."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from graphql_api.alerts.channels.slack import Slack
from graphql_api.alerts.retry_policy import RetryPolicy
from graphql_api.postgres.connect import fetch
from tests.alerts.conftest import ANYWHERE
from tests.alerts.peer import OK, Peer, Reaction
from tests.alerts.stage import Stage, complain
from tests.client import Service
from tests.conftest import make_settings, running

ALERTS = """
query ($first: Int, $after: String, $filter: AlertFilter) {
  alerts(first: $first, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node {
      id rule severity danger status count people createdAt closedAt feedback { id message alerts { id } }
      deliveries { kind count channel status nextAttemptAt sentAt
                   attempts { outcome statusCode detail durationMs startedAt } }
    } }
  }
}
"""
RETRY = """
mutation ($id: ID!) {
  retryAlert(id: $id) {
    __typename
    ... on RetryAlertSuccess { alert { id } }
    ... on Problem { message }
  }
}
"""
FIGURES = """
{ metrics { alerts {
  raised { severity channel count } joined { severity count } sent { severity channel count }
  failed { severity channel count }
  channels { name pendingDeliveries straightFailures lastProblem pausedSince }
} } }
"""


@pytest.fixture
async def service(database_url: str, tmp_path: Path, peer: Peer) -> AsyncIterator[Service]:
    """A running service with a Slack."""
    settings = make_settings(database_url, tmp_path, slack_webhook_url=peer.url, alert_allow_private_networks=True)
    async with running(settings) as service:
        yield service


@pytest.fixture
async def stage(service: Service, database_url: str, peer: Peer) -> Stage:
    return Stage(database_url, (Slack(peer.url, ANYWHERE),))


async def nodes(service: Service, **variables: Any) -> list[Any]:
    reply = await service.ask_as_admin(ALERTS, **variables)
    return [edge["node"] for edge in reply.data["alerts"]["edges"]]


async def part(service: Service) -> str:
    async with service.session.get(f"{service.url}/health") as response:
        state: str = (await response.json())["parts"]["alerts"]
        return state


async def test_an_alert_is_shown_with_its_feedback_and_ledger(service: Service, stage: Stage, peer: Peer) -> None:
    peer.react(Reaction(503, "unavailable"), OK)
    feedback_id = await complain("My account was hacked, help!")
    await stage.work()
    (waiting,) = (await nodes(service))[0]["deliveries"]
    assert (waiting["status"], waiting["nextAttemptAt"] is not None) == ("PENDING", True)
    await stage.later()
    (alert,) = await nodes(service)
    facts = [alert[name] for name in ("rule", "severity", "danger", "status", "count", "people", "closedAt")]
    assert facts == ["COMPLAINT", "CRITICAL", "SECURITY", "OPEN", 1, 1, None]
    assert alert["feedback"]["id"] == str(feedback_id)
    assert alert["feedback"]["alerts"] == [{"id": alert["id"]}]
    (sent,) = alert["deliveries"]
    assert (sent["kind"], sent["channel"], sent["status"], sent["nextAttemptAt"]) == ("RAISED", "slack", "SENT", None)
    tries = [(try_["outcome"], try_["statusCode"], try_["detail"]) for try_ in sent["attempts"]]
    assert tries == [("TRY_LATER", 503, "unavailable"), ("SENT", 200, None)]
    assert all(try_["durationMs"] >= 0 for try_ in sent["attempts"])


async def test_pages_of_alerts_go_on_where_they_ended(service: Service, stage: Stage) -> None:
    for number in range(5):
        await complain(f"complaint {'x' * (number + 1)}")
        await stage.work()
    first = (await service.ask_as_admin(ALERTS, first=3)).data["alerts"]
    rest = (await service.ask_as_admin(ALERTS, first=3, after=first["pageInfo"]["endCursor"])).data["alerts"]
    ids = [edge["node"]["id"] for page in (first, rest) for edge in page["edges"]]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (5, True, False)
    rows = await fetch("SELECT id FROM alert ORDER BY created_at DESC, id DESC")
    assert ids == [str(row["id"]) for row in rows]


async def test_filters_hold_together(service: Service, stage: Stage, peer: Peer) -> None:
    peer.react(Reaction(404, "no_service"), OK)
    await complain("first of all")
    await stage.work()
    await complain("second of all", topic="UX", confidence="MEDIUM")
    await stage.but(policy=RetryPolicy()).later()
    (failed,) = await nodes(service, filter={"deliveryStatuses": ["FAILED"]})
    assert (failed["severity"], failed["feedback"]["message"]) == ("HIGH", "first of all")
    (low,) = await nodes(service, filter={"severities": ["LOW"], "rules": ["COMPLAINT"], "statuses": ["OPEN"]})
    assert low["feedback"]["message"] == "second of all"
    assert await nodes(service, filter={"severities": ["LOW"], "deliveryStatuses": ["FAILED"]}) == []
    assert await nodes(service, filter={"severities": []}) == []
    assert await nodes(service, filter={"createdAt": {"to": low["createdAt"]}}) == [failed]
    assert len(await nodes(service, filter={"severities": ["LOW", "HIGH"], "statuses": ["OPEN", "CLOSED"]})) == 2


async def test_an_admin_sends_again_what_failed_and_what_arrived(service: Service, stage: Stage, peer: Peer) -> None:
    peer.react(Reaction(404, "no_service"))
    await complain()
    await stage.work()
    ((alert),) = await nodes(service)
    assert (await service.ask_as_admin(RETRY, id=alert["id"])).data["retryAlert"] == {
        "__typename": "RetryAlertSuccess",
        "alert": {"id": alert["id"]},
    }
    await stage.work()
    assert (await nodes(service))[0]["deliveries"][0]["status"] == "SENT"
    await service.ask_as_admin(RETRY, id=alert["id"])
    await stage.work()
    ((again),) = await nodes(service)
    assert len(peer.posts) == 3
    assert [try_["outcome"] for try_ in again["deliveries"][0]["attempts"]] == ["REFUSED", "SENT", "SENT"]


@pytest.mark.parametrize("id_", [str(UUID(int=1)), "no id", ""])
async def test_an_alert_that_is_not_there_is_a_problem(service: Service, id_: str) -> None:
    answer = (await service.ask_as_admin(RETRY, id=id_)).data["retryAlert"]
    assert answer == {"__typename": "AlertNotFound", "message": "There is no alert with this id."}


async def test_alerts_are_for_callers_with_a_key(service: Service, stage: Stage) -> None:
    await complain()
    await stage.work()
    assert (await service.ask(ALERTS)).codes == ["UNAUTHENTICATED"]
    assert (await service.ask(RETRY, id=str(UUID(int=1)))).codes == ["UNAUTHENTICATED"]


async def test_a_channel_that_is_set_later_gets_what_was_recorded_before(
    service: Service, stage: Stage, peer: Peer
) -> None:
    await complain()
    await stage.but(channels=()).work()
    (alert,) = await nodes(service)
    assert (alert["deliveries"], peer.posts) == ([], [])
    await service.ask_as_admin(RETRY, id=alert["id"])
    await stage.work()
    assert len(peer.posts) == 1


async def test_figures_tell_what_became_of_alerts(service: Service, stage: Stage, peer: Peer) -> None:
    peer.react(OK, Reaction(410))
    await complain()
    await complain()
    await stage.work()
    await complain("I was charged twice", topic="BILLING")
    await stage.work()
    figures = (await service.ask_as_admin(FIGURES)).data["metrics"]["alerts"]
    assert figures["raised"] == [
        {"severity": "CRITICAL", "channel": None, "count": 1},
        {"severity": "HIGH", "channel": None, "count": 1},
    ]
    assert figures["joined"] == [{"severity": "HIGH", "count": 1}]
    assert figures["sent"] == [{"severity": "HIGH", "channel": "slack", "count": 1}]
    assert figures["failed"] == [{"severity": "CRITICAL", "channel": "slack", "count": 1}]
    assert figures["channels"] == [
        {
            "name": "slack",
            "pendingDeliveries": 0,
            "straightFailures": 1,
            "lastProblem": "refused (HTTP 410): ok",
            "pausedSince": None,
        }
    ]
    async with service.session.get(f"{service.url}/metrics") as response:
        exposed = await response.text()
    for line in (
        'feedback_alerts_raised_total{severity="CRITICAL"} 1.0',
        'feedback_alerts_joined_total{severity="HIGH"} 1.0',
        'feedback_alerts_sent_total{channel="slack",severity="HIGH"} 1.0',
        'feedback_alerts_failed_total{channel="slack",severity="CRITICAL"} 1.0',
        'feedback_alert_channel_paused{channel="slack"} 0.0',
        'feedback_alert_deliveries_pending{channel="slack"} 0.0',
    ):
        assert line in exposed


async def test_health_says_how_each_channel_does(service: Service, stage: Stage, peer: Peer) -> None:
    assert await part(service) == "slack: nothing sent yet"
    peer.always = Reaction(500)
    await complain()
    await stage.but(policy=RetryPolicy(pause_after=2)).work()
    assert await part(service) == "slack: failing (try later (HTTP 500): ok), 1 waiting"
    await stage.but(policy=RetryPolicy(pause_after=2)).later()
    paused = await part(service)
    assert paused.startswith("slack: paused since ")
    assert paused.endswith("mend it, then retryAlert; tried by itself every hour")
    peer.always = OK
    await service.ask_as_admin(RETRY, id=(await nodes(service))[0]["id"])
    await stage.work()
    assert await part(service) == "slack: works"


async def test_health_says_that_nobody_is_told_or_that_an_address_is_refused(
    database_url: str, tmp_path: Path, peer: Peer
) -> None:
    async with running(make_settings(database_url, tmp_path)) as service:
        assert await part(service) == "nobody is told: set SLACK_WEBHOOK_URL or ALERT_URLS"
    private = make_settings(database_url, tmp_path, slack_webhook_url=peer.url.replace("http:", "https:"))
    async with running(private) as service:
        assert (await part(service)).startswith("slack: refused, port ")
