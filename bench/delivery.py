"""Texts on their way: claimed, sent and recorded, against a bare loop of requests to the same carrier."""

import json
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from sqlalchemy import text

from bench import places
from bench.filling import fill
from bench.measure import Measure
from core.clock import utcnow
from core.db import Database

ROUNDS = 3
QUICK, SLOW = 10, 100  # milliseconds that the carrier takes
TEXTS, SLOW_TEXTS, SHARED_TEXTS = 2500, 1900, 4000  # a round


@dataclass(frozen=True)
class Sent:
    """One round: texts a second from the word go to the last answer, and CPU for each in milliseconds."""

    rate: float
    cpu: float


@dataclass(frozen=True)
class Post:
    """A carrier and a database with people to text."""

    carrier: str
    url: str
    database: Database

    def bare(self, threads: int, texts: int) -> Sent:
        """Send without the product."""
        return self._run([["bare", str(threads), self.carrier, str(texts)]], texts)

    def ours(self, threads: int, texts: int, *, processes: int = 1) -> Sent:
        """Queue texts and let the product's outbox send them.

        Raises:
            RuntimeError: not every phone got exactly one text, or not every text is kept as accepted.
        """
        self._queue(texts)
        sent = self._run([["outbox", str(threads), self.carrier, self.url]] * processes, texts)
        with self.database.readers() as session:
            states = session.scalars(text("SELECT DISTINCT state FROM messages")).all()
        if states != ["accepted"]:
            raise RuntimeError(f"not every text was kept as accepted: {states}")
        return sent

    def takes(self, milliseconds: int) -> None:
        """Set how long the carrier takes for each text."""
        _ask(f"{self.carrier}/delay/{milliseconds}")

    def _run(self, commands: list[list[str]], texts: int) -> Sent:
        _ask(f"{self.carrier}/count")
        with ExitStack() as stack:
            senders = [stack.enter_context(_process("bench.sender", *each)) for each in commands]
            for each in senders:
                _line(each)
            begun = time.perf_counter()
            for each in senders:
                print("go", file=each.stdin, flush=True)
            cpu = sum(float(_line(each)) for each in senders)
            took = time.perf_counter() - begun
        counted = _ask(f"{self.carrier}/count")
        if counted != {"texts": texts, "phones": texts}:
            raise RuntimeError(f"{texts} phones should have got one text each: {counted}")
        return Sent(texts / took, cpu / texts * 1000)

    def _queue(self, texts: int) -> None:
        with self.database.sessions.begin() as session:
            session.execute(text("TRUNCATE messages CASCADE"))
            session.execute(text(_QUEUED), {"texts": texts, "now": utcnow()})
        places.vacuum(self.database, "messages")


def measures() -> Iterator[Measure]:
    """Measure on PostgreSQL; nothing where it is not running."""
    if server := places.postgresql():
        with places.new_database(server) as url, _carrier() as carrier:
            database = Database(url)
            fill(database, texted=SHARED_TEXTS, waiting=0)
            yield from _measures(Post(carrier, url, database))
            database.dispose()


def _measures(post: Post) -> Iterator[Measure]:
    post.takes(QUICK)
    rounds = [
        (post.bare(32, TEXTS), post.ours(32, TEXTS), post.ours(32, SHARED_TEXTS, processes=2))
        for _ in range(ROUNDS)
    ]
    bare, one, two = (_middle(list(side)) for side in zip(*rounds, strict=True))
    words = f"a bare requests loop: {bare.rate:,.0f} a second"
    yield _measure("texts sent, 32 threads, 10 ms carrier", one.rate, words, one.rate / bare.rate, 1.1)
    yield _cpu(one.cpu, bare.cpu)
    words = f"one process: {one.rate:,.0f} a second"
    yield _measure("… by two processes, none double", two.rate, words, two.rate / one.rate, 1.3)
    post.takes(SLOW)
    slow = _middle([post.ours(64, SLOW_TEXTS) for _ in range(ROUNDS - 1)])
    ideal = 64 * 1000 / SLOW
    words = f"threads ÷ latency: {ideal:,.0f} a second"
    yield _measure("… 64 threads, 100 ms carrier", slow.rate, words, slow.rate / ideal, 0.85)


def _measure(name: str, rate: float, yardstick: str, ratio: float, target: float) -> Measure:
    return Measure(name, rate, "a second", yardstick, ratio, f"ratio ≥ {target:.2f}", ratio >= target)


def _cpu(ours: float, bare: float) -> Measure:
    ratio = ours / bare
    words = f"a bare requests loop: {bare:.2f} ms"
    return Measure(
        "… CPU of the sending process for each", ours, "ms", words, ratio, "ratio ≤ 1.0", ratio <= 1.0
    )


def _middle(rounds: list[Sent]) -> Sent:
    return Sent(
        statistics.median(each.rate for each in rounds), statistics.median(each.cpu for each in rounds)
    )


@contextmanager
def _carrier() -> Iterator[str]:
    with _process("bench.carrier") as carrier:
        yield f"http://127.0.0.1:{_line(carrier)}"


@contextmanager
def _process(module: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def _line(process: "subprocess.Popen[str]") -> str:
    line = process.stdout.readline().strip() if process.stdout else ""
    if not line:
        raise RuntimeError("a process of the benchmark ended early")
    return line


def _ask(url: str) -> dict[str, int]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        asked: dict[str, int] = json.load(answer)
        return asked


_QUEUED = """INSERT INTO messages (campaign_id, conversation_id, action_id, contact_id, direction, kind,
        sender_id, their_number, body, media, segments, state, rank, problem, created_at, tries)
    SELECT conversations.campaign_id, conversations.id, action_id, contact_id, 'out', 'initial', holder_id,
        phone, 'Hi Pat, will you vote? Stop to opt out.', '[]', 1, 'queued', 0, '', :now, 0
    FROM conversations JOIN contacts ON contacts.id = contact_id ORDER BY conversations.id LIMIT :texts"""
