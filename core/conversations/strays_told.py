"""Admins are told of replies without a conversation: one message for each day, kept up to date."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from core.models import Campaign, InboundEvent, Message
from core.notices.alerts import alerts_to
from core.notices.telling import tell

MOST_COUNTED: Final = 1000
GATHER: Final = timedelta(seconds=30)  # so many at once are one message


def tell_of(session: Session, message: Message, *, now: datetime) -> None:
    """Tell admins how many such replies came on the day of this one, in one message that is kept up to date.

    Args:
        message: a reply without a conversation, flushed.
    """
    campaign = session.get_one(Campaign, message.campaign_id)
    begin, end = _day(message.created_at, campaign.timezone)
    that_day = and_(Message.created_at >= begin, Message.created_at < end)
    came = _count(session, _strays(campaign.id).where(that_day))
    left = _count(session, unseen(campaign.id).where(that_day))
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


def is_stray(campaign_id: int) -> ColumnElement[bool]:
    """Return the condition that a message is a reply to a campaign that belongs to no conversation."""
    # the index of conversations finds these, since only strays have none
    return and_(
        Message.conversation_id.is_(None), Message.campaign_id == campaign_id, Message.direction == "in"
    )


def unseen(campaign_id: int) -> Select[int]:
    """Return the query for the ids of those that no admin has looked at yet."""
    not_dismissed = and_(InboundEvent.sid == Message.carrier_sid, InboundEvent.dismissed_at.is_(None))
    return _strays(campaign_id).join(InboundEvent, not_dismissed)


def _strays(campaign_id: int) -> Select[int]:
    return select(Message.id).where(is_stray(campaign_id))


def _day(at: datetime, zone: str) -> tuple[datetime, datetime]:
    clock = ZoneInfo(zone)
    day = at.astimezone(clock).date()
    begin, end = (datetime.combine(each, time(), clock) for each in (day, day + timedelta(days=1)))
    return begin.astimezone(UTC), end.astimezone(UTC)


def _count(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    return session.scalar(select(func.count()).select_from(query.limit(MOST_COUNTED).subquery())) or 0
