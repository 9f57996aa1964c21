"""The channels that the settings name."""

import hashlib
import hmac
from collections.abc import Sequence

from graphql_api.alerts.channels.addresses import AddressRules
from graphql_api.alerts.channels.apprise import Apprise
from graphql_api.alerts.channels.channel import Channel
from graphql_api.alerts.channels.slack import Slack
from graphql_api.alerts.channels.webhook import Webhook, signing_key
from graphql_api.intake.secret import read_secret
from graphql_api.settings import Settings


def make_channels(settings: Settings) -> Sequence[Channel]:
    """Slack, then those of ALERT_URLS in order; one for each address.

    A channel keeps its name as long as its address and the instance's secret stay: it is made of the scheme and a keyed
    hash of the address.

    Raises:
        StartupError: a wrong ALERT_SIGNING_SECRET; as `read_secret`.
    """
    rules = AddressRules(allow_private_networks=settings.alert_allow_private_networks)
    channels: dict[str, Channel] = {}
    if settings.slack_webhook_url is not None:
        channels["slack"] = Slack(settings.slack_webhook_url.get_secret_value(), rules)
    if settings.alert_addresses:
        secret = read_secret(settings.feedback_data_dir, settings.secret_key)
        key = signing_key(settings.alert_signing_secret.get_secret_value()) if settings.alert_signing_secret else None
        for address in settings.alert_addresses:
            channel = _channel(address, rules, secret, key)
            channels[channel.name] = channel
    return tuple(channels.values())


def _channel(address: str, rules: AddressRules, secret: bytes, key: bytes | None) -> Channel:
    mark = hmac.digest(secret, address.encode(), hashlib.sha256).hex()[:8]
    scheme = address.partition("://")[0].lower()
    if scheme in {"http", "https"}:
        return Webhook(f"webhook-{mark}", address, rules, key=key)
    return Apprise(f"{scheme[:30]}-{mark}", address, allow_private_networks=rules.allow_private_networks)
