"""A filter is saved as a new list: the row at once, its contacts by a job, in one statement."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from core import bells, events
from core.actions.publishing import add_newcomers
from core.clock import Clock
from core.contacts.filtering import finding
from core.contacts.filtering.criteria import Criterion, read
from core.contacts.filtering.naming import check
from core.contacts.importing.merging import analyze
from core.contacts.lists import free_name
from core.db import Database
from core.errors import Invalid
from core.models import ContactList, ListMember, User
from core.notices.telling import tell
from core.people.rights import Right, require
from core.turns import take_turns

FILTER: Final = "filter"  # of `made_from`: the criteria
_FILLING, _KEY, _TELL = "filling", "key", "tell"  # ... while it is filled; of which form; who is told
_SOON = timedelta(seconds=3)  # a list that is filled by then is told of once
_MANY = 1000  # so many new members make the planner's knowledge of the table stale


def save(
    session: Session,
    name: str,
    criteria: Sequence[Criterion],
    *,
    by: User,
    key: str,
    channel: str | None,
    now: datetime,
) -> ContactList:
    """Make a list of whoever fits; a job fills it. The same form again is the same list.

    Args:
        key: of the form that was submitted.
        channel: where Slack is to hear of it: a channel or a user id.

    Raises:
        NotAllowed: `by` is no admin.
        NotFound: a criterion names what is not there.
        Invalid: beside `list_name`, taken or not to be kept; or there is no criterion at all.
    """
    require(session, by, Right.RUN)
    take_turns(session, by.campaign_id)
    if made := _made(session, by.campaign_id, key):
        return made
    name = free_name(session, name, by=by)
    if not criteria:
        raise Invalid("list_name", "Add a condition first: without one it would be everybody.")
    check(session, by.campaign_id, criteria)
    made_from = {FILTER: [each.as_json() for each in criteria], _KEY: key, _FILLING: True, _TELL: channel}
    made = ContactList(
        campaign_id=by.campaign_id, name=name, created_at=now, created_by_id=by.id, made_from=made_from
    )
    session.add(made)
    session.flush()
    events.record(session, "list_created", made, by=by, at=now, conditions=len(criteria))
    _tell(session, made, "list_filling", now, after=_SOON)
    bells.ring(session, "fill_lists")
    return made


def is_filling(found: ContactList) -> bool:
    """Whether a job has still to put the contacts in."""
    return bool(found.made_from.get(_FILLING))


def fill_waiting(database: Database, *, clock: Clock) -> None:
    """Fill each list that waits for it. Safe to run twice, and two at once: one finds nothing to do."""
    with database.readers() as session:
        ids = session.scalars(select(ContactList.id).where(_is_filling()).order_by(ContactList.id)).all()
    for list_id in ids:
        with database.sessions.begin() as session:
            _fill(session, list_id, now=clock())


def _fill(session: Session, list_id: int, *, now: datetime) -> None:
    waiting = select(ContactList).where(ContactList.id == list_id, _is_filling()).with_for_update()
    found = session.scalar(waiting)
    if found is None:
        return
    people = finding.found(session, found.campaign_id, read(found.made_from[FILTER])).subquery()
    into = insert(ListMember).from_select(["list_id", "contact_id"], select(literal(found.id), people.c.id))
    count = session.execute(into, execution_options={"preserve_rowcount": True}).rowcount  # type: ignore[attr-defined]
    if count >= _MANY:
        analyze(session)
    _tell(session, found, "list_filled", now, contacts=count)
    found.made_from = {name: each for name, each in found.made_from.items() if name not in {_FILLING, _TELL}}
    add_newcomers(session, found.id, now)
    events.record(session, "list_filled", found, by=None, at=now, contacts=count)


def _made(session: Session, campaign_id: int, key: str) -> ContactList | None:
    same = ContactList.made_from[_KEY].as_string() == key
    return session.scalar(select(ContactList).where(ContactList.campaign_id == campaign_id, same))


def _is_filling() -> Any:
    return ContactList.made_from[_FILLING].as_boolean().is_(True)


def _tell(
    session: Session,
    found: ContactList,
    kind: str,
    now: datetime,
    *,
    after: timedelta = timedelta(0),
    **more: Any,
) -> None:
    if channel := found.made_from.get(_TELL):
        tell(
            session,
            campaign_id=found.campaign_id,
            key=f"list-{found.id}",
            kind=kind,
            channel=channel,
            data={"list_id": found.id, "list_name": found.name} | more,
            now=now,
            after=after,
        )
