"""Erase a person on request: once and for all, and nobody texts or imports the phone again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core import events
from core.clock import Clock
from core.contacts.erasing import forgetting
from core.contacts.erasing.hashes import hash_of, make_key
from core.contacts.opt_out_queued import refuse_undeliverable
from core.conversations.inbox import touch
from core.db import Database
from core.errors import Invalid, Stale
from core.finding import find
from core.inserting import insert_new
from core.models import Contact, Conversation, ErasedPhone, ListMember, Message, User
from core.people.rights import Right, require

WORD = "ERASE"  # to be typed
_LATE = timedelta(days=7)  # so long the carrier may still tell of their texts


@dataclass(frozen=True)
class Consequence:
    """What erasing a contact takes away, in numbers."""

    contact: Contact
    texts: int
    conversations: int
    lists: int
    queued: int


def consequence(session: Session, contact_id: int, *, by: User) -> Consequence:
    """Return what erasing would take away. Raises NotAllowed, NotFound, Stale when it is done already."""
    require(session, by, Right.RUN)
    contact = find(session, Contact, contact_id, by=by, called="That contact")
    if contact.erased_at:
        raise Stale("This person is erased already.")
    texts = select(func.count(), func.count().filter(Message.state == "queued"))
    sent, queued = session.execute(texts.where(Message.contact_id == contact.id)).one()
    talks = select(func.count()).where(Conversation.contact_id == contact.id)
    lists = select(func.count()).where(ListMember.contact_id == contact.id)
    return Consequence(contact, sent, session.scalar(talks) or 0, session.scalar(lists) or 0, queued)


def erase(session: Session, contact_id: int, word: str, *, by: User, now: datetime) -> Contact:
    """Erase a contact; once more changes nothing.

    Args:
        word: what was typed to confirm it.

    Raises:
        NotAllowed, NotFound: `by` is no admin; no such contact in their campaign.
        Invalid: beside `word`, when it is another one.
    """
    require(session, by, Right.RUN)
    if word.strip().upper() != WORD:
        raise Invalid("word", f"Type {WORD} to confirm. It cannot be taken back.")
    key = make_key(session, by.campaign_id)  # first, as imports take turns before they touch contacts
    held = _hold(session, contact_id, by)
    contact = find(session, Contact, contact_id, by=by, called="That contact", lock=True)
    if contact.erased_at is None:
        _erase(session, contact, key, by, now)
        touch(session, *held)
    return contact


def forget_late(database: Database, *, clock: Clock) -> None:
    """Empty what the carrier told of lately erased people since. Safe to run twice, and two at once."""
    recent = Contact.erased_at >= clock() - _LATE
    with database.readers() as session:
        ids = session.scalars(select(Contact.id).where(recent).order_by(Contact.id)).all()
    for contact_id in ids:
        with database.sessions.begin() as session:
            forgetting.forget_texts(session, _texts(contact_id), forgetting.token_of(contact_id))


def _erase(session: Session, contact: Contact, key: str, by: User, now: datetime) -> None:
    phone, token = contact.phone, forgetting.token_of(contact.id)
    _note(session, contact, key, by, now)
    refuse_undeliverable(session, contact, at=now)
    forgetting.forget_texts(session, _texts(contact.id), token)
    forgetting.forget_texts(session, _strays(contact.campaign_id, phone), token)
    forgetting.forget_talks(session, contact, now=now)
    forgetting.forget_answers(session, contact)
    forgetting.forget_places(session, contact)
    forgetting.forget_stops(session, contact.campaign_id, phone, token)
    forgetting.forget_files(session, contact.campaign_id)
    forgetting.forget_details(contact, token, now=now)
    events.record(session, "contact_erased", contact, by=by, at=now)
    session.flush()
    session.expire_all()


def _note(session: Session, contact: Contact, key: str, by: User, now: datetime) -> None:
    """Keep the phone's hash; it may be kept already."""
    campaign_id = contact.campaign_id
    session.flush()
    known = {"campaign_id": campaign_id, "hash": hash_of(key, contact.phone), "contact_id": contact.id}
    insert_new(session, ErasedPhone, **known, at=now, by_id=by.id)


def _hold(session: Session, contact_id: int, by: User) -> list[int | None]:
    """Lock the contact's conversations, as all others do before the contact; return who holds them."""
    query = select(Conversation.id, Conversation.holder_id).where(
        Conversation.contact_id == contact_id, Conversation.campaign_id == by.campaign_id
    )
    held = session.execute(query.order_by(Conversation.id).with_for_update(of=Conversation))
    return [row.holder_id for row in held]


def _texts(contact_id: int) -> Select[int]:
    return select(Message.id).where(Message.contact_id == contact_id)


def _strays(campaign_id: int, phone: str) -> Select[int]:
    """Return the query for texts of a phone that was no contact's when they came."""
    return select(Message.id).where(
        Message.campaign_id == campaign_id, Message.contact_id.is_(None), Message.their_number == phone
    )
