"""Which variables a script may use: the ones every contact has, and the columns imported into the list."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.scripts import ALWAYS_KNOWN
from core.models import Contact, ListMember

_SAMPLE = 300  # contacts looked at for their columns, from each end of the list


def known(session: Session, list_id: int | None) -> list[str]:
    """Return the names of the variables for an action's list, the common ones first.

    Columns come from the files that made the list, and a file gives each of its contacts the same columns; so
    the first and the last contacts of the list know them all.
    """
    extras: set[str] = set()
    if list_id is not None:
        for order in (ListMember.contact_id.asc(), ListMember.contact_id.desc()):
            query = select(Contact.extra).join(ListMember, ListMember.contact_id == Contact.id)
            sample = session.scalars(
                query.filter(ListMember.list_id == list_id).order_by(order).limit(_SAMPLE)
            )
            extras.update(name for extra in sample for name in extra)
    return [*ALWAYS_KNOWN, *sorted(extras - set(ALWAYS_KNOWN))]
