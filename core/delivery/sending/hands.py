"""The threads that call the carrier: they live as long as their process and are given texts by one other."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from queue import Empty, SimpleQueue
from time import sleep

import structlog

from core.delivery.gateway import Gateway, Outcome, Outgoing, Rejected, Unknown

# this one number cannot send, or has too much to send; another of the service may
NUMBER_GONE = frozenset({"21606", "21611", "21659", "21660", "21661", "21711", "21712"})

# Results that come within so long of each other are kept together; what a crash may forget is no more.
GATHER = 0.02  # seconds

Sent = tuple[Outgoing, Outcome]

log = structlog.get_logger()


class Hands:
    """A pool of threads, for the one thread that claims texts and keeps what came of them.

    Attributes:
        threads: how many texts are with the carrier at once.
    """

    def __init__(self, gateway: Gateway, threads: int) -> None:
        self.threads = threads
        self._gateway = gateway
        self._pool = ThreadPoolExecutor(threads, "sending")
        self._given: dict[str, tuple[Outgoing, Future[None]]] = {}
        self._done: SimpleQueue[Sent] = SimpleQueue()

    @property
    def count(self) -> int:
        """How many texts have been given and not come back."""
        return len(self._given)

    def give(self, texts: Sequence[Outgoing]) -> None:
        """Have texts sent, in this order."""
        for text in texts:
            self._given[text.attempt] = text, self._pool.submit(self._send, text)

    def take_back(self) -> list[Outgoing]:
        """Return the texts of which sending has certainly not begun; they will not be sent."""
        back = [text for text, future in self._given.values() if future.cancel()]
        for text in back:
            del self._given[text.attempt]
        return back

    def results(self, *, within: float) -> list[Sent]:
        """Return what has come of texts, empty when nothing has within so many seconds."""
        found = []
        try:
            found.append(self._done.get(timeout=within))
            if self._done.qsize() < self.count - 1:
                sleep(GATHER)
            while True:
                found.append(self._done.get_nowait())
        except Empty:
            for text, _ in found:
                del self._given[text.attempt]
            return found

    def close(self) -> None:
        """Let the threads go; what is in flight is finished first."""
        self._pool.shutdown()

    def _send(self, text: Outgoing) -> None:
        try:
            outcome = send(self._gateway, text)
        except Exception as problem:  # it may have been on its way already
            log.exception("sending_failed", attempt=text.attempt)
            outcome = Unknown(type(problem).__name__)
        self._done.put((text, outcome))


def send(gateway: Gateway, text: Outgoing) -> Outcome:
    """Send once. A refusal made nothing, so where the pinned number was at fault the service may choose."""
    outcome = gateway.send(text)
    if isinstance(outcome, Rejected) and outcome.code in NUMBER_GONE and text.our_number:
        return gateway.send(replace(text, our_number=None))
    return outcome
