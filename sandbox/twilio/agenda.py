"""What is to happen later, in order of its time: run by worker threads, or by a test's hand."""

import heapq
import itertools
import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from sandbox.twilio.clock import Clock

Deed = Callable[[], object]
log = logging.getLogger(__name__)


class Agenda:
    """Deeds with a due time. Safe to use from many threads; no deed runs under its lock."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._heap: list[tuple[datetime, int, Deed]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._hands: list[threading.Thread] = []
        self._closing = False

    def after(self, seconds: float, deed: Deed) -> None:
        """Have `deed` called `seconds` from now."""
        with self._changed:
            due = self.clock.now() + timedelta(seconds=seconds)
            heapq.heappush(self._heap, (due, next(self._order), deed))
            self._changed.notify()

    def run_due(self) -> None:
        """Run, in the calling thread, everything whose time has come."""
        while deed := self._take(self.clock.now()):
            deed()

    def run_until(self, instant: datetime) -> None:
        """Take the clock to `instant`, running each deed at its own time on the way."""
        while deed := self._take(instant, moving=True):
            deed()
        self.clock.move_to(instant)

    def run_all(self) -> None:
        """Run everything, and whatever follows from it, taking the clock along."""
        while deed := self._take(None, moving=True):
            deed()

    def start(self, hands: int = 4) -> None:
        """Let `hands` threads run deeds as they fall due, until `stop`."""
        self._hands = [threading.Thread(target=self._work, daemon=True) for _ in range(hands)]
        for hand in self._hands:
            hand.start()

    def stop(self) -> None:
        """Send the threads home; what is still to come stays undone."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        for hand in self._hands:
            hand.join()

    def _take(self, until: datetime | None, *, moving: bool = False) -> Deed | None:
        with self._changed:
            if not self._heap or (until is not None and self._heap[0][0] > until):
                return None
            due, _, deed = heapq.heappop(self._heap)
            if moving:
                self.clock.move_to(due)
            return deed

    def _work(self) -> None:
        while deed := self._wait_for_one():
            try:
                deed()
            except Exception:
                log.exception("a deed of the agenda failed")

    def _wait_for_one(self) -> Deed | None:
        with self._changed:
            while not self._closing:
                if deed := self._take(self.clock.now()):
                    return deed
                self._changed.wait(self._seconds_to_next())
            return None

    def _seconds_to_next(self) -> float | None:
        if not self._heap:
            return None
        return max((self._heap[0][0] - self.clock.now()).total_seconds(), 0.001)
