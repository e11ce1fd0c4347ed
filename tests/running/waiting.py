"""Waiting for what must happen, never for a time to pass."""

import time
from collections.abc import Callable
from typing import TypeVar

# seconds for whatever must happen; it takes milliseconds on a machine that has nothing else to do, and ten
# seconds and more on two cores that run four such products at once
WITHIN = 120

Found = TypeVar("Found")


def wait_for(look: Callable[[], Found], within: float = WITHIN) -> Found:
    """Look until it is true, and return it; fails after so many seconds."""
    until = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)
    return found
