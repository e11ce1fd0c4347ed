"""Contact lists: found or made by name, looked at, archived."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import events
from core.finding import find
from core.models import Contact, ContactList, ListMember, OptOut, User
from core.naming import named
from core.turns import take_turns


@dataclass(frozen=True)
class ListFigures:
    """A list as screens show it; `opted_out` of its contacts can never be texted."""

    id: int
    name: str
    contacts: int
    opted_out: int


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


def figures(session: Session, campaign_id: int) -> list[ListFigures]:
    """Return the campaign's lists that are not archived, the newest first."""
    lists = select(ContactList).filter_by(campaign_id=campaign_id, archived_at=None)
    found = session.scalars(lists.order_by(ContactList.created_at.desc(), ContactList.id.desc())).all()
    contacts, opted_out = _sizes(session, campaign_id), _opted_out(session, campaign_id)
    return [
        ListFigures(each.id, each.name, contacts.get(each.id, 0), opted_out.get(each.id, 0)) for each in found
    ]


def archive(session: Session, list_id: int, *, by: User, now: datetime) -> ContactList:
    """Put a list away; its contacts and what was texted to them stay. Raises NotFound."""
    found = find(session, ContactList, list_id, by=by, called="That list", lock=True)
    if found.archived_at is None:
        found.archived_at = now
        events.record(session, "list_archived", found, by=by, at=now)
    return found


def _sizes(session: Session, campaign_id: int) -> dict[int, int]:
    count = select(ListMember.list_id, func.count()).join(ContactList, ContactList.id == ListMember.list_id)
    of_campaign = count.where(ContactList.campaign_id == campaign_id).group_by(ListMember.list_id)
    return dict(session.execute(of_campaign).all())


def _opted_out(session: Session, campaign_id: int) -> dict[int, int]:
    count = (
        select(ListMember.list_id, func.count())
        .join(Contact, Contact.id == ListMember.contact_id)
        .join(OptOut, (OptOut.campaign_id == Contact.campaign_id) & (OptOut.phone == Contact.phone))
        .where(OptOut.campaign_id == campaign_id, OptOut.lifted_at.is_(None))
        .group_by(ListMember.list_id)
    )
    return dict(session.execute(count).all())
