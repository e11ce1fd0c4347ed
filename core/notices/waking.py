"""What a workspace could not be told while the app was away is told once it is installed again."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import bells
from core.models import Notice
from core.notices.port import SHUT_OUT

KEPT = timedelta(days=3)  # older news is no news


def wake(session: Session, campaign_id: int, *, now: datetime) -> None:
    """Make notices due that wait for the app, or were given up for its absence in the last three days."""
    shut_out = update(Notice).where(
        Notice.campaign_id == campaign_id,
        Notice.state.in_(("due", "failed")),
        Notice.problem.in_(sorted(SHUT_OUT)),
        Notice.due_at > now - KEPT,
    )
    session.execute(shut_out.values(state="due", due_at=now, tries=0, problem=""))
    bells.ring(session, "deliver_notices")
