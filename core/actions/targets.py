"""Whom an action is sent to: all volunteers, user lists or picked people, and who joins these later."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, delete, exists, insert, or_, select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.models import Action, ActionUser, ActionUserList, User, UserList, UserListMember

ALL, LISTS, PEOPLE = "all", "lists", "people"
MOST_TARGETS = 100  # what one menu of Slack can have chosen

Row = TypeVar("Row", User, UserList)


@dataclass(frozen=True)
class Targets:
    """Whom an action is sent to.

    Attributes:
        sent_to: `all`, `lists` or `people`; what is chosen for another of them does not count.
        list_ids, user_ids: the user lists, and the people picked.
    """

    sent_to: str = ALL
    list_ids: tuple[int, ...] = ()
    user_ids: tuple[int, ...] = ()


def meant_for() -> ColumnElement[bool]:
    """Return the condition, over `Action` and `User`, that the one is sent to the other.

    Whether somebody can text at all is another question; see `core.actions.pooling.active_volunteers`.
    """
    listed = exists().where(
        ActionUserList.action_id == Action.id,
        UserList.id == ActionUserList.user_list_id,
        UserList.archived_at.is_(None),
        UserListMember.user_list_id == ActionUserList.user_list_id,
        UserListMember.user_id == User.id,
    )
    picked = exists().where(ActionUser.action_id == Action.id, ActionUser.user_id == User.id)
    return or_(
        Action.sent_to == ALL, and_(Action.sent_to == LISTS, listed), and_(Action.sent_to == PEOPLE, picked)
    )


def targets(session: Session, action: Action) -> Targets:
    """Return whom an action is sent to."""
    lists = select(ActionUserList.user_list_id).filter_by(action_id=action.id)
    people = select(ActionUser.user_id).filter_by(action_id=action.id)
    return Targets(
        action.sent_to,
        tuple(session.scalars(lists.order_by(ActionUserList.user_list_id))),
        tuple(session.scalars(people.order_by(ActionUser.user_id))),
    )


def keep_targets(session: Session, action: Action, chosen: Targets, *, by: User) -> None:
    """Say whom an action is sent to. Raises Invalid beside `user_lists`, `people` or `sent_to`."""
    lists, people = _chosen_lists(session, chosen, by), _chosen_people(session, chosen, by)
    action.sent_to = chosen.sent_to
    session.execute(delete(ActionUserList).filter_by(action_id=action.id))
    session.execute(delete(ActionUser).filter_by(action_id=action.id))
    if lists:
        session.execute(insert(ActionUserList), [{"action_id": action.id, "user_list_id": x} for x in lists])
    if people:
        session.execute(insert(ActionUser), [{"action_id": action.id, "user_id": x} for x in people])


def living_lists(session: Session, list_ids: Sequence[int], *, by: User) -> Sequence[UserList]:
    """Return those of these user lists that are the campaign's and not archived, by name."""
    query = select(UserList).filter_by(campaign_id=by.campaign_id, archived_at=None)
    return session.scalars(query.where(UserList.id.in_(list_ids)).order_by(UserList.name)).all()


def living_people(session: Session, user_ids: Sequence[int], *, by: User) -> Sequence[User]:
    """Return those of these people who are the campaign's and still there, by name."""
    query = select(User).filter_by(campaign_id=by.campaign_id, deactivated_at=None)
    return session.scalars(query.where(User.id.in_(user_ids)).order_by(User.first_name, User.id)).all()


def _chosen_lists(session: Session, chosen: Targets, by: User) -> list[int]:
    if chosen.sent_to != LISTS:
        return []
    if not chosen.list_ids:
        raise Invalid("user_lists", "Choose at least one user list.")
    return _all_there(living_lists(session, chosen.list_ids, by=by), chosen.list_ids, "user_lists")


def _chosen_people(session: Session, chosen: Targets, by: User) -> list[int]:
    if chosen.sent_to not in {ALL, LISTS, PEOPLE}:
        raise Invalid("sent_to", "Choose who gets it.")
    if chosen.sent_to != PEOPLE:
        return []
    if not chosen.user_ids:
        raise Invalid("people", "Choose at least one person.")
    return _all_there(living_people(session, chosen.user_ids, by=by), chosen.user_ids, "people")


def _all_there(found: Sequence[Row], wanted: Sequence[int], field: str) -> list[int]:
    if len(found) < len(set(wanted)):
        raise Invalid(field, "One of these is not there any more. Choose again.")
    if len(found) > MOST_TARGETS:
        raise Invalid(field, f"At most {MOST_TARGETS} can be chosen; put the people into a user list.")
    return [each.id for each in found]
