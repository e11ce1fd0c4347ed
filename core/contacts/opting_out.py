"""Stop means stop: campaign-wide, at once, for ever; lifted only by START or by an admin with a note."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import events
from core.conversations.facts import NO, YES, key_of, learn, present
from core.conversations.inbox import touch
from core.delivery import states
from core.delivery.safeguards import ContactOptedOut
from core.inserting import insert_new
from core.models import Contact, Conversation, Message, OptOut, Tag, User


def is_opted_out(session: Session, campaign_id: int, phone: str) -> bool:
    """Whether an opt-out of this phone is in force."""
    return _in_force(session, campaign_id, phone) is not None


def opt_out(
    session: Session,
    campaign_id: int,
    phone: str,
    *,
    route: str,
    at: datetime,
    words: str = "",
    conversation: Conversation | None = None,
    message: Message | None = None,
    by: User | None = None,
) -> OptOut:
    """Keep somebody's stop, and take back what is queued for them. Once more changes nothing.

    The contact's conversations in every action are stamped and need attention no more; texts to the phone
    that no worker has in hand yet are refused.

    Args:
        phone: E.164.
        route: keyword, volunteer, admin, tag, carrier or import.
        words: what the person said, if they said it.
        conversation, message: where it was said; flushed.
        by: who did it for them.
    """
    contact = _contact(session, campaign_id, phone)
    made = insert_new(
        session,
        OptOut,
        campaign_id=campaign_id,
        phone=phone,
        at=at,
        route=route,
        words=words,
        lift_note="",
        action_id=conversation.action_id if conversation else None,
        contact_id=contact.id if contact else None,
        conversation_id=conversation.id if conversation else None,
        message_id=message.id if message else None,
        user_id=by.id if by else None,
    )
    kept = made or _in_force(session, campaign_id, phone)
    assert kept is not None  # noqa: S101 - it was there or was made just now
    if contact:
        _refuse_queued(session, contact, at)
        for each in _conversations(session, contact):
            each.opted_out(at=at)
    if made:
        _set_tag(session, conversation, YES, at=at, by=by)
        events.record(session, "contact_opted_out", kept, by=by, at=at, route=route)
    return kept


def lift(
    session: Session,
    campaign_id: int,
    phone: str,
    *,
    at: datetime,
    conversation: Conversation | None = None,
    by: User | None = None,
    note: str = "",
) -> OptOut | None:
    """Take a stop back, because the person wrote START or told an admin so; None if there was none.

    Args:
        by, note: the admin, and how they know.
    """
    kept = _in_force(session, campaign_id, phone)
    if kept is None:
        return None
    kept.lifted_at, kept.lifted_by_id, kept.lift_note = at, by.id if by else None, note
    if contact := _contact(session, campaign_id, phone):
        for each in _conversations(session, contact):
            each.opted_out_at = None
    _set_tag(session, conversation, NO, at=at, by=by)
    events.record(session, "opt_out_lifted", kept, by=by, at=at)
    return kept


def _in_force(session: Session, campaign_id: int, phone: str) -> OptOut | None:
    return session.scalar(select(OptOut).filter_by(campaign_id=campaign_id, phone=phone, lifted_at=None))


def _contact(session: Session, campaign_id: int, phone: str) -> Contact | None:
    return session.scalar(select(Contact).filter_by(campaign_id=campaign_id, phone=phone))


def _conversations(session: Session, contact: Contact) -> list[Conversation]:
    """Return the contact's conversations, locked, and tell those who hold them."""
    query = select(Conversation).filter_by(campaign_id=contact.campaign_id, contact_id=contact.id)
    found = list(session.scalars(query.order_by(Conversation.id).with_for_update()))
    touch(session, *(each.holder_id for each in found))
    return found


def _refuse_queued(session: Session, contact: Contact, at: datetime) -> None:
    # A text that a worker is taking in hand this instant is left to it: it looks for the opt-out too, and
    # waiting for its lock here could end in a deadlock.
    queued = select(Message.id).filter_by(contact_id=contact.id, direction="out", state="queued")
    session.execute(
        update(Message)
        .where(Message.id.in_(session.scalars(queued.with_for_update(skip_locked=True)).all()))
        .values(
            state=states.REFUSED.name,
            rank=states.REFUSED.rank,
            bucket="safeguard",
            code=ContactOptedOut.code,
            finished_at=at,
        )
    )


def _set_tag(
    session: Session, conversation: Conversation | None, value: str, *, at: datetime, by: User | None
) -> None:
    if conversation is None:
        return
    tag = session.scalar(select(Tag).filter_by(campaign_id=conversation.campaign_id, built_in="opt_out"))
    if tag:
        before = present(session, conversation.contact_id).get(key_of(tag))
        learn(session, conversation, tag, value, source="opt-out", by=by, at=at, before=before)
