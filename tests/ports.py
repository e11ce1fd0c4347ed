"""Ports that nobody listens on, for processes that a test starts."""

import socket


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def three_free_ports() -> int:
    """Return a free port that two more follow, as the demo wants them."""
    for _ in range(50):
        port = free_port()
        if all(_is_free(port + more) for more in range(3)):
            return port
    raise AssertionError("no three free ports in a row")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
