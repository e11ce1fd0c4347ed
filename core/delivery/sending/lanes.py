"""The queue, by campaign: who has texts that are due, and which of them are next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, bindparam, func, or_, select, text
from sqlalchemy.orm import Session

from core.db import UtcDateTime
from core.models import Campaign, Message, SendingService

# the words of two partial indexes, so that what waits is found without looking at what is finished
QUEUED = text("messages.state = 'queued'")
UNFINISHED = text("messages.state IN ('queued','sending','unknown')")

_NOW = bindparam("now", type_=UtcDateTime)
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class Lane:
    """A campaign with texts that are due.

    Attributes:
        service_id: what they leave from; None when it has nothing.
        throughput: the name of the service's class.
    """

    campaign_id: int
    service_id: int | None
    throughput: str | None


def lanes(session: Session, now: datetime) -> list[Lane]:
    """Return the campaigns with texts that are due, but for those whose service rests."""
    return [Lane(*row) for row in session.connection().execute(_LANES, {"now": now})]


def costs(session: Session, campaign_id: int, now: datetime, limit: int) -> Sequence[int]:
    """Return the segments of the texts that are next, in their order."""
    asked = {"campaign": campaign_id, "now": now, "most": limit}
    return session.connection().execute(_COSTS, asked).scalars().all()


def take(session: Session, campaign_id: int, now: datetime, limit: int) -> list[tuple[int, int]]:
    """Return id and segments of the next texts that nobody else has in hand, locked.

    SQLite has one writer at a time and needs no lock.
    """
    asked = {"campaign": campaign_id, "now": now, "most": limit}
    return [(row.id, row.segments) for row in session.connection().execute(_TAKE, asked)]


_DUE = (
    QUEUED,
    Message.direction == "out",
    or_(Message.due_at.is_(None), Message.due_at <= _NOW),
)


def _next(query: Select[*Columns]) -> Select[*Columns]:
    of_campaign = query.where(*_DUE, Message.campaign_id == bindparam("campaign"))
    return of_campaign.order_by(Message.id).limit(bindparam("most"))


_FIRST_SERVICE = (
    select(func.min(SendingService.id))
    .where(SendingService.campaign_id == Campaign.id)
    .correlate(Campaign)
    .scalar_subquery()
)
_LANES = (
    select(Campaign.id, SendingService.id, SendingService.throughput)
    .outerjoin(SendingService, SendingService.id == _FIRST_SERVICE)
    .where(
        select(Message.id).where(*_DUE, Message.campaign_id == Campaign.id).exists(),
        or_(SendingService.paused_until.is_(None), SendingService.paused_until <= _NOW),
    )
    .order_by(Campaign.id)
)
_COSTS = _next(select(Message.segments))
_TAKE = _next(select(Message.id, Message.segments)).with_for_update(skip_locked=True)
