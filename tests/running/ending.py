"""Processes that end with the test that started them, however it ends."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from subprocess import Popen

import psutil


@contextmanager
def ended(process: Popen[str]) -> Iterator[Popen[str]]:
    """Give a process; kill whatever is left of it and of what it started when the test is through with it.

    `Popen` alone waits for its end, for ever where a failing test never came to telling it to stop.
    """
    with process:
        try:
            yield process
        finally:
            _kill(process)


def _kill(process: Popen[str]) -> None:
    with suppress(psutil.NoSuchProcess):
        left = psutil.Process(process.pid)
        for each in [*left.children(recursive=True), left]:
            with suppress(psutil.NoSuchProcess):
                each.kill()
