"""User lists: named sets of people with an account, which actions are sent to; volunteers do not see them.

“All volunteers” needs no list: it is whoever is active, always.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, insert, literal, select
from sqlalchemy.orm import Session

from core import events, finding
from core.actions.reaching import reach_members
from core.errors import Invalid, Stale
from core.models import Campaign, User, UserList, UserListMember
from core.naming import named
from core.people.rights import Right, require
from core.people.who import Who, people
from core.turns import take_turns

MOST = 100  # what one menu of Slack holds
_PRESSED_TWICE = timedelta(minutes=1)


class ListArchived(Stale):
    """The list was archived after this person opened it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” was archived meanwhile. Restore it first.")


def make(session: Session, name: str, *, by: User, now: datetime, made_from: Who | None = None) -> UserList:
    """Make a list: of those whom a filter lets through now, or an empty one to be filled by hand or file.

    The same person who makes the same list again within a minute, by a second press, gets the first.

    Raises:
        NotAllowed: this person may not manage people.
        Invalid: beside `name`: it cannot be kept, or another list has it.
    """
    require(session, by, Right.PEOPLE)
    take_turns(session, by.campaign_id)
    kept = made_from.as_json() if made_from else {}
    name = _named(name)
    if made := _just_made(session, name, kept, by, now):
        return made
    _free_name(session, name, by)
    made = UserList(
        campaign_id=by.campaign_id,
        name=name,
        made_from=kept,
        created_at=now,
        updated_at=now,
        created_by_id=by.id,
    )
    session.add(made)
    session.flush()
    count = _fill(session, made, made_from) if made_from else 0
    events.record(session, "user_list_created", made, by=by, at=now, people=count)
    return made


def rename(session: Session, list_id: int, name: str, *, by: User, now: datetime) -> UserList:
    """Give a list another name. Raises NotAllowed, NotFound, ListArchived, Invalid beside `name`."""
    found = _open(session, list_id, by)
    take_turns(session, by.campaign_id)
    name = _free_name(session, _named(name), by, own_id=found.id)
    if name != found.name:
        found.name, found.updated_at = name, now
        events.record(session, "user_list_renamed", found, by=by, at=now)
    return found


def archive(session: Session, list_id: int, *, by: User, now: datetime) -> UserList:
    """Take a list out of the menus; what was sent to it stays sent. Raises NotAllowed, NotFound."""
    found = _locked(session, list_id, by)
    if found.archived_at is None:
        found.archived_at = found.updated_at = now
        events.record(session, "user_list_archived", found, by=by, at=now)
    return found


def restore(session: Session, list_id: int, *, by: User, now: datetime) -> UserList:
    """Bring a list back. Raises NotAllowed, NotFound, and Invalid when another took its name."""
    found = _locked(session, list_id, by)
    if found.archived_at is not None:
        take_turns(session, by.campaign_id)
        _free_name(session, found.name, by, own_id=found.id)
        found.archived_at, found.updated_at = None, now
        events.record(session, "user_list_restored", found, by=by, at=now)
    return found


def add(session: Session, list_id: int, user_ids: Collection[int], *, by: User, now: datetime) -> int:
    """Put people into a list, and send them the running actions that were sent to it.

    Args:
        user_ids: those of other campaigns are passed over.

    Returns:
        how many were not in it yet.

    Raises:
        NotAllowed, NotFound, ListArchived: as it says.
    """
    found = _open(session, list_id, by)
    given = select(User.id).where(User.campaign_id == by.campaign_id, User.id.in_(user_ids))
    return add_those(session, found, given, by=by, now=now)


def add_those(
    session: Session, found: UserList, given: Select[int], *, by: User | None, now: datetime
) -> int:
    """Put the people of a query into a locked list, as `add` does; return how many were not in it yet."""
    count = _add(session, found, given)
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
    found = _open(session, list_id, by)
    gone = delete(UserListMember).where(
        UserListMember.user_list_id == found.id, UserListMember.user_id == user_id
    )
    if session.execute(gone.returning(UserListMember.user_id)).one_or_none():
        found.updated_at = now
        events.record(session, "user_list_left", found, by=by, at=now, user_id=user_id)
    return found


def find(session: Session, list_id: int, *, by: User) -> UserList:
    """Return a list of this person's campaign, to look at. Raises NotFound."""
    return finding.find(session, UserList, list_id, by=by, called="That user list")


def name_of(session: Session, list_id: int, *, by: User) -> str | None:
    """Return the name of a list that a filter names; None when this person's campaign has none such."""
    of_campaign = select(UserList.name).filter_by(campaign_id=by.campaign_id)
    return session.scalar(of_campaign.where(UserList.id == list_id))


def choosing(session: Session, *, by: User, words: str = "") -> Sequence[UserList]:
    """Return at most 100 living lists whose names hold the words typed, the newest first."""
    query = select(UserList).filter_by(campaign_id=by.campaign_id, archived_at=None)
    query = query.where(UserList.name.icontains(words, autoescape=True))
    return session.scalars(query.order_by(UserList.id.desc()).limit(MOST)).all()


def _just_made(
    session: Session, name: str, made_from: dict[str, object], by: User, now: datetime
) -> UserList | None:
    same = select(UserList).filter_by(
        campaign_id=by.campaign_id, created_by_id=by.id, name=name, archived_at=None
    )
    made = session.scalar(same.where(UserList.created_at > now - _PRESSED_TWICE).limit(1))
    return made if made and made.made_from == made_from else None


def _named(words: str) -> str:
    return named(words, field="name", what="list name")


def _free_name(session: Session, name: str, by: User, own_id: int = 0) -> str:
    living = select(UserList.name).filter_by(campaign_id=by.campaign_id, archived_at=None)
    others = session.scalars(living.where(UserList.id != own_id))
    if name.casefold() in {other.casefold() for other in others}:
        raise Invalid("name", f"There is a user list called “{name}” already.")
    return name


def _locked(session: Session, list_id: int, by: User) -> UserList:
    require(session, by, Right.PEOPLE)
    return finding.find(session, UserList, list_id, by=by, called="That user list", lock=True)


def _open(session: Session, list_id: int, by: User) -> UserList:
    found = _locked(session, list_id, by)
    if found.archived_at is not None:
        raise ListArchived(found.name)
    return found


def _fill(session: Session, made: UserList, who: Who) -> int:
    campaign = session.get_one(Campaign, made.campaign_id)
    return _add(session, made, people(campaign, who).with_only_columns(User.id))


def _add(session: Session, found: UserList, given: Select[int]) -> int:
    there = select(UserListMember.user_id).filter_by(user_list_id=found.id)
    rows = given.with_only_columns(literal(found.id), User.id).where(User.id.not_in(there))
    added = insert(UserListMember).from_select(["user_list_id", "user_id"], rows)
    session.flush()
    made = session.connection().execute(added.execution_options(preserve_rowcount=True))
    return int(made.rowcount)
