"""Whoever joins the campaign, or comes into a user list, gets the running actions that are meant for them."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core.actions import pooling
from core.conversations.inbox import touch_those
from core.models import Action, ActionUserList, User, UserList, UserListMember
from core.models.action import COMING, OUT


def add_volunteer(session: Session, user: User, now: datetime) -> int:
    """Send somebody who has just joined the running actions meant for them; return how many those were."""
    _let_publishing_end(session, Action.campaign_id == user.campaign_id)
    return pooling.add_audience(session, Action.state.in_(OUT), User.id == user.id, now=now)


def reach_members(session: Session, user_list: UserList, *, now: datetime) -> int:
    """Send the running actions of a list to those in it who do not have them; return how many rows that made.

    Call it after the list gained people; calling it again adds nothing.
    """
    members = select(UserListMember.user_id).filter_by(user_list_id=user_list.id)
    of_list = select(ActionUserList.action_id).filter_by(user_list_id=user_list.id)
    _let_publishing_end(session, Action.id.in_(of_list))
    made = pooling.add_audience(
        session, Action.id.in_(of_list), Action.state.in_(OUT), User.id.in_(members), now=now
    )
    if made:
        touch_those(session, User.id.in_(members))
    return made


def _let_publishing_end(session: Session, which: ColumnElement[bool]) -> None:
    # else an action that is about to be out would miss those who are about to be there
    session.execute(select(Action.id).where(which, Action.state == COMING).with_for_update(read=True)).all()
