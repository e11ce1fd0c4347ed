"""Replies without a conversation: who wrote is no contact, or was never texted. Admins look at them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core import events
from core.contacts.opting_out import opt_out
from core.conversations.strays_told import is_stray, tell_of, unseen
from core.errors import NotFound
from core.models import Contact, InboundEvent, Message, OptOut, User
from core.people.rights import Right, require

PAGE: Final = 15


@dataclass(frozen=True)
class Stray:
    """One reply without a conversation.

    Attributes:
        id: of the message.
        phone: E.164 as a rule; a short code or the like is as it came.
        name: of the contact, who was never texted; empty for somebody unknown.
        opted_out: whether they are out by now, by these very words perhaps.
    """

    id: int
    phone: str
    name: str
    text: str
    files: int
    at: datetime
    opted_out: bool


@dataclass(frozen=True)
class Page:
    """Some of those that nobody has looked at, newest first; `number` counts from 0."""

    strays: list[Stray]
    number: int
    total: int


def page(session: Session, campaign_id: int, number: int = 0) -> Page:
    """Return one page of a campaign's stray replies; one beyond the end becomes the last."""
    total = session.scalar(select(func.count()).select_from(unseen(campaign_id).subquery())) or 0
    number = min(number, max(total - 1, 0) // PAGE)
    rows = session.execute(_shown(campaign_id).offset(number * PAGE).limit(PAGE))
    return Page([_stray(*row) for row in rows], number, total)


def dismiss(session: Session, message_id: int, *, by: User, now: datetime) -> None:
    """Note that an admin has seen it; once more changes nothing. Raises NotAllowed, NotFound."""
    message, event = _find(session, message_id, by)
    if event.dismissed_at is None:
        event.dismissed_at, event.dismissed_by_id = now, by.id
        events.record(session, "stray_reply_dismissed", message, by=by, at=now)
        session.flush()
        tell_of(session, message, now=now)


def opt_out_stray(session: Session, message_id: int, *, by: User, now: datetime) -> None:
    """Opt out whoever wrote it, and note that it is seen; once more changes nothing.

    Raises NotAllowed, NotFound.
    """
    message, event = _find(session, message_id, by)
    if event.dismissed_at is None:
        opt_out(
            session,
            by.campaign_id,
            message.their_number,
            route="admin",
            at=now,
            words=message.body,
            message=message,
            by=by,
        )
        dismiss(session, message_id, by=by, now=now)


def _shown(campaign_id: int) -> Select[*tuple[Any, ...]]:
    in_force = (OptOut.campaign_id == campaign_id, OptOut.phone == Message.their_number)
    is_out = select(OptOut.id).where(*in_force, OptOut.lifted_at.is_(None)).exists()
    return (
        unseen(campaign_id)
        .with_only_columns(Message, Contact, is_out)
        .outerjoin(Contact, Contact.id == Message.contact_id)
        .order_by(Message.id.desc())
    )


def _stray(message: Message, contact: Contact | None, is_out: bool) -> Stray:  # noqa: FBT001 - a column
    return Stray(
        id=message.id,
        phone=message.their_number,
        name=contact.name if contact else "",
        text=message.body,
        files=len(message.media),
        at=message.created_at,
        opted_out=is_out,
    )


def _find(session: Session, message_id: int, by: User) -> tuple[Message, InboundEvent]:
    require(session, by, Right.LOOK)
    query = select(Message, InboundEvent).join(InboundEvent, InboundEvent.sid == Message.carrier_sid)
    found = query.where(is_stray(by.campaign_id), Message.id == message_id)
    row = session.execute(found.with_for_update(of=InboundEvent)).one_or_none()
    if row is None:
        raise NotFound("That reply")
    return row.Message, row.InboundEvent
