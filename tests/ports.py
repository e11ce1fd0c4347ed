"""Ports that nobody listens on, for processes that a test starts.

They lie below those that the system hands out by itself: it could give one of these to somebody's line on
its way out before the process is there, or while it is being started again. Each of the workers that share
the tests has a range of its own, and gives out none twice before it was through them all.
"""

import os
import socket
from itertools import count

LOWEST, EACH, WORKERS = 20_000, 999, 12  # Linux hands out 32,768 and above by itself

_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_next = count(os.getpid() * 3, 3)


def free_port() -> int:
    """Return a free port."""
    return _free_ports(1)


def three_free_ports() -> int:
    """Return a free port that two more follow, as the demo wants them."""
    return _free_ports(3)


def _free_ports(wanted: int) -> int:
    for _ in range(EACH // 3):
        port = LOWEST + _worker % WORKERS * EACH + next(_next) % EACH
        if all(_is_free(port + more) for more in range(wanted)):
            return port
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what is just closing is no harm
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
