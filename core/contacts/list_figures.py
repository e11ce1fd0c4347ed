"""Contact lists as screens show them: a page of them with their sizes, and one with all its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.contacts.filtering.criteria import Criterion, read
from core.contacts.filtering.naming import Names, names
from core.contacts.lists import find
from core.models import Action, Contact, ContactList, ListMember, OptOut, User
from core.people.rights import Right, require

PAGE: Final = 20
MOST_ACTIONS: Final = 20


@dataclass(frozen=True)
class ListFigures:
    """A list as the list of lists shows it; `opted_out` of its contacts can never be texted."""

    id: int
    name: str
    contacts: int
    opted_out: int


@dataclass(frozen=True)
class Page:
    """Some lists, the newest first; `number` counts from 0."""

    lists: list[ListFigures]
    number: int
    total: int


@dataclass(frozen=True)
class Members:
    """Some contacts of a list, in the order they came to the campaign; `number` counts from 0."""

    of: ContactList
    people: list[Contact]
    number: int
    total: int


@dataclass(frozen=True)
class ListSheet:
    """One list.

    Attributes:
        made_by: who made it, or empty.
        criteria, named: the filter it was made by, and the names of what that names.
        contacts: all its members: `opted_out`, else `undeliverable`, else `textable`.
        unknown_zone: of the textable, those whose time zone is unknown.
        actions: titles and states of those that use it, the newest first; of `actions_in_all`.
    """

    of: ContactList
    made_by: str
    criteria: Sequence[Criterion]
    named: Names
    contacts: int
    textable: int
    opted_out: int
    undeliverable: int
    unknown_zone: int
    actions: list[tuple[str, str]]
    actions_in_all: int


def lists(campaign_id: int, *, archived: bool = False) -> Select[ContactList]:
    """Return the query for a campaign's lists, or for the archived ones."""
    is_archived = ContactList.archived_at.is_not(None)
    return select(ContactList).where(
        ContactList.campaign_id == campaign_id, is_archived if archived else ~is_archived
    )


def page(session: Session, wanted: Select[ContactList], number: int = 0) -> Page:
    """Return one page of lists with their sizes; one beyond the end becomes the last.

    Args:
        wanted: from `lists`, narrowed if need be.
    """
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    number = min(max(number, 0), max(total - 1, 0) // PAGE)
    newest = wanted.order_by(ContactList.created_at.desc(), ContactList.id.desc())
    found = session.scalars(newest.offset(number * PAGE).limit(PAGE)).all()
    ids = [each.id for each in found]
    contacts, opted_out = _sizes(session, ids), _opted_out(session, ids)
    shown = [
        ListFigures(each.id, each.name, contacts.get(each.id, 0), opted_out.get(each.id, 0)) for each in found
    ]
    return Page(shown, number, total)


def sheet(session: Session, list_id: int, *, by: User) -> ListSheet:
    """Return one list with its figures. Raises NotAllowed, NotFound."""
    require(session, by, Right.RUN)
    found = find(session, list_id, by=by)
    criteria = read(found.made_from.get("filter", []))
    made_by = session.get(User, found.created_by_id) if found.created_by_id else None
    contacts, opted_out, undeliverable, unknown = session.execute(_figures(found.id)).one()
    actions, in_all = _actions(session, found.id)
    return ListSheet(
        found,
        made_by.name if made_by else "",
        criteria,
        names(session, by.campaign_id, criteria),
        contacts=contacts,
        textable=contacts - opted_out - undeliverable,
        opted_out=opted_out,
        undeliverable=undeliverable,
        unknown_zone=unknown,
        actions=actions,
        actions_in_all=in_all,
    )


def members(session: Session, list_id: int, number: int = 0, *, by: User) -> Members:
    """Return a page of a list's contacts. Raises NotAllowed, NotFound."""
    require(session, by, Right.RUN)
    found = find(session, list_id, by=by)
    total = _sizes(session, [found.id]).get(found.id, 0)
    number = min(max(number, 0), max(total - 1, 0) // PAGE)
    ids = select(ListMember.contact_id).where(ListMember.list_id == found.id)
    ids = ids.order_by(ListMember.contact_id).offset(number * PAGE).limit(PAGE)
    people = session.scalars(select(Contact).where(Contact.id.in_(session.scalars(ids).all())))
    return Members(found, sorted(people, key=lambda each: each.id), number, total)


def _sizes(session: Session, ids: Sequence[int]) -> dict[int, int]:
    count = select(ListMember.list_id, func.count()).where(ListMember.list_id.in_(ids))
    return dict(session.execute(count.group_by(ListMember.list_id)).all())


def _opted_out(session: Session, ids: Sequence[int]) -> dict[int, int]:
    count = (
        select(ListMember.list_id, func.count())
        .join(Contact, Contact.id == ListMember.contact_id)
        .join(OptOut, _STOPPED)
        .where(ListMember.list_id.in_(ids))
        .group_by(ListMember.list_id)
    )
    return dict(session.execute(count).all())


def _figures(list_id: int) -> Select[int, int, int, int]:
    stopped, dead = OptOut.id.is_not(None), Contact.undeliverable.is_not(None)
    return (
        select(
            func.count(),
            func.count().filter(stopped),
            func.count().filter(~stopped, dead),
            func.count().filter(~stopped, ~dead, Contact.zones == ""),
        )
        .select_from(ListMember)
        .join(Contact, Contact.id == ListMember.contact_id)
        .outerjoin(OptOut, _STOPPED)
        .where(ListMember.list_id == list_id)
    )


def _actions(session: Session, list_id: int) -> tuple[list[tuple[str, str]], int]:
    query = select(Action.title, Action.state, func.count().over()).where(Action.list_id == list_id)
    rows = session.execute(query.order_by(Action.id.desc()).limit(MOST_ACTIONS)).all()
    return [(title, state) for title, state, _ in rows], rows[0][2] if rows else 0


_STOPPED = (
    (OptOut.campaign_id == Contact.campaign_id) & (OptOut.phone == Contact.phone) & OptOut.lifted_at.is_(None)
)
