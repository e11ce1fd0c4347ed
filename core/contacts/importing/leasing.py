"""One worker at a time holds an import; whoever finds it abandoned takes it over where it was."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlalchemy.orm import Session

from core.errors import CoreError
from core.models import Import

LEASE = timedelta(minutes=2)  # a chunk takes less than a second


class TakenOver(CoreError):
    """Another worker has this import now; nothing of this transaction may stay."""


class PutDown(CoreError):
    """The rest of this import waits for another worker."""


@dataclass
class Lease:
    """The right to work on an import, as long as the heart beats."""

    import_id: int
    heartbeat: datetime

    def beat(self, session: Session, *, now: datetime, **values: Any) -> None:
        """Write down how far it is, in the transaction of the work itself. Raises TakenOver."""
        mine = update(Import).filter_by(id=self.import_id, state="running", heartbeat_at=self.heartbeat)
        beaten = session.execute(mine.values(heartbeat_at=now, **values).returning(Import.id))
        if beaten.one_or_none() is None:
            raise TakenOver("Another worker took this import over.")
        self.heartbeat = now


def claim(session: Session, import_id: int, *, now: datetime) -> Lease | None:
    """Take a queued or abandoned import; None when it is in other hands or done."""
    free = update(Import).where(Import.id == import_id, or_(Import.state == "queued", abandoned(now)))
    taken = session.execute(free.values(state="running", heartbeat_at=now).returning(Import.id))
    return Lease(import_id, now) if taken.one_or_none() else None


def abandoned(now: datetime) -> ColumnElement[bool]:
    """Return the condition that an import's worker is gone."""
    return and_(Import.state == "running", Import.heartbeat_at < now - LEASE)
