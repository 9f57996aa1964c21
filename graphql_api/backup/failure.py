"""How a backup or a restore says no."""

from graphql_api.errors import StartupError


class BackupError(StartupError):
    """It cannot be done; the message is one line that says what to do, without anybody's words."""
