"""A process of ours, for the tests to start, command and kill: reads `start`, `ensure` or `stop`, answers one line."""

import argparse
import ctypes
import os
import pwd
import sys
from pathlib import Path

from graphql_api.postgres.embedded import EmbeddedPostgres, EmbeddedPostgresError

PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--user", help="drop to this user first")
    parser.add_argument("--adopts-orphans", action="store_true", help="be like the first process of a container")
    arguments = parser.parse_args()
    if arguments.adopts_orphans:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    if arguments.user:
        user = pwd.getpwnam(arguments.user)
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
    postgres = EmbeddedPostgres(arguments.folder)
    commands = {"start": postgres.start, "ensure": postgres.ensure_running, "stop": postgres.stop}
    for line in sys.stdin:
        try:
            answer = commands[line.strip()]() or "done"
        except EmbeddedPostgresError as error:
            answer = f"refused: {error}"
        print(answer, flush=True)


if __name__ == "__main__":
    main()
