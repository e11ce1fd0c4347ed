"""Two servers under the same load in turn, so that a busy machine slows both."""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.cpu import Meter
from bench.load import Load, load
from bench.measure import Measure

ROUNDS, SECONDS, CONNECTIONS = 3, 2.0, 16


@dataclass(frozen=True)
class Server:
    """A web server under measurement."""

    url: str
    meter: Meter


@dataclass(frozen=True)
class Side:
    """Who is asked what.

    Attributes:
        requests: shared by all connections, so an iterator that threads may share; see `load`.
        expect: the status that counts as an answer.
    """

    server: Server
    requests: Iterator[bytes]
    expect: bytes = b"200"


@dataclass(frozen=True)
class Round:
    """One round of load, and the CPU of server and database for each answer, in milliseconds."""

    load: Load
    cpu: float


@dataclass(frozen=True)
class Rounds:
    """All rounds of one side."""

    each: list[Round]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self._median(lambda one: one.load.rate)

    @property
    def p50(self) -> float:
        """Milliseconds to an answer."""
        return self._median(lambda one: one.load.p50)

    @property
    def cpu(self) -> float:
        """Milliseconds of CPU for each answer, web and database."""
        return self._median(lambda one: one.cpu)

    @property
    def failures(self) -> int:
        return sum(one.load.failures for one in self.each)

    def _median(self, of: Callable[[Round], float]) -> float:
        return statistics.median(of(one) for one in self.each)


@dataclass(frozen=True)
class Compared:
    """The product beside its yardstick.

    Attributes:
        what: the product's doing, in words.
        yardstick: the other's, in words.
    """

    what: str
    yardstick: str
    ours: Rounds
    theirs: Rounds

    def rate(self, at_least: float) -> Measure:
        """Compare the answers a second."""
        ours, theirs = self.ours.rate, self.theirs.rate
        words = f"{self.yardstick}: {theirs:,.0f} a second"
        ratio = ours / theirs
        target = f"ratio ≥ {at_least:.2f}"
        return Measure(self.what, ours, "a second", words, ratio, target, ratio >= at_least)

    def cpu(self, at_most: float) -> Measure:
        """Compare the CPU of an answer."""
        return self._less("… its CPU", self.ours.cpu, self.theirs.cpu, at_most)

    def p50(self, at_most: float) -> Measure:
        """Compare the time to an answer."""
        return self._less(f"… p50, {self.what}", self.ours.p50, self.theirs.p50, at_most)

    def _less(self, name: str, ours: float, theirs: float, at_most: float) -> Measure:
        words, ratio = f"{self.yardstick}: {theirs:.2f} ms", ours / theirs
        return Measure(name, ours, "ms", words, ratio, f"ratio ≤ {at_most:.1f}", ratio <= at_most)


def in_turn(
    what: str, ours: Side, yardstick: str, theirs: Side, *, connections: int = CONNECTIONS
) -> Compared:
    """Load the product and its yardstick in alternating rounds.

    Raises:
        RuntimeError: the product gave other answers than expected.
    """
    pairs = [(_round(ours, connections), _round(theirs, connections)) for _ in range(ROUNDS)]
    compared = Compared(what, yardstick, *(Rounds(list(side)) for side in zip(*pairs, strict=True)))
    if failures := compared.ours.failures:
        raise RuntimeError(f"{what}: {failures} answers were not what was expected")
    return compared


def alone(what: str, ours: Side, *, connections: int = CONNECTIONS) -> Rounds:
    """Load the product where there is nothing to compare it with.

    Raises:
        RuntimeError: as above.
    """
    rounds = Rounds([_round(ours, connections) for _ in range(ROUNDS)])
    if rounds.failures:
        raise RuntimeError(f"{what}: {rounds.failures} answers were not what was expected")
    return rounds


def _round(side: Side, connections: int) -> Round:
    with side.server.meter.spent() as spent:
        found = load(
            side.server.url, side.requests, seconds=SECONDS, connections=connections, expect=side.expect
        )
    return Round(found, spent.seconds / max(found.answers, 1) * 1000)
