"""Which variables a script may use: the ones every contact has, and the columns imported into the list."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.actions.scripts.filling import ALWAYS_KNOWN, variables_in
from core.errors import Invalid
from core.models import Contact, ListMember

_SAMPLE = 300  # contacts looked at for their columns, from each end of the list


def known(session: Session, list_id: int | None, *, bodies: Iterable[str] = ()) -> list[str]:
    """Return the names of the variables for an action's list, the common ones first.

    A file gives its columns to all its contacts, so the first and the last of the list tell them. Only a
    variable that these do not have is looked for in the whole list: its column may be blank for most.

    Args:
        bodies: scripts whose variables are looked for; broken ones are passed over.
    """
    if list_id is None:
        return list(ALWAYS_KNOWN)
    names = {name for extra in _sampled(session, list_id) for name in extra}.union(ALWAYS_KNOWN)
    wanted = {name for body in bodies for name in _named(body)}
    names.update(name for name in wanted - names if _anywhere(session, list_id, name))
    return [*ALWAYS_KNOWN, *sorted(names.difference(ALWAYS_KNOWN))]


def _sampled(session: Session, list_id: int) -> Iterable[dict[str, object]]:
    for order in (ListMember.contact_id.asc(), ListMember.contact_id.desc()):
        members = _members(list_id).with_only_columns(Contact.extra).order_by(order)
        yield from session.scalars(members.limit(_SAMPLE))


def _anywhere(session: Session, list_id: int, name: str) -> bool:
    has_it = _members(list_id).filter(Contact.extra[name].as_string().is_not(None))
    return session.scalar(has_it.limit(1)) is not None


def _members(list_id: int) -> Select[int]:
    query = select(Contact.id).join(ListMember, ListMember.contact_id == Contact.id)
    return query.filter(ListMember.list_id == list_id)


def _named(body: str) -> list[str]:
    try:
        return variables_in(body)
    except Invalid:
        return []
