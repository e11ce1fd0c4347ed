"""Whose a list's contacts are, where an action keeps assignments."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actions.pooling import those_who_get
from core.models import Action, Contact, ListMember, User


@dataclass(frozen=True)
class Assignments:
    """How the contacts of an action's list are assigned.

    Attributes:
        assigned: how many are somebody's; `people` is how many of those there are.
        out_of_reach: assigned to somebody who does not get the action, so that nobody can text them.
    """

    assigned: int
    people: int
    out_of_reach: int


def assignments(session: Session, action: Action) -> Assignments:
    """Count whose the contacts of an action's list are."""
    query = select(Contact.assigned_to_id, func.count()).where(Contact.assigned_to_id.is_not(None))
    query = query.join(ListMember, ListMember.contact_id == Contact.id)
    listed = query.where(ListMember.list_id == action.list_id).group_by(Contact.assigned_to_id)
    counts = dict(session.execute(listed).all())
    there = set(session.scalars(those_who_get(action).with_only_columns(User.id)))
    return Assignments(
        assigned=sum(counts.values()),
        people=len(counts),
        out_of_reach=sum(count for user_id, count in counts.items() if user_id not in there),
    )
