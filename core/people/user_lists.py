"""User lists: named sets of people with an account, which actions are sent to; volunteers do not see them.

“All volunteers” needs no list: it is whoever is active, always.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core import events, finding
from core.errors import Invalid
from core.models import Campaign, User, UserList
from core.naming import named
from core.people.rights import Right, require
from core.people.user_list_members import lock, open_list, put_in
from core.people.who import Who, people
from core.turns import take_turns

MOST = 100  # what one menu of Slack holds
_PRESSED_TWICE = timedelta(minutes=1)


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
    count = put_in(session, made, _meant(session, made_from, by)) if made_from else 0
    events.record(session, "user_list_created", made, by=by, at=now, people=count)
    return made


def rename(session: Session, list_id: int, name: str, *, by: User, now: datetime) -> UserList:
    """Give a list another name. Raises NotAllowed, NotFound, ListArchived, Invalid beside `name`."""
    found = open_list(session, list_id, by=by)
    take_turns(session, by.campaign_id)
    name = _free_name(session, _named(name), by, own_id=found.id)
    if name != found.name:
        found.name, found.updated_at = name, now
        events.record(session, "user_list_renamed", found, by=by, at=now)
    return found


def archive(session: Session, list_id: int, *, by: User, now: datetime) -> UserList:
    """Take a list out of the menus; what was sent to it stays sent. Raises NotAllowed, NotFound."""
    found = lock(session, list_id, by=by)
    if found.archived_at is None:
        found.archived_at = found.updated_at = now
        events.record(session, "user_list_archived", found, by=by, at=now)
    return found


def restore(session: Session, list_id: int, *, by: User, now: datetime) -> UserList:
    """Bring a list back. Raises NotAllowed, NotFound, and Invalid when another took its name."""
    found = lock(session, list_id, by=by)
    if found.archived_at is not None:
        take_turns(session, by.campaign_id)
        _free_name(session, found.name, by, own_id=found.id)
        found.archived_at, found.updated_at = None, now
        events.record(session, "user_list_restored", found, by=by, at=now)
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


def _meant(session: Session, who: Who, by: User) -> Select[int]:
    campaign = session.get_one(Campaign, by.campaign_id)
    return people(campaign, who).with_only_columns(User.id)
