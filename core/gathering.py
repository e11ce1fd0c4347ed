"""Bells of one process are gathered for a moment, so that a burst of presses rings once."""

from collections.abc import Callable
from threading import Lock, Timer
from typing import Any

MOMENT = 0.05  # seconds; nobody who waits for a text notices

Ring = Callable[[str, tuple[Any, ...]], None]
Later = Callable[[Callable[[], None]], object]


def after_a_moment(do: Callable[[], None]) -> None:
    """Do something soon; a process that ends meanwhile waits for it."""
    Timer(MOMENT, do).start()


class Gatherer:
    """Holds bells back for a moment after the first, then rings each different one once.

    What is rung was committed before, so whoever hears it later finds all that was committed until then.

    Args:
        ring: what is rung in the end.
        later: lets the moment pass, then calls what it is given.
    """

    def __init__(self, ring: Ring, later: Later = after_a_moment) -> None:
        self._ring, self._later = ring, later
        self._lock = Lock()
        self._waiting: list[tuple[str, tuple[Any, ...]]] = []

    def ring(self, job: str, args: tuple[Any, ...] = ()) -> None:
        """Ask for a job, in a moment."""
        with self._lock:
            is_first = not self._waiting
            if (job, args) not in self._waiting:
                self._waiting.append((job, args))
        if is_first:
            self._wait()

    def flush(self) -> None:
        """Ring at once whatever waits."""
        with self._lock:
            bells, self._waiting = self._waiting, []
        for job, args in bells:
            self._ring(job, args)

    def _wait(self) -> None:
        try:
            self._later(self.flush)
        except RuntimeError:  # a process that ends starts no more threads
            self.flush()
