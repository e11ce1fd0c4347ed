"""The hands: claims queued texts, sends them from many threads outside any transaction, keeps outcomes."""

import random
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.clock import Clock
from core.db import Database
from core.delivery import states
from core.delivery.advancing import advance
from core.delivery.claiming import claim
from core.delivery.gateway import Accepted, Gateway, NotSent, Outcome, Outgoing, Rejected, Unknown
from core.models import Message

THREADS = 32
BATCH = 100
LONGEST_WAIT = timedelta(minutes=5)
# By then a callback has told us, or the carrier's list knows it.
FIRST_LOOK = timedelta(minutes=2)
# this one number cannot send, or has too much to send; another of the service may
NUMBER_GONE = frozenset({"21606", "21611", "21659", "21660", "21661", "21711"})


def deliver(
    database: Database, gateway: Gateway, *, clock: Clock, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Send everything that is due. Safe to run twice, and two at once.

    Args:
        stopping: whether the process is to end; then what is in flight is finished and nothing more claimed.

    Returns:
        how many texts were handed to the carrier.
    """
    handed = 0
    in_flight: dict[Future[Outcome], Outgoing] = {}
    with ThreadPoolExecutor(THREADS, "sending") as pool:
        more = True
        while more or in_flight:
            if more and len(in_flight) < THREADS:
                texts = [] if stopping() else _claim(database, clock())
                in_flight |= {pool.submit(send, gateway, text): text for text in texts}
                more = bool(texts)
                handed += len(texts)
            if in_flight:
                done, _ = wait(in_flight, return_when=FIRST_COMPLETED)
                record(database, [(in_flight.pop(each), each.result()) for each in done], now=clock())
    return handed


def send(gateway: Gateway, text: Outgoing) -> Outcome:
    """Send once. A refusal made nothing, so where the pinned number was at fault the service may choose."""
    outcome = gateway.send(text)
    if isinstance(outcome, Rejected) and outcome.code in NUMBER_GONE and text.our_number:
        return gateway.send(replace(text, our_number=None))
    return outcome


def record(database: Database, sent: Iterable[tuple[Outgoing, Outcome]], *, now: datetime) -> None:
    """Keep what came of texts; what a callback told first stays."""
    with database.sessions.begin() as session:
        for text, outcome in sent:
            _record(session, text, outcome, now)


def _claim(database: Database, now: datetime) -> list[Outgoing]:
    with database.sessions.begin() as session:
        return claim(session, now=now, limit=BATCH)


def _record(session: Session, text: Outgoing, outcome: Outcome, now: datetime) -> None:
    match outcome:
        case Accepted(sid=sid, status=status, our_number=number):
            state = states.OF_TWILIO.get(status, states.OF_TWILIO["accepted"])
            advance(session, text.attempt, state, now=now, sid=sid, our_number=number)
        case Rejected(code=code, words=words):
            advance(session, text.attempt, states.FAILED, now=now, code=code, words=words)
        case NotSent(reason=reason, retry_after=seconds):
            _queue_again(session, text.attempt, reason, seconds, now)
        case Unknown(reason=reason):
            unknown = {"state": "unknown", "due_at": now + FIRST_LOOK, "problem": reason}
            _in_hand(session, text.attempt, unknown)


def _queue_again(
    session: Session, attempt: str, reason: str, retry_after: float | None, now: datetime
) -> None:
    tries = session.scalar(select(Message.tries).filter_by(attempt=attempt)) or 0
    delay = timedelta(seconds=retry_after) if retry_after else _wait(tries)
    again: dict[str, Any] = {
        "problem": reason,
        "state": "queued",
        "attempt": None,
        "tries": tries + 1,
        "due_at": now + delay,
    }
    _in_hand(session, attempt, again)


def _wait(tries: int) -> timedelta:
    """Return 1, 2, 4 … seconds and a bit, so that many texts do not come back in one instant."""
    seconds = min(2.0**tries, LONGEST_WAIT.total_seconds())
    return timedelta(seconds=seconds * random.uniform(1.0, 1.5))  # noqa: S311 - no secret


def _in_hand(session: Session, attempt: str, values: dict[str, Any]) -> None:
    """Change a text that is still in this worker's hand; a callback or a sweep may have been first."""
    session.execute(
        update(Message)
        .where(Message.attempt == attempt, Message.state == states.SENDING.name)
        .values(values)
        .execution_options(synchronize_session=False)
    )
