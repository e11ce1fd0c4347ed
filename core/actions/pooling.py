"""Filling the pool: a conversation for each contact of a list, a place in the audience for each volunteer.

One statement each, so that half a million contacts cost seconds; run again they add what is missing only.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal, select
from sqlalchemy.orm import Session

from core.actions.targets import meant_for
from core.conversations.inbox import touch, touch_those
from core.db import UtcDateTime
from core.inserting import insert_missing
from core.models import Action, Audience, Conversation, ListMember, Script, User


def add_conversations(session: Session, action: Action, *, most: int | None = None) -> int:
    """Put the list's contacts that are not in the action yet into its pool, and return how many those were.

    With several initial scripts each contact gets one in turn, so that the variants stay even to within one
    contact.

    Args:
        most: add so many at once, and look for them only where the last ones ended; None adds all.
    """
    newcomers = _newcomers(action, most)
    there = select(func.count()).select_from(Conversation).filter_by(action_id=action.id).scalar_subquery()
    script = _in_turn(newcomers.c.row + there, initial_scripts(session, action.id))
    rows = (
        select(literal(action.campaign_id), literal(action.id), newcomers.c.contact_id, script)
        .where(newcomers.c.row >= 0)
        .order_by(newcomers.c.row)
    )
    return insert_missing(
        session, Conversation, ["campaign_id", "action_id", "contact_id", "script_id"], rows
    )


def add_audience(session: Session, *which: ColumnElement[bool], now: datetime) -> int:
    """Send actions to every active volunteer they are meant for who lacks them; return how often that was.

    Args:
        which: conditions over `Action` and `User`.
    """
    return _send(session, meant_for(), *which, now=now)


def hand_actions(session: Session, user: User, *which: ColumnElement[bool], now: datetime) -> int:
    """Send actions to somebody who was handed conversations of them, whomever they are meant for.

    Args:
        which: conditions over `Action`.
    """
    return _send(session, User.id == user.id, *which, now=now)


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
    return _able_to_text().filter_by(campaign_id=campaign_id)


def those_who_get(action: Action) -> Select[User]:
    """Return the query for the active volunteers an action is meant for, whether they have it yet or not."""
    return active_volunteers(action.campaign_id).join(Action, Action.id == action.id).where(meant_for())


def _able_to_text() -> Select[User]:
    return select(User).where(
        User.deactivated_at.is_(None), User.joined_at.is_not(None), User.phone.is_not(None)
    )


def _newcomers(action: Action, most: int | None) -> Subquery:
    """Return the list's contacts without a conversation in the action, numbered from 0."""
    conversations = select(Conversation.id).filter_by(action_id=action.id)
    there = conversations.filter(Conversation.contact_id == ListMember.contact_id)
    members = select(ListMember.contact_id).filter(ListMember.list_id == action.list_id, ~there.exists())
    if most is not None:
        newest = select(func.max(Conversation.contact_id)).filter_by(action_id=action.id).scalar_subquery()
        members = members.where(ListMember.contact_id > func.coalesce(newest, 0))
        members = members.order_by(ListMember.contact_id).limit(most)
    found = members.subquery()
    number = (func.row_number().over(order_by=found.c.contact_id) - 1).label("row")
    return select(found.c.contact_id, number).subquery()


def _in_turn(row: ColumnElement[int], scripts: Sequence[int]) -> ColumnElement[int]:
    turn = row % len(scripts)
    return case(dict(enumerate(scripts)), value=turn)


def _send(session: Session, *which: ColumnElement[bool], now: datetime) -> int:
    there = select(Audience.id).where(Audience.action_id == Action.id, Audience.user_id == User.id)
    people = _able_to_text().join(Action, Action.campaign_id == User.campaign_id)
    rows = people.where(*which, ~there.exists()).with_only_columns(
        Action.campaign_id, Action.id, User.id, literal(now, UtcDateTime())
    )
    return insert_missing(session, Audience, ["campaign_id", "action_id", "user_id", "sent_at"], rows)
