"""Whoever comes into a user list gets the running actions that were sent to it."""

from datetime import datetime

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from core.actions import pooling
from core.conversations.inbox import touch_those
from core.db import UtcDateTime
from core.models import Action, ActionUserList, Audience, User, UserList, UserListMember
from core.models.action import OUT


def reach_members(session: Session, user_list: UserList, *, now: datetime) -> int:
    """Send the running actions of a list to those in it who do not have them; return how many rows that made.

    Call it after the list gained people; calling it again adds nothing.
    """
    members = select(UserListMember.user_id).filter_by(user_list_id=user_list.id)
    sent_to = select(Action.id).join(ActionUserList, ActionUserList.action_id == Action.id)
    sent_to = sent_to.where(ActionUserList.user_list_id == user_list.id, Action.state.in_(OUT))
    there = select(Audience.id).where(Audience.action_id == Action.id, Audience.user_id == User.id)
    rows = (
        pooling.active_volunteers(user_list.campaign_id)
        .join(Action, Action.campaign_id == User.campaign_id)
        .where(User.id.in_(members), Action.id.in_(sent_to), ~there.exists())
        .with_only_columns(User.campaign_id, Action.id, User.id, literal(now, UtcDateTime()))
    )
    columns = ["campaign_id", "action_id", "user_id", "sent_at"]
    session.flush()
    made = session.connection().execute(
        insert(Audience).from_select(columns, rows).execution_options(preserve_rowcount=True)
    )
    if made.rowcount:
        touch_those(session, User.id.in_(members))
    return int(made.rowcount)
