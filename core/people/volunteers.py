"""The people of a campaign as the admins look at them: a page of those meant, and one of them in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core import events
from core.finding import find
from core.models import Action, Campaign, Conversation, User, UserList, UserListMember
from core.naming import named
from core.people.rights import Right, require
from core.people.who import Who, people

PAGE: Final = 12
MOST_CHOSEN: Final = 100  # what one menu of Slack holds
MOST_SHOWN: Final = 20  # actions, or lists, of one person


@dataclass(frozen=True)
class Line:
    """Somebody in the list.

    Attributes:
        texted: conversations in their hands that had their first text.
        waiting: of these, those that wait for an answer.
    """

    user: User
    texted: int
    waiting: int


@dataclass(frozen=True)
class Page:
    """Some of the people meant, by name; `number` from 0, `total` of all pages."""

    who: Who
    lines: list[Line]
    number: int
    total: int


@dataclass(frozen=True)
class Hand:
    """What somebody holds of one action: `unsent` wait for their first text, `waiting` for an answer."""

    title: str
    state: str
    unsent: int
    texted: int
    waiting: int


@dataclass(frozen=True)
class Sheet:
    """One person in full.

    Attributes:
        hands: the actions they hold conversations of, the newest first; 20 at most, `more` are left out.
        lists: names of the user lists they are in; 20 at most.
    """

    user: User
    hands: list[Hand]
    more: int
    lists: Sequence[str]


def page(session: Session, who: Who, number: int = 0, *, by: User) -> Page:
    """Return one page of the people meant; one beyond the end becomes the last. Raises NotAllowed."""
    require(session, by, Right.LOOK)
    meant = people(session.get_one(Campaign, by.campaign_id), who)
    total = _total(session, meant)
    number = min(number, max(total - 1, 0) // PAGE)
    users = session.scalars(_by_name(meant).offset(number * PAGE).limit(PAGE)).all()
    held = _held(session, [user.id for user in users])
    return Page(who, [Line(user, *held.get(user.id, (0, 0))) for user in users], number, total)


def count(session: Session, who: Who, *, by: User) -> int:
    """Return how many people are meant. Raises NotAllowed."""
    require(session, by, Right.LOOK)
    return _total(session, people(session.get_one(Campaign, by.campaign_id), who))


def choosing(session: Session, who: Who, *, by: User) -> Sequence[User]:
    """Return at most 100 of the people meant, by name, for a menu."""
    meant = people(session.get_one(Campaign, by.campaign_id), who)
    return session.scalars(_by_name(meant).limit(MOST_CHOSEN)).all()


def title_of(session: Session, action_id: int, *, by: User) -> str | None:
    """Return the title of an action that a filter names; None when this person's campaign has none such."""
    of_campaign = select(Action.title).filter_by(campaign_id=by.campaign_id)
    return session.scalar(of_campaign.where(Action.id == action_id))


def sheet(session: Session, user_id: int, *, by: User) -> Sheet:
    """Return one person with what they hold. Raises NotAllowed, NotFound."""
    require(session, by, Right.LOOK)
    user = find(session, User, user_id, by=by, called="That volunteer")
    hands = _hands(session, user)
    lists = (
        select(UserList.name)
        .join(UserListMember, UserListMember.user_list_id == UserList.id)
        .where(UserListMember.user_id == user.id, UserList.archived_at.is_(None))
    )
    names = session.scalars(lists.order_by(UserList.name).limit(MOST_SHOWN)).all()
    return Sheet(user, hands[:MOST_SHOWN], max(len(hands) - MOST_SHOWN, 0), names)


def rename(
    session: Session, user_id: int, *, first_name: str, last_name: str, by: User, now: datetime
) -> User:
    """Change how somebody is called, also in the texts they send from now on.

    Raises:
        NotAllowed, NotFound: as it says.
        Invalid: beside `first_name` or `last_name`.
    """
    require(session, by, Right.PEOPLE)
    user = find(session, User, user_id, by=by, called="That volunteer", lock=True)
    first = named(first_name, field="first_name", what="first name")
    last = named(last_name, field="last_name", what="last name") if last_name.strip() else ""
    if (first, last) != (user.first_name, user.last_name):
        user.first_name, user.last_name = first, last
        events.record(session, "user_renamed", user, by=by, at=now)
    return user


def _by_name(meant: Select[User]) -> Select[User]:
    return meant.order_by(func.lower(User.first_name), func.lower(User.last_name), User.id)


def _total(session: Session, meant: Select[User]) -> int:
    counted = meant.with_only_columns(func.count()).order_by(None)
    return session.scalar(counted) or 0


def _held(session: Session, user_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    counts = func.count(Conversation.initial_at), func.count(Conversation.attention_since)
    query = select(Conversation.holder_id, *counts).where(Conversation.holder_id.in_(user_ids))
    rows = session.execute(query.group_by(Conversation.holder_id))
    return {row[0]: (row[1], row[2]) for row in rows if row[0]}


def _hands(session: Session, user: User) -> list[Hand]:
    texted, waiting = func.count(Conversation.initial_at), func.count(Conversation.attention_since)
    query = (
        select(Action.title, Action.state, func.count() - texted, texted, waiting)
        .join(Conversation, Conversation.action_id == Action.id)
        .where(Conversation.holder_id == user.id)
        .group_by(Action.id, Action.title, Action.state)
        .order_by(Action.id.desc())
    )
    return [Hand(*row) for row in session.execute(query)]
