"""Everybody with a role beyond a volunteer's, page by page."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from core.models import GroupRole, User
from core.people.rights import Right, require
from core.people.roles.grants import GIVEN

PAGE: Final = 20


@dataclass(frozen=True)
class Line:
    """One person.

    Attributes:
        user: with role and rights.
        group: the handle of the user group that the role follows; empty when somebody gave it.
    """

    user: User
    group: str


@dataclass(frozen=True)
class Page:
    """Some of the people, owners first, then by name.

    Attributes:
        number: from 0.
        total: all of them.
        groups: the user groups that roles follow.
        from_group: how many people have their role from a group, by its id in Slack.
    """

    lines: list[Line]
    number: int
    total: int
    groups: list[GroupRole]
    from_group: dict[str, int]


def page(session: Session, number: int = 0, *, by: User) -> Page:
    """Return one page; one beyond the end becomes the last. Raises NotAllowed."""
    require(session, by, Right.RUN)
    theirs = User.role.in_(GIVEN), User.campaign_id == by.campaign_id, User.deactivated_at.is_(None)
    total = session.scalar(select(func.count()).select_from(User).where(*theirs)) or 0
    number = max(0, min(number, (total - 1) // PAGE))
    height = case({role: at for at, role in enumerate(GIVEN)}, value=User.role)
    query = select(User).where(*theirs).order_by(height, User.first_name, User.last_name, User.id)
    groups = select(GroupRole).filter_by(campaign_id=by.campaign_id).order_by(GroupRole.handle)
    followed = list(session.scalars(groups))
    handles = {each.group_id: each.handle for each in followed}
    people = session.scalars(query.offset(number * PAGE).limit(PAGE))
    lines = [Line(user, handles.get(user.role_from or "", "")) for user in people]
    return Page(lines, number, total, followed, _counts(session, by.campaign_id) if followed else {})


def _counts(session: Session, campaign_id: int) -> dict[str, int]:
    query = select(User.role_from, func.count()).filter_by(campaign_id=campaign_id, deactivated_at=None)
    rows = session.execute(query.where(User.role_from.is_not(None)).group_by(User.role_from))
    return {group_id: count for group_id, count in rows if group_id}
