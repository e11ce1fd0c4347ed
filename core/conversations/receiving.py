"""A reply becomes a message: the raw event and all that follows from it, in one transaction."""

from collections.abc import Mapping
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.bells import ring
from core.conversations.heeding import heed
from core.conversations.inbox import touch
from core.conversations.matching import campaign_of, contact_of, latest_conversation
from core.db import Database
from core.inserting import insert_new
from core.models import Contact, Conversation, InboundEvent, Message

log = structlog.get_logger()

CHUNK = 100


def take_in(database: Database, form: Mapping[str, str], *, now: datetime) -> None:
    """Keep an inbound text with its effects or, should those fail, the raw event alone for `apply_waiting`.

    Raises:
        Exception: of the database's, when nothing at all could be kept.
    """
    try:
        with database.sessions.begin() as session:
            receive(session, form, now=now)
    except Exception as problem:  # noqa: BLE001 - whatever it was, the second try tells it whole
        log.warning("inbound_effects_failed", sid=_sid(form), problem=type(problem).__name__)
        with database.sessions.begin() as session:
            keep(session, form, now=now)


def receive(session: Session, form: Mapping[str, str], *, now: datetime) -> InboundEvent:
    """Keep an inbound text and let it take effect; the same text again changes nothing.

    Args:
        form: Twilio's fields of an inbound message.
    """
    campaign_id = campaign_of(session, form)
    event = _insert(session, form, now, applied_at=now, campaign_id=campaign_id)
    if event is None:
        return session.scalars(select(InboundEvent).filter_by(sid=_sid(form))).one()
    _take_effect(session, event)
    return event


def keep(session: Session, form: Mapping[str, str], *, now: datetime) -> None:
    """Keep the raw event alone; `apply_waiting` is rung at once, and finds it later if that fails too."""
    _insert(session, form, now)
    ring(session, "apply_inbound")


def apply_waiting(database: Database, *, now: datetime) -> int:
    """Try again what could be kept only; return how many took effect. Each has a transaction of its own."""
    with database.readers() as session:
        waiting = select(InboundEvent.id).where(InboundEvent.applied_at.is_(None))
        ids = session.scalars(waiting.order_by(InboundEvent.tries, InboundEvent.id).limit(CHUNK)).all()
    return sum(_try_again(database, event_id, now) for event_id in ids)


def _try_again(database: Database, event_id: int, now: datetime) -> bool:
    locked = select(InboundEvent).filter_by(id=event_id).with_for_update()
    try:
        with database.sessions.begin() as session:
            _apply(session, session.scalars(locked).one(), now)
    except Exception as problem:
        log.exception("inbound_effects_failed_again", event_id=event_id)
        with database.sessions.begin() as session:
            event = session.scalars(locked).one()
            event.tries, event.problem = event.tries + 1, type(problem).__name__
        return False
    return True


def _apply(session: Session, event: InboundEvent, now: datetime) -> None:
    if event.applied_at is None:
        event.applied_at, event.campaign_id = now, campaign_of(session, event.form)
        _take_effect(session, event)


def _take_effect(session: Session, event: InboundEvent) -> None:
    if event.campaign_id is None:
        event.problem = "no campaign texts from this number"
        log.warning("inbound_without_campaign", sid=event.sid)
        return
    form = event.form
    contact = contact_of(session, event.campaign_id, form.get("From", ""))
    conversation = latest_conversation(session, contact) if contact else None
    message = _message(event, contact, conversation)
    session.add(message)
    if conversation:
        conversation.heard(message.body, at=event.received_at)
    session.flush()
    touch(session, conversation.holder_id if conversation else None)
    heed(session, message, conversation, told_stop=form.get("OptOutType") == "STOP")


def _insert(
    session: Session, form: Mapping[str, str], now: datetime, **known: datetime | int | None
) -> InboundEvent | None:
    values = {name: value.replace("\0", "") for name, value in form.items()}  # PostgreSQL keeps no NUL
    return insert_new(
        session, InboundEvent, sid=_sid(form), form=values, received_at=now, tries=0, problem="", **known
    )


def _sid(form: Mapping[str, str]) -> str:
    return form.get("MessageSid") or form.get("SmsSid", "")


def _message(event: InboundEvent, contact: Contact | None, conversation: Conversation | None) -> Message:
    form = event.form
    return Message(
        campaign_id=event.campaign_id,
        conversation_id=conversation.id if conversation else None,
        action_id=conversation.action_id if conversation else None,
        contact_id=contact.id if contact else None,
        direction="in",
        kind="reply",
        our_number=form.get("To") or None,
        their_number=form.get("From", ""),
        body=form.get("Body", ""),
        media=_media(form),
        segments=int(form.get("NumSegments") or 1),
        state="received",
        carrier_sid=event.sid,
        created_at=event.received_at,
        finished_at=event.received_at,
    )


def _media(form: Mapping[str, str]) -> list[dict[str, str]]:
    count = int(form.get("NumMedia") or 0)
    return [
        {"url": form.get(f"MediaUrl{at}", ""), "type": form.get(f"MediaContentType{at}", "")}
        for at in range(count)
    ]
