"""A worker takes queued texts in hand: each once, and none that must no longer go."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ScalarSelect, bindparam, or_, select, text
from sqlalchemy.orm import Session, aliased

from core.conversations.inbox import touch
from core.delivery import checking, states
from core.delivery.cases import Case, case_of, cases
from core.delivery.gateway import Outgoing
from core.delivery.safeguards import Safeguard
from core.models import Conversation, Message

LONGEST_HOLD = timedelta(hours=4)
BEFORE_CLOSING = timedelta(seconds=30)
SHORTEST_HOLD = 5  # seconds; Twilio advises no less

# the words of the partial index, so that the queue is found without looking at what is finished
UNFINISHED = text("messages.state IN ('queued','sending','unknown')")


def claim(session: Session, *, now: datetime, limit: int) -> list[Outgoing]:
    """Take up to `limit` texts in hand, oldest first; two workers never get the same one.

    Whatever the safeguards refuse now is closed; a first text that may go later returns to its volunteer.

    Returns:
        what to send, each with a new attempt id; nothing only when nothing is due.
    """
    outgoing: list[Outgoing] = []
    while not outgoing and (ids := _due(session, now, limit)):
        for message, case, number in _with_cases(session, ids):
            try:
                checking.check(case, message.body, now)
            except Safeguard as refusal:
                _refuse(session, message, case, refusal, now)
            else:
                outgoing.append(_take(message, case, number, now))
        session.flush()
    return outgoing


def _due(session: Session, now: datetime, limit: int) -> list[int]:
    """Return ids that nobody else has in hand, locked; SQLite has one writer at a time and needs no lock."""
    queued = select(Message.id).where(
        UNFINISHED,
        Message.state == "queued",
        Message.direction == "out",
        or_(Message.due_at.is_(None), Message.due_at <= now),
    )
    return list(session.scalars(queued.order_by(Message.id).limit(limit).with_for_update(skip_locked=True)))


def _with_cases(session: Session, ids: list[int]) -> list[tuple[Message, Case, str | None]]:
    return [
        (message, case_of(tuple(known), is_initial=message.kind == "initial"), number)
        for *known, message, number in session.execute(_WITH_CASES, {"ids": ids})
    ]


def _last_number() -> ScalarSelect[str | None]:
    """The number through which this contact was last spoken to: a person hears from one number only."""
    earlier = aliased(Message)
    query = select(earlier.our_number).where(
        earlier.contact_id == Conversation.contact_id, earlier.our_number.is_not(None)
    )
    return query.order_by(earlier.id.desc()).limit(1).correlate(Conversation).scalar_subquery()


def _take(message: Message, case: Case, number: str | None, now: datetime) -> Outgoing:
    assert case.service  # noqa: S101 - the safeguards saw to it
    message.state, message.attempt, message.attempted_at = states.SENDING.name, uuid4().hex, now
    service = case.service.messaging_service_sid
    return Outgoing(
        attempt=message.attempt,
        to=message.their_number,
        body=message.body,
        sender=service or case.service.from_number or "",
        our_number=number if service else None,
        validity=_validity(case, now),
    )


def _validity(case: Case, now: datetime) -> int:
    """Return for how long the carrier may hold the text: it must not arrive after the contact's hours."""
    closes_at = case.window(now).closes_at or now
    hold = min(LONGEST_HOLD, closes_at - now - BEFORE_CLOSING)
    return max(SHORTEST_HOLD, int(hold.total_seconds()))


def _refuse(session: Session, message: Message, case: Case, refusal: Safeguard, now: datetime) -> None:
    message.state, message.rank = states.REFUSED.name, states.REFUSED.rank
    message.bucket, message.code, message.problem = "safeguard", refusal.code, refusal.sentence
    message.finished_at = now
    if refusal.passes and case.is_initial:
        case.conversation.initial_at = case.conversation.initial_by_id = None
    touch(session, case.conversation.holder_id)


# Built once, since every press has its own claim.
_WITH_CASES = (
    cases(before=Message.id)
    .add_columns(Message, _last_number())
    .join(Message, Message.conversation_id == Conversation.id)
    .where(Message.id.in_(bindparam("ids", expanding=True)))
    .order_by(Message.id)
    .execution_options(populate_existing=True)
)
