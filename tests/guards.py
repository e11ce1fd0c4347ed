"""Tests talk to this machine alone."""

import sys
from typing import Any

_HERE = {"127.0.0.1", "::1", "localhost", "0.0.0.0"}


def refuse_the_outside_world() -> None:
    """Let no test open a connection to another machine; local sockets are free."""
    sys.addaudithook(_check)


def _check(event: str, args: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    address = args[1]
    if isinstance(address, tuple) and address[0] not in _HERE:
        raise AssertionError(f"a test tried to reach {address[0]}")
