"""Texts of which nobody knows whether they went out: found in the carrier's list, or handed back.

They are never sent again by machine. A worker that died leaves `sending`; past its lease that is `unknown`.
An unknown text is looked for after two and after ten minutes; then it is `not_confirmed`, and a volunteer
decides.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from core import events
from core.clock import Clock
from core.conversations.inbox import touch
from core.db import Database
from core.delivery import states
from core.delivery.advancing import advance
from core.delivery.claiming import UNFINISHED
from core.delivery.gateway import Carried, CarrierAway, Gateway
from core.models import Conversation, Message, SendingService

log = structlog.get_logger()

# A batch of texts waits in a worker's hand for a few slow calls at most.
LEASE = timedelta(minutes=2)
LAST_LOOK = timedelta(minutes=10)
CLOCKS_DIFFER = timedelta(seconds=60)
CHUNK = 100


@dataclass(frozen=True)
class Lost:
    """A text to look for."""

    id: int
    attempt: str
    to: str
    body: str
    attempted_at: datetime
    service: str | None
    number: str | None


def settle(database: Database, gateway: Gateway, *, clock: Clock) -> int:
    """Close the lease of texts whose worker died, and look for all that are due.

    Returns:
        how many were looked for. Stops early when the carrier is away; the next round goes on.
    """
    with database.sessions.begin() as session:
        _close_leases(session, clock())
    looked = 0
    while chunk := _due(database, clock()):
        for lost in chunk:
            try:
                found = _look(database, gateway, lost)
            except CarrierAway as problem:
                log.warning("settling_put_off", problem=str(problem))
                return looked
            with database.sessions.begin() as session:
                _close(session, lost, found, clock())
            looked += 1
    return looked


def _close_leases(session: Session, now: datetime) -> None:
    session.execute(
        update(Message)
        .where(UNFINISHED, Message.state == "sending", Message.attempted_at < now - LEASE)
        .values(state="unknown", due_at=now, problem="the worker stopped")
        .execution_options(synchronize_session=False)
    )


def _due(database: Database, now: datetime) -> list[Lost]:
    with database.readers() as session:
        return [Lost(*row) for row in session.execute(_unknown(now))]


def _unknown(now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Message.id,
            Message.attempt,
            Message.their_number,
            Message.body,
            Message.attempted_at,
            SendingService.messaging_service_sid,
            SendingService.from_number,
        )
        .outerjoin(SendingService, SendingService.campaign_id == Message.campaign_id)
        .where(UNFINISHED, Message.state == "unknown", Message.due_at <= now)
        .order_by(Message.id)
        .limit(CHUNK)
    )


def _look(database: Database, gateway: Gateway, lost: Lost) -> Carried | None:
    """Return the text as the carrier lists it, if it is there and no other text of ours is that one."""
    since = lost.attempted_at - CLOCKS_DIFFER
    alike = [text for text in gateway.list_since(since, to=lost.to) if _is(text, lost)]
    with database.readers() as session:
        sids = [text.sid for text in alike]
        taken = set(session.scalars(select(Message.carrier_sid).where(Message.carrier_sid.in_(sids))))
    # the list is newest first, and the oldest that nobody owns is the likeliest
    return next((text for text in reversed(alike) if text.sid not in taken), None)


def _is(text: Carried, lost: Lost) -> bool:
    ours = text.messaging_service_sid == lost.service if lost.service else text.sender == lost.number
    return text.direction == "out" and text.body == lost.body and ours


def _close(session: Session, lost: Lost, found: Carried | None, now: datetime) -> None:
    if found:
        state = states.OF_TWILIO.get(found.status, states.OF_TWILIO["accepted"])
        advance(
            session, lost.attempt, state, now=now, sid=found.sid, our_number=found.sender, code=found.code
        )
    elif now - lost.attempted_at < LAST_LOOK:
        _still_unknown(session, lost, due_at=lost.attempted_at + LAST_LOOK)
    else:
        _hand_back(session, lost, now)


def _hand_back(session: Session, lost: Lost, now: datetime) -> None:
    """Nobody can tell: it is for the volunteer to decide whether to press again."""
    if not _still_unknown(session, lost, state=states.NOT_CONFIRMED.name, due_at=None):
        return
    message = session.get_one(Message, lost.id)
    events.record(session, "text_not_confirmed", message, by=None, at=now)
    if message.conversation_id:
        touch(session, session.get_one(Conversation, message.conversation_id).holder_id)


def _still_unknown(session: Session, lost: Lost, **values: object) -> bool:
    changed = session.execute(
        update(Message)
        .where(Message.id == lost.id, Message.attempt == lost.attempt, Message.state == "unknown")
        .values(**values)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    )
    return changed.one_or_none() is not None
