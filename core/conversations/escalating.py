"""A volunteer asks the admins to look at a conversation; whoever sees to it closes that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core import events
from core.conversations import keys
from core.conversations.answering import newest
from core.conversations.archiving import archive
from core.conversations.escalations_told import tell_of, tell_what_came, told_at
from core.conversations.holding import own, review
from core.conversations.inbox import touch
from core.models import Action, Contact, Conversation, Escalation, User
from core.naming import worded
from core.people.rights import Right, require

LONGEST_NOTE: Final = 1000  # characters
PAGE: Final = 15


@dataclass(frozen=True)
class Open:
    """An escalation that nobody has seen to, with what a list says of it."""

    escalation: Escalation
    contact: Contact
    action: str
    by: User


@dataclass(frozen=True)
class Asked:
    """What was asked about a conversation last.

    Attributes:
        by: who asked.
        resolved_by: who saw to it; empty while it is open.
    """

    escalation: Escalation
    by: str
    resolved_by: str

    @property
    def is_open(self) -> bool:
        return self.escalation.resolved_at is None


@dataclass(frozen=True)
class Page:
    """Some of `total`; `number` counts from 0."""

    asked: list[Open]
    number: int
    total: int


def escalate(
    session: Session, conversation_id: int, *, by: User, note: str, key: str, now: datetime
) -> Escalation:
    """Ask the admins to look at one of `by`'s conversations; while they do, asking again changes nothing.

    Args:
        note: what `by` wants to say; it may be empty.
        key: made by the form; the same key again returns what it asked.

    Raises:
        NotFound: it is not there, or not theirs.
        PageTooOld: the key is none of a form's, or another conversation's.
        Invalid: the note is too long.
    """
    conversation = own(session, conversation_id, by)
    if asked := _asked_with(session, key, conversation) or open_one(session, conversation.id):
        return asked
    words = worded(note, field="note", what="note", limit=LONGEST_NOTE)
    escalation = Escalation(
        campaign_id=conversation.campaign_id,
        key=key,
        conversation_id=conversation.id,
        by_id=by.id,
        note=words,
        at=now,
        told=told_at(session, conversation),
        told_up_to=newest(session, conversation),
    )
    session.add(escalation)
    session.flush()
    events.record(session, "conversation_escalated", conversation, by=by, at=now, escalation=escalation.id)
    touch(session, by.id)
    tell_of(session, escalation, now=now)
    return escalation


def resolve(
    session: Session, conversation_id: int, *, by: User, now: datetime, archiving: bool = False
) -> Escalation | None:
    """Close what was asked about a conversation; its thread is closed too. Once more changes nothing.

    Args:
        archiving: put the conversation away as well, so that it waits for nobody.

    Returns:
        what was closed, None when nothing was open.

    Raises:
        NotAllowed, NotFound: as `holding.review`.
    """
    conversation = review(session, conversation_id, by)
    # locked before anything is told of it, as the sweep does, so that the two cannot wait for each other
    escalation = session.scalar(_open(conversation.id).with_for_update())
    if escalation:
        tell_what_came(session, escalation, now=now)
        escalation.resolved_at, escalation.resolved_by_id = now, by.id
        events.record(session, "escalation_resolved", conversation, by=by, at=now, escalation=escalation.id)
        touch(session, by.id, conversation.holder_id)
        tell_of(session, escalation, now=now)
    if archiving:
        archive(session, conversation_id, by=by, now=now, reach=review)
    return escalation


def open_one(session: Session, conversation_id: int) -> Escalation | None:
    """Return what was asked about a conversation and nobody has seen to."""
    return session.scalar(_open(conversation_id))


def asked_last(session: Session, conversation_id: int) -> Asked | None:
    """Return what was asked last about a conversation, seen to or not; the caller has asked whose it is."""
    asked = select(Escalation).filter_by(conversation_id=conversation_id)
    escalation = session.scalar(asked.order_by(Escalation.id.desc()).limit(1))
    if escalation is None:
        return None
    by = session.get_one(User, escalation.by_id).name
    seen_by = session.get_one(User, escalation.resolved_by_id).name if escalation.resolved_by_id else ""
    return Asked(escalation, by, seen_by)


def page(session: Session, *, by: User, number: int = 0) -> Page:
    """Return a page of what nobody has seen to, the oldest first; one beyond the end becomes the last.

    Raises:
        NotAllowed: they may not look into other people's conversations.
    """
    require(session, by, Right.LOOK)
    waiting = (Escalation.campaign_id == by.campaign_id, Escalation.resolved_at.is_(None))
    total = session.scalar(select(func.count(Escalation.id)).where(*waiting)) or 0
    number = min(number, max(total - 1, 0) // PAGE)
    query = (
        select(Escalation, Contact, Action.title, User)
        .join(Conversation, Conversation.id == Escalation.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(Action, Action.id == Conversation.action_id)
        .join(User, User.id == Escalation.by_id)
        .where(*waiting)
        .order_by(Escalation.id)
    )
    rows = session.execute(query.offset(number * PAGE).limit(PAGE))
    return Page([Open(*row) for row in rows], number, total)


def _open(conversation_id: int) -> Select[Escalation]:
    return select(Escalation).filter_by(conversation_id=conversation_id, resolved_at=None)


def _asked_with(session: Session, key: str, conversation: Conversation) -> Escalation | None:
    keys.check(key)
    asked = session.scalar(select(Escalation).filter_by(key=key))
    if asked and asked.conversation_id != conversation.id:
        raise keys.PageTooOld
    return asked
