"""Contacts who had a tag before it became an opt-out tag: counted, and opted out by a job where wanted.

Whoever came back after they were tagged, by START or by an admin's note, is left alone: the last word counts.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Select, exists, func, select, update
from sqlalchemy.orm import Session

from core import bells, events
from core.clock import Clock
from core.contacts.stopping_many import stop_many
from core.conversations.facts import YES, is_newest
from core.db import Database
from core.models import Contact, Fact, OptOut, Tag, User
from core.notices.telling import tell

CHUNK = 500  # contacts in a transaction
MOST_COUNTED: Final = 10_000  # Slack waits for this number; beyond it there are "more than 10,000"


def count(session: Session, tag: Tag) -> int:
    """Return how many contacts have a tag and may still be texted, at most one more than `MOST_COUNTED`."""
    holders = _holders(tag).limit(MOST_COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(holders)) or 0


def begin(session: Session, tag: Tag, *, by: User, now: datetime) -> None:
    """Ask for all of them to be opted out."""
    tag.stopping_since, tag.stopping_by_id = now, by.id
    bells.ring(session, "stop_tagged")


def stop_tagged(database: Database, *, clock: Clock, stopping: Callable[[], bool] = lambda: False) -> None:
    """Opt out whoever has a tag for which that was asked. Safe to run twice, and two at once.

    Args:
        stopping: whether the process is to end; the rest is found by the next run.
    """
    with database.readers() as session:
        waiting = session.scalars(select(Tag).where(Tag.stopping_since.is_not(None)).order_by(Tag.id)).all()
    for tag in waiting:
        last: int | None = 0
        while last is not None and not stopping():
            with database.sessions.begin() as session:
                last = _stop_some(session, tag, last, clock())
        if last is None:
            with database.sessions.begin() as session:
                _finish(session, tag, clock())


def _stop_some(session: Session, tag: Tag, after: int, now: datetime) -> int | None:
    """Opt out the next ones; return the last one's id, None when there is nobody left."""
    some = _holders(tag).where(Contact.id > after).order_by(Contact.id).limit(CHUNK)
    ids = session.scalars(some).all()
    if not ids:
        return None
    stop_many(session, tag.campaign_id, ids, route="tag", by_id=tag.stopping_by_id, now=now)
    return ids[-1]


def _finish(session: Session, tag: Tag, now: datetime) -> None:
    mine = update(Tag).filter_by(id=tag.id, stopping_since=tag.stopping_since)
    done = session.execute(mine.values(stopping_since=None).returning(Tag.id)).one_or_none()
    if done is None:
        return  # another worker has said so
    stopped = _stopped(session, tag)
    by = session.get(User, tag.stopping_by_id) if tag.stopping_by_id else None
    events.record(session, "tagged_opted_out", tag, by=by, at=now, contacts=stopped)
    if by and by.slack_id:
        tell(
            session,
            campaign_id=tag.campaign_id,
            key=f"tagged-opted-out-{tag.id}-{(tag.stopping_since or now).timestamp():.0f}",
            kind="tagged_opted_out",
            channel=by.slack_id,
            data={"tag": tag.name, "contacts": stopped},
            now=now,
        )


def _stopped(session: Session, tag: Tag) -> int:
    made = select(func.count()).select_from(OptOut).filter_by(campaign_id=tag.campaign_id, route="tag")
    made = made.where(OptOut.at >= tag.stopping_since, OptOut.conversation_id.is_(None))
    has = exists().where(Fact.contact_id == OptOut.contact_id, Fact.tag_id == tag.id)
    return session.scalar(made.where(has)) or 0


def _holders(tag: Tag) -> Select[int]:
    """Return a query of the contacts who have this tag now, and whom no opt-out protects."""
    theirs = (OptOut.campaign_id == Contact.campaign_id) & (OptOut.phone == Contact.phone)
    is_out = exists().where(theirs, OptOut.lifted_at.is_(None))
    came_back = exists().where(theirs, OptOut.lifted_at > Fact.at)
    query = select(Contact.id).join(Fact, Fact.contact_id == Contact.id)
    query = query.where(Fact.campaign_id == tag.campaign_id, Fact.tag_id == tag.id, Fact.new == YES)
    query = query.where(is_newest(Fact.tag_id, [tag.id]))
    return query.where(Contact.erased_at.is_(None), ~is_out, ~came_back)
