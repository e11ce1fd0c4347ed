"""Texts that the carrier took and of whose end it never told: asked for after 15 minutes, 6 and 72 hours.

After that `sent` may be the last word, since not every carrier returns a receipt, and it stays. What is still
only `accepted` is handed back as not confirmed; its SID shows that the carrier had it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from core.away import DATABASE_AWAY
from core.clock import Clock
from core.db import Database
from core.delivery import states
from core.delivery.gateway import Carried, CarrierAway, Gateway
from core.delivery.settling.handing_back import hand_back
from core.delivery.settling.looking_up import look_up, take_over
from core.models import Message

log = structlog.get_logger()

CHUNK = 100
# The carrier holds a text for ten hours at most: by the last look it has told whatever it knows.
LOOKS = (timedelta(minutes=15), timedelta(hours=6), timedelta(hours=72))

# the words of the partial index, so that nobody looks through what is finished
OPEN = text("messages.state IN ('accepted','sent') AND messages.due_at IS NOT NULL")


@dataclass(frozen=True)
class Silent:
    """A text of which nothing was heard for a while."""

    id: int
    attempt: str
    sid: str
    attempted_at: datetime


def follow(
    database: Database, gateway: Gateway, *, clock: Clock, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Ask for every text that is due. Safe to run twice, and two at once.

    Returns:
        how many were asked for. Stops early when the carrier is away; the next round goes on.
    """
    outcomes: Counter[str] = Counter()
    try:
        while not stopping() and (chunk := _due(database, clock())):
            for silent, known in _look_up(gateway, chunk):
                outcomes[_close_alone(database, silent, known, clock())] += 1
    except CarrierAway as problem:
        log.warning("following_put_off", problem=str(problem))
    if outcomes:
        log.info("followed", **outcomes)
    return outcomes.total()


def next_look(attempted_at: datetime, now: datetime) -> datetime | None:
    """Return when to ask for a text that the carrier took; None when there is no use in asking again."""
    return next((attempted_at + after for after in LOOKS if attempted_at + after > now), None)


def _due(database: Database, now: datetime) -> list[Silent]:
    since = func.coalesce(Message.attempted_at, Message.created_at)
    query = select(
        Message.id, func.coalesce(Message.attempt, ""), func.coalesce(Message.carrier_sid, ""), since
    )
    due = query.where(OPEN, Message.due_at <= now).order_by(Message.due_at, Message.id).limit(CHUNK)
    with database.readers() as session:
        return [Silent(*row) for row in session.execute(due)]


def _look_up(gateway: Gateway, chunk: list[Silent]) -> Iterator[tuple[Silent, Carried | None]]:
    return look_up(chunk, lambda silent: gateway.fetch(silent.sid) if silent.sid else None)


def _close_alone(database: Database, silent: Silent, known: Carried | None, now: datetime) -> str:
    try:
        with database.sessions.begin() as session:
            return _close(session, silent, known, now)
    except DATABASE_AWAY:
        raise
    except Exception:  # as if nothing were heard: asked for anew when it is time, and in the end handed back
        log.exception("text_not_followed", message_id=silent.id)
        with database.sessions.begin() as session:
            return _close(session, silent, None, now)


def _close(session: Session, silent: Silent, known: Carried | None, now: datetime) -> str:
    moved = _advance(session, silent, known, now) if known else None
    if moved and moved.is_final:
        return "ended"
    again = next_look(silent.attempted_at, now)
    if again is None and hand_back(session, silent.id, was="accepted", now=now):
        return "handed_back"
    _look_again(session, silent, again)
    return "moved" if moved else "silent"


def _advance(session: Session, silent: Silent, known: Carried, now: datetime) -> states.State | None:
    """Move the text to where the carrier says it is; return that, None when it is no news."""
    state = states.OF_TWILIO.get(known.status)
    if state is None:
        log.warning("status_unknown", status=known.status, sid=known.sid)
        return None
    return state if take_over(session, silent.attempt, state, known, now=now) else None


def _look_again(session: Session, silent: Silent, at: datetime | None) -> None:
    session.execute(
        update(Message)
        .where(Message.id == silent.id, Message.state.in_(("accepted", "sent")))
        .values(due_at=at)
        .execution_options(synchronize_session=False)
    )
