"""The one failure of the embedded PostgreSQL."""

import sys


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot do what was asked; the message is one line and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


# Here, because what imports this module goes on to import modules that Windows lacks.
if sys.platform == "win32":
    raise EmbeddedPostgresError("the embedded PostgreSQL runs on Linux and macOS only: use WSL or a container")
