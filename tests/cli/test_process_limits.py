"""What `feedback serve` lets its process use."""

import subprocess
import sys

from graphql_api.cli.process_limits import MOST_CONNECTIONS

PROGRAM = """
import resource
from graphql_api.cli.process_limits import leave_no_core, make_room_for_connections
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
leave_no_core()
make_room_for_connections()
print(resource.getrlimit(resource.RLIMIT_CORE)[0], resource.getrlimit(resource.RLIMIT_NOFILE)[0], hard)
"""


def test_a_crash_leaves_no_memory_on_disk_and_there_is_room_for_all_connections() -> None:
    printed = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True).stdout
    core, files, hard = map(int, printed.split())
    assert core == 0
    assert files == hard or files > MOST_CONNECTIONS
