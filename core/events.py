"""The audit trail: what happened, past tense, with who and when."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Campaign, Event, User
from core.models.base import OfCampaign


def record(
    session: Session,
    name: str,
    subject: OfCampaign | Campaign,
    *,
    by: User | None,
    at: datetime,
    **particulars: Any,
) -> None:
    """Add an event to the caller's transaction.

    Args:
        name: past tense, such as `tag_created`.
        subject: the row it happened to; must have its id (flush first).
        by: who did it; None is the product itself or a contact.
        particulars: small JSON values for the reader of the trail; never texts, names or numbers.
    """
    session.add(
        Event(
            campaign_id=subject.id if isinstance(subject, Campaign) else subject.campaign_id,
            name=name,
            at=at,
            by_id=by.id if by else None,
            subject_type=type(subject).__name__.lower(),
            subject_id=subject.id,
            particulars=particulars,
        )
    )


def last(session: Session, subject: OfCampaign) -> tuple[str, datetime] | None:
    """Return who did the last thing to this row that was done by a person, and when; None for none."""
    told = select(User, Event.at).join(Event, Event.by_id == User.id)
    told = told.where(Event.campaign_id == subject.campaign_id)
    told = told.where(Event.subject_type == type(subject).__name__.lower(), Event.subject_id == subject.id)
    found = session.execute(told.order_by(Event.id.desc()).limit(1)).one_or_none()
    return (found[0].name, found[1]) if found else None
