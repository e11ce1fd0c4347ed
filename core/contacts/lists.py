"""Contact lists: found or made by name, renamed, archived, brought back. `list_figures` reads them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import events
from core.errors import Invalid
from core.finding import find as find_row
from core.models import ContactList, User
from core.naming import named
from core.people.rights import Right, require
from core.turns import take_turns


def find_or_make(
    session: Session, campaign_id: int, name: str, *, by: User | None, now: datetime
) -> ContactList:
    """Return the campaign's list of that name, made if there is none that is not archived.

    Raises:
        Invalid: beside `list_name`, when the name cannot be kept.
    """
    name = named(name, field="list_name", what="list name")
    known = select(ContactList).filter_by(campaign_id=campaign_id, name=name, archived_at=None)
    known = known.order_by(ContactList.id).limit(1)
    if found := session.scalar(known):
        return found
    take_turns(session, campaign_id)
    if found := session.scalar(known):
        return found
    made = ContactList(
        campaign_id=campaign_id, name=name, created_at=now, created_by_id=by.id if by else None
    )
    session.add(made)
    session.flush()
    events.record(session, "list_created", made, by=by, at=now)
    return made


def find(session: Session, list_id: int, *, by: User, lock: bool = False) -> ContactList:
    """Return a list of this person's campaign. Raises NotFound."""
    return find_row(session, ContactList, list_id, by=by, called="That list", lock=lock)


def free_name(session: Session, words: str, *, by: User, own_id: int = 0) -> str:
    """Return a cleaned name that no other living list has. Raises Invalid beside `list_name`."""
    name = named(words, field="list_name", what="list name")
    others = select(ContactList.id).filter_by(campaign_id=by.campaign_id, name=name, archived_at=None)
    if session.scalar(others.where(ContactList.id != own_id).limit(1)):
        raise Invalid("list_name", f"There is a list called “{name}” already.")
    return name


def rename(session: Session, list_id: int, name: str, *, by: User, now: datetime) -> ContactList:
    """Give a list another name. Raises NotAllowed, NotFound, Invalid beside `list_name`."""
    require(session, by, Right.RUN)
    take_turns(session, by.campaign_id)
    found = find(session, list_id, by=by, lock=True)
    name = free_name(session, name, by=by, own_id=found.id)
    if name != found.name:
        found.name = name
        events.record(session, "list_renamed", found, by=by, at=now)
    return found


def archive(session: Session, list_id: int, *, by: User, now: datetime) -> ContactList:
    """Put a list away; its contacts and what was texted to them stay. Raises NotAllowed, NotFound."""
    require(session, by, Right.RUN)
    found = find(session, list_id, by=by, lock=True)
    if found.archived_at is None:
        found.archived_at = now
        events.record(session, "list_archived", found, by=by, at=now)
    return found


def restore(session: Session, list_id: int, *, by: User, now: datetime) -> ContactList:
    """Bring a list back. Raises NotAllowed, NotFound, Invalid when another list took its name."""
    require(session, by, Right.RUN)
    take_turns(session, by.campaign_id)
    found = find(session, list_id, by=by, lock=True)
    if found.archived_at is not None:
        free_name(session, found.name, by=by, own_id=found.id)
        found.archived_at = None
        events.record(session, "list_restored", found, by=by, at=now)
    return found
