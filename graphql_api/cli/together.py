"""Serving with several processes, each of which has its fair share of the connections."""

import contextlib
import socket
import sys
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess


class OwnSocket(socket.socket):
    """A bound socket that, sent to another process, is another one of the same address there.

    Linux gives each connection to one of the sockets that listen at an address, by a hash of where it comes from. Of a
    socket that processes share, the one that wakes first takes all that wait, which may be every client there is.
    """

    @classmethod
    def bound(cls, family: int, address: Any) -> "OwnSocket":
        """A socket at the address, beside others of ours.

        Raises:
            OSError: somebody else's is there.
        """
        made = cls(family)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind(address)
        return made

    def __reduce__(self) -> Any:
        return OwnSocket.bound, (self.family, self.getsockname())


def serve_together(app: str, *, workers: int, **options: Any) -> None:
    """Serve what `app` makes, with so many processes, until stopped; `options` are uvicorn's.

    Raises:
        SystemExit: the address is taken.
    """
    config = uvicorn.Config(app, factory=True, workers=workers, **options)
    # Alone at first: beside another service of this user it would be bound without a complaint.
    with config.bind_socket() as alone:
        if sys.platform != "linux":
            # Of several sockets at an address, one would be given all connections.
            _supervise(config, alone)
            return
        family, address = alone.family, alone.getsockname()
    with OwnSocket.bound(family, address) as own:
        _supervise(config, own)


def _supervise(config: uvicorn.Config, bound: socket.socket) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        Multiprocess(config, sockets=[bound]).run()
