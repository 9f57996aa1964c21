"""Keeping figures cheap to read."""

from graphql_api.tallies import add_up_tallies
from graphql_api.tasks.part import Part
from graphql_api.worker import Recurring

# Every ten seconds, so that reading figures stays cheap however much comes in.
ADD_UP_CRON = "* * * * * */10"


def make_tallying() -> Part:
    """Adding up what the database counts along."""
    return Part(recurring=[Recurring("add up tallies", ADD_UP_CRON, add_up_tallies)])
