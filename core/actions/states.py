"""The states of an action: draft → published ⇄ paused → closed. Each move is a conditional update."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import events, finding
from core.actions import pooling
from core.errors import Stale
from core.models import Action, User
from core.models.action import OUT


class OtherState(Stale):
    """The action is not in the state that the person saw."""

    def __init__(self, state: str) -> None:
        super().__init__(f"That action is {state} now. Open the list of actions again.")


def pause(session: Session, action_id: int, *, by: User, now: datetime) -> Action:
    """Stop the texting of an action until it is resumed. Raises NotFound, Stale."""
    action = find(session, action_id, by=by)
    if action.state != "paused":
        move(session, action, "paused", came_from="published", now=now, paused_at=now)
        _tell(session, action, "action_paused", by, now)
    return action


def resume(session: Session, action_id: int, *, by: User, now: datetime) -> Action:
    """Let a paused action go on. Raises NotFound, Stale."""
    action = find(session, action_id, by=by)
    if action.state != "published":
        move(session, action, "published", came_from="paused", now=now, paused_at=None)
        _tell(session, action, "action_resumed", by, now)
    return action


def close(session: Session, action_id: int, *, by: User, now: datetime) -> Action:
    """End an action, or drop a draft, for good; conversations and figures stay. Raises NotFound, Stale."""
    action = find(session, action_id, by=by)
    if action.state != "closed":
        move(session, action, "closed", came_from=action.state, now=now, closed_at=now)
        _tell(session, action, "action_closed", by, now)
    return action


def find(session: Session, action_id: int, *, by: User) -> Action:
    """Return an action of this person's campaign, locked until the transaction ends. Raises NotFound."""
    return finding.find(session, Action, action_id, by=by, called="That action", lock=True)


def find_open(session: Session, action_id: int, *, by: User) -> Action:
    """Return an action that may still be changed, locked. Raises NotFound, Stale when it is closed."""
    action = find(session, action_id, by=by)
    if action.state == "closed":
        raise OtherState(action.state)
    return action


def changed(session: Session, action: Action, what: str, *, by: User, now: datetime) -> None:
    """Note that an action was changed; of one that runs, tell the audience's inboxes and the audit trail."""
    action.updated_at = now
    if action.state in OUT:
        pooling.touch_audience(session, action)
        events.record(session, "action_changed", action, by=by, at=now, what=what)


def move(
    session: Session,
    action: Action,
    state: str,
    *,
    came_from: str,
    now: datetime,
    **stamps: datetime | None,
) -> None:
    """Change an action's state if it still is `came_from`. Raises Stale."""
    rows = (
        update(Action).filter_by(id=action.id, state=came_from).values(state=state, updated_at=now, **stamps)
    )
    moved = session.execute(rows.returning(Action.id)).one_or_none()
    session.refresh(action)
    if moved is None:
        raise OtherState(action.state)


def _tell(session: Session, action: Action, event: str, by: User, now: datetime) -> None:
    pooling.touch_audience(session, action)
    events.record(session, event, action, by=by, at=now)
