"""The hands: claims queued texts, sends them from many threads outside any transaction, keeps outcomes."""

from collections.abc import Callable
from threading import Event, Lock
from time import monotonic

import structlog
from sqlalchemy.exc import SQLAlchemyError

from core.clock import Clock
from core.db import Database
from core.delivery.gateway import Gateway
from core.delivery.pace.buckets import Pace, make_pace
from core.delivery.sending.hands import Hands, Sent
from core.delivery.sending.keeping import keep
from core.delivery.sending.putting_back import put_back
from core.delivery.sending.rounds import Rounds

THREADS = 32
# Texts claimed at once, and how many for each thread at most; as many may be waiting. Eight slow calls one
# after another are over before the lease of `core.delivery.settling.unknown` is.
BATCH, FOR_EACH_THREAD = 200, 4
RECORD_EVERY = 0.05  # seconds
LONGEST_SLEEP = 0.5  # seconds until it is noticed that the process is to end

log = structlog.get_logger()

Stopping = Callable[[], bool]


def deliver(database: Database, gateway: Gateway, *, clock: Clock, stopping: Stopping = lambda: False) -> int:
    """Send everything that is due, once, from an outbox of its own; see `Outbox.drain`."""
    outbox = Outbox(database, gateway, clock=clock, stopping=stopping)
    try:
        return outbox.drain()
    finally:
        outbox.close()


class Outbox:
    """Sends what is queued. One for a process; `close` it at the end.

    Args:
        pace: shared with the other workers, if there are any.
        stopping: whether the process is to end; then what is in flight is finished and nothing more claimed.
        threads: how many texts are with the carrier at once.
    """

    def __init__(
        self,
        database: Database,
        gateway: Gateway,
        *,
        clock: Clock,
        pace: Pace | None = None,
        stopping: Stopping = lambda: False,
        threads: int = THREADS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._stopping = stopping
        self._hands = Hands(gateway, threads)
        most = min(BATCH, threads * FOR_EACH_THREAD)
        self._rounds = Rounds(database, pace or make_pace(""), clock=clock, most=most)
        self._unkept: list[Sent] = []
        self._is_closing = False
        self._bell = Event()
        self._alone = Lock()

    def drain(self) -> int:
        """Send everything that is due. While another thread is at it, that one is made to look again.

        Returns:
            how many texts were handed to the carrier.

        Raises:
            SQLAlchemyError: the database is away; what came of texts meanwhile is kept by the next call.
        """
        handed = 0
        self._bell.set()
        # whoever is at it may have looked for the last time just now: then the lock is free in a moment
        while self._bell.is_set() and self._alone.acquire(blocking=False):
            try:
                handed += self._empty()
            finally:
                self._alone.release()
            if self._is_ending:
                break
        return handed

    def close(self) -> None:
        """Finish what is in flight, give back what has not begun, and let the threads go."""
        self._is_closing = True
        try:
            with self._alone:
                self._empty()
        except SQLAlchemyError as problem:
            log.warning("outbox_closed_without_database", problem=type(problem).__name__)
        finally:
            self._hands.close()

    @property
    def _is_ending(self) -> bool:
        return self._is_closing or self._stopping()

    def _empty(self) -> int:
        """Claim, send and keep until nothing is due and nothing in flight."""
        handed = 0
        look_at: float | None = monotonic()
        while True:
            if self._is_ending:
                self._take_back()
                look_at = None
            elif self._has_room and (self._bell.is_set() or _is_over(look_at)):
                handed += self._claim()
                look_at = None if self._rounds.wait is None else monotonic() + self._rounds.wait
            self._keep()
            if not self._hands.count:
                if look_at is None:
                    return handed
                self._bell.wait(min(LONGEST_SLEEP, max(0.0, look_at - monotonic())))

    @property
    def _has_room(self) -> bool:
        """Whether the threads will soon have nothing to do."""
        return self._hands.count <= FOR_EACH_THREAD * self._hands.threads

    def _claim(self) -> int:
        self._bell.clear()
        texts = self._rounds.claim()
        self._hands.give(texts)
        return len(texts)

    def _take_back(self) -> None:
        if texts := self._hands.take_back():
            with self._database.sessions.begin() as session:
                put_back(session, texts)

    def _keep(self) -> None:
        if self._hands.count:
            self._unkept += self._hands.results(within=RECORD_EVERY)
        if self._unkept:
            keep(self._database, self._unkept, now=self._clock())
            self._unkept = []


def _is_over(moment: float | None) -> bool:
    return moment is not None and moment <= monotonic()
