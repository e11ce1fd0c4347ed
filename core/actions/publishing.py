"""Publishing an action: asked for, its pool filled piece by piece, handed out; and newcomers while it runs.

Half a million contacts take seconds, so each piece is a transaction of its own: what a crash leaves is taken
up where it ended, see `core.actions.publishing_due`.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import bells, events
from core.actions import pooling, publishing_told
from core.actions.readiness import check_ready
from core.actions.states import OtherState, find, move
from core.models import Action, Audience, Conversation, User
from core.models.action import COMING, NOT_YET, OUT
from core.people.rights import Right, require


@dataclass(frozen=True)
class Published:
    """What publishing made: conversations in the pool, and volunteers who have the action."""

    action: Action
    contacts: int
    volunteers: int


def ask_to_publish(
    session: Session, action_id: int, *, by: User, now: datetime, shown_in: str | None = None
) -> Action:
    """Begin to publish an action; the job does the rest. A second press changes nothing.

    Args:
        shown_in: a modal that shows how far it is.

    Raises:
        NotAllowed, NotFound: not this person's to publish.
        NotReady, Invalid: see `core.actions.readiness`.
        Stale: it was closed meanwhile.
    """
    action = _begun(session, action_id, by, now)
    publishing_told.follow(session, action, by, now, shown_in)
    bells.ring(session, "publish_actions")
    return action


def begin(session: Session, action: Action, *, by: User | None, now: datetime) -> None:
    """Let an action's pool be filled from now on, in `by`'s name. Raises NotReady, Invalid, Stale."""
    if action.state not in NOT_YET:
        raise OtherState(action.state)
    check_ready(session, action)
    asked_by = by.id if by else None
    move(session, action, COMING, came_from=action.state, now=now, scheduled_by_id=asked_by)


def fill(session: Session, action: Action, *, most: int, now: datetime) -> bool:
    """Fill some more of the pool, and hand the action out once all are in it; return whether that is done.

    Args:
        action: one that is being published, locked.
        most: how many contacts at once.
    """
    if pooling.add_conversations(session, action, most=most) == most:
        publishing_told.progress(session, action, now)
        return False
    finish(session, action, now=now)
    return True


def finish(session: Session, action: Action, *, now: datetime) -> Published:
    """Hand an action out whose pool is full but for those who came into the list meanwhile."""
    pooling.add_conversations(session, action)
    due, by = action.scheduled_for, session.get(User, action.scheduled_by_id or 0)
    stamps = {"published_at": now, "watched_from": None, "scheduled_for": None}
    move(session, action, "published", came_from=COMING, now=now, **stamps)
    pooling.add_audience(session, Action.id == action.id, now=now)
    pooling.touch_audience(session, action)
    made = as_published(session, action)
    counts = {"contacts": made.contacts, "volunteers": made.volunteers}
    scheduled = {"scheduled_for": due.isoformat()} if due else {}
    events.record(session, "action_published", action, by=by, at=now, **counts, **scheduled)
    publishing_told.done(session, action, counts, by=by, due=due, now=now)
    return made


def publish(session: Session, action_id: int, *, by: User, now: datetime) -> Published:
    """Publish an action in one go, for a list that is not long. A second press changes nothing.

    Raises:
        NotAllowed, NotFound, NotReady, Invalid, Stale: as `ask_to_publish`.
    """
    action = _begun(session, action_id, by, now)
    return finish(session, action, now=now) if action.state == COMING else as_published(session, action)


def as_published(session: Session, action: Action) -> Published:
    """Count what is in an action."""
    contacts = session.scalar(select(func.count()).select_from(Conversation).filter_by(action_id=action.id))
    volunteers = session.scalar(select(func.count()).select_from(Audience).filter_by(action_id=action.id))
    return Published(action, contacts or 0, volunteers or 0)


def add_newcomers(session: Session, list_id: int, now: datetime) -> int:
    """Put contacts imported into the list of a running action into its pool; return how many conversations.

    Call it once at the end of an import; calling it again adds nothing.
    """
    added = 0
    # one that is about to be out is waited for: it may have looked at the list before it had them
    query = select(Action).filter_by(list_id=list_id).filter(Action.state.in_((*OUT, COMING)))
    for action in session.scalars(query.order_by(Action.id).with_for_update()):
        count = pooling.add_conversations(session, action) if action.state in OUT else 0
        if count:
            pooling.touch_audience(session, action)
            events.record(session, "action_joined_by_contacts", action, by=None, at=now, contacts=count)
        added += count
    return added


def _begun(session: Session, action_id: int, by: User, now: datetime) -> Action:
    require(session, by, Right.RUN)
    action = find(session, action_id, by=by)
    if action.state not in (*OUT, COMING):
        begin(session, action, by=by, now=now)
    return action
