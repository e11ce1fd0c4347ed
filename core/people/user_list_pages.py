"""The user lists of a campaign as screens show them: a page at a time, with how many people are in each."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.models import User, UserList, UserListMember
from core.people.rights import Right, require

PAGE: Final = 20


@dataclass(frozen=True)
class Line:
    """A user list with how many people are in it."""

    id: int
    name: str
    people: int


@dataclass(frozen=True)
class Page:
    """Some lists, the newest first: those in use, or the archived ones; `number` from 0."""

    lines: list[Line]
    number: int
    total: int
    archived: bool


def page(session: Session, number: int = 0, *, archived: bool = False, by: User) -> Page:
    """Return one page of the lists; one beyond the end becomes the last. Raises NotAllowed."""
    require(session, by, Right.LOOK)
    meant = UserList.campaign_id == by.campaign_id
    state = UserList.archived_at.is_not(None) if archived else UserList.archived_at.is_(None)
    total = session.scalar(select(func.count()).select_from(UserList).where(meant, state)) or 0
    number = min(number, max(total - 1, 0) // PAGE)
    people = (
        select(func.count()).where(UserListMember.user_list_id == UserList.id).correlate(UserList)
    ).scalar_subquery()
    rows = select(UserList.id, UserList.name, people).where(meant, state).order_by(UserList.id.desc())
    lines = [Line(*row) for row in session.execute(rows.offset(number * PAGE).limit(PAGE))]
    return Page(lines, number, total, archived)
