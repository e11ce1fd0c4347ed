"""Who is in a user list: put in by hand, by a filter or from a file, and taken out."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, delete, literal, select
from sqlalchemy.orm import Session

from core import events, finding
from core.actions.reaching import reach_members
from core.errors import Stale
from core.inserting import insert_missing
from core.models import User, UserList, UserListMember
from core.people.rights import Right, require


class ListArchived(Stale):
    """The list was archived after this person opened it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” was archived meanwhile. Restore it first.")


def add(session: Session, list_id: int, user_ids: Collection[int], *, by: User, now: datetime) -> int:
    """Put people into a list, and send them the running actions that were sent to it.

    Args:
        user_ids: those of other campaigns are passed over.

    Returns:
        how many were not in it yet.

    Raises:
        NotAllowed, NotFound, ListArchived: as it says.
    """
    found = open_list(session, list_id, by=by)
    given = select(User.id).where(User.campaign_id == by.campaign_id, User.id.in_(user_ids))
    count = put_in(session, found, given)
    if count:
        found.updated_at = now
        reach_members(session, found, now=now)
        events.record(session, "user_list_joined", found, by=by, at=now, people=count)
    return count


def remove(session: Session, list_id: int, user_id: int, *, by: User, now: datetime) -> UserList:
    """Take somebody out of a list; actions that they have already stay theirs.

    Raises:
        NotAllowed, NotFound, ListArchived: as it says.
    """
    found = open_list(session, list_id, by=by)
    gone = delete(UserListMember).where(
        UserListMember.user_list_id == found.id, UserListMember.user_id == user_id
    )
    if session.execute(gone.returning(UserListMember.user_id)).one_or_none():
        found.updated_at = now
        events.record(session, "user_list_left", found, by=by, at=now, user_id=user_id)
    return found


def put_in(session: Session, found: UserList, given: Select[int]) -> int:
    """Put the people of a query into a list, and do no more; return how many were not in it yet."""
    rows = given.with_only_columns(literal(found.id), User.id)
    return insert_missing(session, UserListMember, ["user_list_id", "user_id"], rows)


def lock(session: Session, list_id: int, *, by: User) -> UserList:
    """Return a list to be changed, locked until the transaction ends. Raises NotAllowed, NotFound."""
    require(session, by, Right.PEOPLE)
    return finding.find(session, UserList, list_id, by=by, called="That user list", lock=True)


def open_list(session: Session, list_id: int, *, by: User) -> UserList:
    """Return a list that is in use, as `lock` does. Raises ListArchived, too."""
    found = lock(session, list_id, by=by)
    if found.archived_at is not None:
        raise ListArchived(found.name)
    return found
