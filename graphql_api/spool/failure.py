"""How the spool says no."""


class SpoolUnavailable(Exception):  # noqa: N818 - it is named for what the caller reads
    """The record is not durable on disk and was not accepted; handing it in again later is safe."""


class SpoolFull(SpoolUnavailable):
    """The spool holds as many bytes as it may."""


class BadRecord(Exception):  # noqa: N818 - it is named for what the caller reads
    """For who replays: this batch holds a record that can never be committed. Alone in a batch, it is quarantined.

    `detail` goes to the quarantine as the reason. It must not repeat what the record says.
    """

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NotRetriable(Exception):  # noqa: N818 - it is named for what the caller reads
    """What lies in quarantine cannot be put back, because it cannot be read or its key belongs to another body."""
