"""Raising alerts, and telling of them."""

from datetime import timedelta
from functools import partial

from graphql_api.alerts.channels.configured import make_channels
from graphql_api.alerts.deliver import Delivering, pick_up_forgotten
from graphql_api.alerts.evaluate import Evaluation
from graphql_api.alerts.notices import announce
from graphql_api.alerts.retry_policy import RetryPolicy
from graphql_api.alerts.silence import look_for_silence
from graphql_api.alerts.similar import SentenceVectors, no_vectors
from graphql_api.alerts.watch import Watch
from graphql_api.alerts.windows import close_windows, forget_old_alerts
from graphql_api.analysis.local_model import Local
from graphql_api.jobs.queue import JobKind
from graphql_api.settings import Settings
from graphql_api.tasks.part import Part
from graphql_api.worker import Do, Recurring


async def make_alerting(settings: Settings, local: Local) -> Part:
    """Alerts as the settings have them. Channels that cannot be used are named in the log.

    Args:
        local: whose encoder tells what says the same.
    """
    channels = make_channels(settings)
    await Watch(channels).warn()
    policy = RetryPolicy()
    embed = SentenceVectors(lambda: local.encoder).embed if settings.ml_enabled else no_vectors
    by_name = {channel.name: channel for channel in channels}
    jobs: dict[JobKind, Do] = {
        JobKind.ALERT: Evaluation(embed).evaluate,
        JobKind.ANNOUNCE: partial(announce, channels=list(by_name), give_up_after=policy.give_up_after),
        JobKind.DELIVER: Delivering(by_name, links_to=settings.links_to, policy=policy).deliver,
    }
    recurring = [
        Recurring("close alerts", "* * * * *", close_windows),
        Recurring("pick up forgotten deliveries", "*/5 * * * *", pick_up_forgotten),
        Recurring("forget old alerts", "23 3 * * *", forget_old_alerts),
    ]
    if settings.silence_alert_hours:
        silence = timedelta(hours=settings.silence_alert_hours)
        recurring.append(Recurring("look for silence", "*/5 * * * *", partial(look_for_silence, silence)))
    return Part(jobs, recurring)
