"""What a process of ours may use of the machine."""

import resource

import structlog

logger = structlog.get_logger(__name__)

# Connections that a process holds at once; more are answered 503. Well above a burst of 1,000 submissions.
MOST_CONNECTIONS = 4_000
# Files and sockets besides those: the database's, the spool's, Python's own.
OTHER_FILES = 1_000


def leave_no_core() -> None:
    """No memory of ours on disk after a crash, nor that of programs that this process starts: it holds secrets."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def make_room_for_connections() -> None:
    """Room for all connections, where the system's hard limit allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        if allowed < wanted:
            logger.warning("few connections can be open at once", open_files=allowed, wanted=wanted)
