"""Replies without a conversation: who wrote is no contact, or was never texted. Admins look at them."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from core import events
from core.contacts.opt_out_rights import check_admin
from core.contacts.opting_out import opt_out
from core.errors import NotFound
from core.models import Campaign, Contact, InboundEvent, Message, OptOut, User
from core.notices.alerts import alerts_to
from core.notices.telling import tell

PAGE: Final = 15
MOST_COUNTED: Final = 1000
GATHER: Final = timedelta(seconds=30)  # so many at once are one message


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
    total = session.scalar(select(func.count()).select_from(_open(campaign_id).subquery())) or 0
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


def tell_of(session: Session, message: Message, *, now: datetime) -> None:
    """Tell admins how many such replies came on the day of this one, in one message that is kept up to date.

    Args:
        message: a reply without a conversation, flushed.
    """
    campaign = session.get_one(Campaign, message.campaign_id)
    begin, end = _day(message.created_at, campaign.timezone)
    that_day = and_(Message.created_at >= begin, Message.created_at < end)
    came = _count(session, _strays(campaign.id).where(that_day))
    left = _count(session, _open(campaign.id).where(that_day))
    for channel in alerts_to(session, campaign.id):
        tell(
            session,
            campaign_id=campaign.id,
            key=f"strays:{begin.date().isoformat()}:{channel}",
            kind="stray_replies",
            channel=channel,
            data={"came": came, "left": left},
            now=now,
            after=GATHER,
        )


def _day(at: datetime, zone: str) -> tuple[datetime, datetime]:
    clock = ZoneInfo(zone)
    day = at.astimezone(clock).date()
    begin, end = (datetime.combine(each, time(), clock) for each in (day, day + timedelta(days=1)))
    return begin.astimezone(UTC), end.astimezone(UTC)


def _count(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    return session.scalar(select(func.count()).select_from(query.limit(MOST_COUNTED).subquery())) or 0


def _is_stray(campaign_id: int) -> ColumnElement[bool]:
    # the index of conversations finds these, since only strays have none
    return and_(
        Message.conversation_id.is_(None), Message.campaign_id == campaign_id, Message.direction == "in"
    )


def _strays(campaign_id: int) -> Select[int]:
    return select(Message.id).where(_is_stray(campaign_id))


def _open(campaign_id: int) -> Select[int]:
    unseen = and_(InboundEvent.sid == Message.carrier_sid, InboundEvent.dismissed_at.is_(None))
    return _strays(campaign_id).join(InboundEvent, unseen)


def _shown(campaign_id: int) -> Select[*tuple[Any, ...]]:
    in_force = (OptOut.campaign_id == campaign_id, OptOut.phone == Message.their_number)
    is_out = select(OptOut.id).where(*in_force, OptOut.lifted_at.is_(None)).exists()
    return (
        _open(campaign_id)
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
    check_admin(session, by)
    query = select(Message, InboundEvent).join(InboundEvent, InboundEvent.sid == Message.carrier_sid)
    found = query.where(_is_stray(by.campaign_id), Message.id == message_id)
    row = session.execute(found.with_for_update(of=InboundEvent)).one_or_none()
    if row is None:
        raise NotFound("That reply")
    return row.Message, row.InboundEvent
