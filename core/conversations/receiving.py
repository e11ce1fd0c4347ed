"""A reply becomes a message: the raw event and all that follows from it, in one transaction."""

from collections.abc import Mapping
from datetime import datetime

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from core.bells import ring
from core.contacts.opt_out_words import is_help
from core.conversations import ordinary
from core.conversations.hearing import hear
from core.conversations.heeding import heed
from core.conversations.inbox import touch
from core.conversations.matching import campaign_of, contact_of, conversation_of
from core.conversations.media import list_media
from core.conversations.ordinary import is_ordinary
from core.conversations.telling import sid, telling, told, told_stop, words
from core.db import Database
from core.inserting import insert_new
from core.models import Conversation, InboundEvent, Message
from core.models.base import BigKey

log = structlog.get_logger()

CHUNK = 100


def take_in(database: Database, form: Mapping[str, str], *, now: datetime) -> None:
    """Keep an inbound text with its effects or, should those fail, the raw event alone for `apply_waiting`.

    Of two that are the same and come at the same moment, one finds the other kept, and that is that.

    Args:
        form: Twilio's fields of an inbound message.

    Raises:
        Exception: of the database's, when nothing at all could be kept.
    """
    clean = words(form)
    try:
        if is_ordinary(clean) and ordinary.take_in(database, clean, now=now):
            return
        with database.sessions.begin() as session:
            receive(session, clean, now=now)
    except Exception as problem:  # noqa: BLE001 - whatever it was, the second try tells it whole
        with database.sessions.begin() as session:
            kept = keep(session, clean, now=now)
        if kept:
            log.warning("inbound_effects_failed", sid=sid(clean), problem=type(problem).__name__)


def receive(session: Session, form: Mapping[str, str], *, now: datetime) -> bool:
    """Keep an inbound text and let it take effect, whatever it asks for; the same text again changes nothing.

    The one handler of inbound texts, wherever they are told of: by a webhook, or by the carrier's list.
    `take_in` calls it, but for ordinary replies, for which `ordinary` does the same at once.

    Args:
        form: Twilio's fields of an inbound message.
        now: when it came in; its place in the conversation.

    Returns:
        whether it was new.

    Raises:
        IntegrityError: the same text came in at the same moment, by another transaction; this one is to be
            rolled back. `take_in` does that.
    """
    clean = words(form)
    campaign_id = campaign_of(session, clean)
    event = _insert(session, clean, now, applied_at=now, campaign_id=campaign_id)
    if event is None:
        return False
    _take_effect(session, event)
    return True


def keep(session: Session, form: Mapping[str, str], *, now: datetime) -> bool:
    """Keep the raw event alone; `apply_waiting` is rung at once, and finds it later if that fails too.

    Returns:
        whether it was not there yet.
    """
    kept = _insert(session, words(form), now) is not None
    if kept:
        ring(session, "apply_inbound")
    return kept


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
    """Do whatever a text asks for, whoever sent it."""
    if event.campaign_id is None:
        event.problem = "no campaign texts from this number"
        log.warning("inbound_without_campaign", sid=event.sid)
        return
    conversation = _heard(session, event)
    message = _message(session, event, conversation)
    list_media(session, message, now=event.received_at)
    touch(session, conversation.holder_id if conversation else None)
    heed(session, message, conversation, told_stop=told_stop(event.form))


def _heard(session: Session, event: InboundEvent) -> Conversation | None:
    """Note the text in the conversation it belongs to, if any; that one is locked from here on."""
    conversation_id = conversation_of(session, event.form)
    if conversation_id is None:
        return None
    body = event.form.get("Body", "")
    hear(session, conversation_id, body, at=event.received_at, is_help=is_help(body))
    return session.get_one(Conversation, conversation_id)


def _message(session: Session, event: InboundEvent, conversation: Conversation | None) -> Message:
    whose = {
        "in_id": conversation.id if conversation else None,
        "in_action_id": conversation.action_id if conversation else None,
        "in_campaign_id": event.campaign_id,
        "in_contact_id": contact_of(session, event.campaign_id or 0, event.form.get("From", "")),
    }
    session.flush()
    session.connection().execute(_KEEP, {**told(event.form, event.received_at), **whose})
    return session.scalars(select(Message).filter_by(carrier_sid=event.sid)).one()


def _insert(
    session: Session, form: Mapping[str, str], now: datetime, **known: datetime | int | None
) -> InboundEvent | None:
    values = {"sid": sid(form), "form": dict(form), "received_at": now}
    return insert_new(session, InboundEvent, **values, tries=0, problem="", **known)


_COLUMNS = [
    bindparam(f"in_{name}", type_=BigKey) for name in ("id", "campaign_id", "action_id", "contact_id")
]
_KEEP = telling(select(*(each.label(each.key.removeprefix("in_")) for each in _COLUMNS)).subquery())
