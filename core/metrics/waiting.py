"""What waits at this moment, each found by the index of what is not finished."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.delivery.sending.lanes import UNFINISHED
from core.models import Bookmark, Import, InboundEvent, Incident, MediaFile, Message, Notice

_Columns = tuple[int, datetime | None]


@dataclass(frozen=True)
class Waiting:
    """A queue: how many wait, and how long the oldest has (seconds; 0 when nobody does)."""

    queue: str
    count: int
    age: float


def waiting(session: Session, *, now: datetime) -> list[Waiting]:
    """Return all queues, and how long ago the carrier's list was read to its end (`backfill`)."""
    return [_waiting(session, queue, query, now) for queue, query in _QUEUES.items()]


def _waiting(session: Session, queue: str, query: Select[*_Columns], now: datetime) -> Waiting:
    count, oldest = session.execute(query).one()
    return Waiting(queue, count, max(0.0, (now - oldest).total_seconds()) if oldest else 0.0)


def _texts(state: str) -> Select[*_Columns]:
    return select(func.count(), func.min(Message.created_at)).where(UNFINISHED, Message.state == state)


_QUEUES: dict[str, Select[*_Columns]] = {
    "texts queued": _texts("queued"),
    "texts sending": _texts("sending"),
    "texts unknown": _texts("unknown"),
    "replies to apply": select(func.count(), func.min(InboundEvent.received_at)).where(
        InboundEvent.applied_at.is_(None)
    ),
    "notices": select(func.count(), func.min(Notice.due_at)).where(Notice.state.in_(("due", "sending"))),
    "imports": select(func.count(), func.min(Import.created_at)).where(
        Import.state.in_(("queued", "running"))
    ),
    "media": select(func.count(), func.min(MediaFile.due_at)).where(MediaFile.state == "waiting"),
    "incidents": select(func.count(), func.min(Incident.opened_at)).where(Incident.resolved_at.is_(None)),
    "backfill": select(func.count(), func.min(Bookmark.at)).where(Bookmark.name == "backfill"),
}
