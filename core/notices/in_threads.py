"""A notice in the thread of another: it waits until that one is posted, and is said apart if it never is."""

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from core.models import Notice


def waits_for_its_thread() -> ColumnElement[bool]:
    """Return the condition that the message above a notice is still on its way."""
    top = aliased(Notice)
    is_above = and_(top.campaign_id == Notice.campaign_id, top.key == Notice.thread_of)
    on_its_way = and_(top.posted_ts.is_(None), top.state != "failed")
    return exists().where(Notice.thread_of.is_not(None), is_above, on_its_way)


def top_of_thread(session: Session, notice: Notice) -> Notice | None:
    """Return the notice in whose thread this one is said; None for a message of its own."""
    if notice.thread_of is None:
        return None
    above = select(Notice).filter_by(campaign_id=notice.campaign_id, key=notice.thread_of)
    return session.scalar(above)
