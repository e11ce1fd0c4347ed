"""What a stop, and a return, take back of the texts that no worker has in hand yet."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, select, update
from sqlalchemy.orm import Session

from core.delivery import states
from core.delivery.safeguards import ConfirmationTooLate, ContactOptedOut, Safeguard, Undeliverable
from core.models import Contact, Message, OptOut


def take_back(session: Session, contact: Contact, *, at: datetime, but: int | None) -> None:
    """Refuse what is queued for somebody who opted out.

    Args:
        but: the text that confirms it, which may go.
    """
    theirs = and_(Message.contact_id == contact.id, Message.id.is_distinct_from(but))
    refuse_queued(session, theirs, at=at)


def refuse_queued(session: Session, theirs: ColumnElement[bool], *, at: datetime) -> None:
    """Refuse what is queued of these texts, because whoever gets them opted out."""
    queued = select(Message.id).where(Message.direction == "out", Message.state == "queued", theirs)
    _refuse(session, queued, ContactOptedOut, at)


def refuse_undeliverable(session: Session, contact: Contact, *, at: datetime) -> None:
    """Refuse what is queued for somebody who can get no texts any more."""
    queued = select(Message.id).filter_by(contact_id=contact.id, direction="out", state="queued")
    _refuse(session, queued, Undeliverable, at)


def take_back_confirmation(session: Session, lifted: OptOut, *, at: datetime) -> None:
    """Do not tell somebody of a stop that they took back."""
    if lifted.confirmation_id:
        queued = select(Message.id).filter_by(id=lifted.confirmation_id, state="queued")
        _refuse(session, queued, ConfirmationTooLate, at)


def _refuse(session: Session, queued: Select[int], why: type[Safeguard], at: datetime) -> None:
    # A text that a worker is taking in hand this instant is left to it: it looks for the opt-out too, and
    # waiting for its lock here could end in a deadlock.
    ids = session.scalars(queued.with_for_update(skip_locked=True)).all()
    refused = {"state": states.REFUSED.name, "rank": states.REFUSED.rank, "finished_at": at}
    why_not = {"bucket": "safeguard", "code": why.code}
    if ids:
        session.execute(update(Message).where(Message.id.in_(ids)).values(refused | why_not))
