"""Filling the pool: a conversation for each contact of a list, a place in the audience for each volunteer.

One statement each, so that half a million contacts cost seconds; run again they add what is missing only.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Insert,
    Select,
    Subquery,
    case,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.orm import Session

from core.conversations.inbox import touch, touch_those
from core.db import UtcDateTime
from core.models import Action, Audience, Conversation, ListMember, Script, User


def add_conversations(session: Session, action: Action) -> int:
    """Put the list's contacts that are not in the action yet into its pool, and return how many those were.

    With several initial scripts each contact gets one in turn, so that the variants stay even to within one
    contact of each batch of newcomers.
    """
    newcomers = _newcomers(action)
    script = _in_turn(newcomers.c.row, initial_scripts(session, action.id))
    rows = select(literal(action.campaign_id), literal(action.id), newcomers.c.contact_id, script).order_by(
        newcomers.c.row
    )
    columns = ["campaign_id", "action_id", "contact_id", "script_id"]
    return _inserted(session, insert(Conversation).from_select(columns, rows))


def add_audience(session: Session, action: Action, *, now: datetime, only: User | None = None) -> int:
    """Send the action to every active volunteer who does not have it yet; return how many those were.

    Args:
        only: send it to this person alone.
    """
    there = select(Audience.id).filter_by(action_id=action.id).filter(Audience.user_id == User.id)
    people = active_volunteers(action.campaign_id).filter(~there.exists())
    people = people.filter(User.id == only.id) if only else people
    rows = people.with_only_columns(
        literal(action.campaign_id), literal(action.id), User.id, literal(now, UtcDateTime())
    )
    columns = ["campaign_id", "action_id", "user_id", "sent_at"]
    return _inserted(session, insert(Audience).from_select(columns, rows))


def touch_audience(session: Session, action: Action) -> None:
    """Let every inbox of the audience see the change."""
    people = select(Audience.user_id).filter_by(action_id=action.id)
    touch_those(session, User.id.in_(people))


def touch_free(session: Session, action: Action) -> None:
    """Let the inboxes of the audience see the change, but for those that another transaction is touching.

    For a worker that has touched other inboxes already: to wait for one could end in a deadlock.
    """
    people = select(User.id).join(Audience, Audience.user_id == User.id)
    free = people.where(Audience.action_id == action.id).with_for_update(
        of=User, skip_locked=True, key_share=True
    )
    touch(session, *session.scalars(free))


def initial_scripts(session: Session, action_id: int) -> Sequence[int]:
    """Return the ids of an action's initial scripts, in order."""
    query = select(Script.id).filter_by(action_id=action_id, kind="initial", archived_at=None)
    return session.scalars(query.order_by(Script.position, Script.id)).all()


def active_volunteers(campaign_id: int) -> Select[User]:
    """Return the query for whoever joined, proved a phone and is still there; admins may text too."""
    return (
        select(User)
        .filter_by(campaign_id=campaign_id, deactivated_at=None)
        .filter(User.joined_at.is_not(None), User.phone.is_not(None))
    )


def _newcomers(action: Action) -> Subquery:
    """Return the list's contacts without a conversation in the action, numbered from 0."""
    there = (
        select(Conversation.id)
        .filter_by(action_id=action.id)
        .filter(Conversation.contact_id == ListMember.contact_id)
    )
    number = (func.row_number().over(order_by=ListMember.contact_id) - 1).label("row")
    members = select(ListMember.contact_id, number)
    return members.filter(ListMember.list_id == action.list_id, ~there.exists()).subquery()


def _in_turn(row: ColumnElement[int], scripts: Sequence[int]) -> ColumnElement[int]:
    turn = row % len(scripts)
    return case(dict(enumerate(scripts)), value=turn)


def _inserted(session: Session, rows: Insert) -> int:
    session.flush()
    made = session.connection().execute(rows.execution_options(preserve_rowcount=True))
    return int(made.rowcount)
