"""Submitting over HTTP: what is kept, once, and what is refused."""

from graphql_api.postgres.connect import fetch
from tests.client import Service


async def test_keeps_a_submission_with_its_session_and_its_job(service: Service) -> None:
    receipt = await service.submit()
    assert receipt["status"] == "SAVED"
    (feedback,) = await fetch("SELECT * FROM feedback")
    (session,) = await fetch("SELECT * FROM session")
    (job,) = await fetch("SELECT * FROM pgqueuer")
    assert (str(feedback["id"]), session["feedback_count"]) == (receipt["id"], 1)
    assert job["payload"] == feedback["id"].bytes
