"""The user lists of a campaign as screens show them: a page at a time, with how many people are in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.folders import looking
from core.models import Folder, User, UserList, UserListMember
from core.people.rights import Right, require

PAGE: Final = 20


@dataclass(frozen=True)
class Line:
    """A user list with how many people are in it, and the folders it is in."""

    id: int
    name: str
    people: int
    folders: Sequence[Folder] = ()


@dataclass(frozen=True)
class Page:
    """Some lists, the newest first: those in use, or the archived ones; `number` from 0."""

    lines: list[Line]
    number: int
    total: int
    archived: bool
    folder_id: int | None = None


def page(
    session: Session, number: int = 0, *, archived: bool = False, folder_id: int | None = None, by: User
) -> Page:
    """Return one page of the lists; one beyond the end becomes the last. Raises NotAllowed.

    Args:
        folder_id: only those in this folder; None is all.
    """
    require(session, by, Right.LOOK)
    meant = _meant(archived=archived, folder_id=folder_id, by=by)
    total = session.scalar(meant.with_only_columns(func.count())) or 0
    number = min(number, max(total - 1, 0) // PAGE)
    in_order = meant.order_by(UserList.id.desc()).offset(number * PAGE).limit(PAGE)
    rows = session.execute(in_order).all()
    folders = looking.of(session, "user_list", [row.id for row in rows])
    return Page([Line(*row, folders[row.id]) for row in rows], number, total, archived, folder_id)


def _meant(*, archived: bool, folder_id: int | None, by: User) -> Select[int, str, int]:
    members = select(func.count()).where(UserListMember.user_list_id == UserList.id)
    lists = select(UserList.id, UserList.name, members.correlate(UserList).scalar_subquery())
    state = UserList.archived_at.is_not(None) if archived else UserList.archived_at.is_(None)
    return looking.filtered(
        lists.where(UserList.campaign_id == by.campaign_id, state), "user_list", folder_id
    )
