"""The states of an action that is out: published ⇄ paused → closed, and back. A move is a conditional update.

How it comes out is in `core.actions.publishing`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from core import events, finding
from core.actions import pooling
from core.errors import Stale
from core.models import Action, User
from core.models.action import COMING, OUT
from core.notices import incidents
from core.people.rights import Right, require


class OtherState(Stale):
    """The action is not in the state that the person saw."""

    def __init__(self, state: str) -> None:
        now = "being published" if state == COMING else f"{state} now"
        super().__init__(f"That action is {now}. Open the list of actions again.")


def pause(session: Session, action_id: int, *, by: User, now: datetime) -> Action:
    """Stop the texting of an action until it is resumed. Raises NotFound, Stale."""
    action = find(session, action_id, by=by)
    if action.state != "paused":
        move(session, action, "paused", came_from="published", now=now, paused_at=now)
        _tell(session, action, "action_paused", by, now)
    return action


def pause_itself(session: Session, *which: ColumnElement[bool], code: str, now: datetime) -> Sequence[Action]:
    """Pause those of some actions that run, since their texts do harm or cannot leave.

    One whose state somebody else is changing this instant is left alone: waiting for it, with rows locked
    that they may want, could end in a deadlock, and the next failure asks again.

    Args:
        code: why, by `core.delivery.endings.stop_loss`.

    Returns:
        those that this call paused; of several workers, one gets each.
    """
    running = select(Action).where(Action.state == "published", *which).order_by(Action.id)
    locked = running.with_for_update(skip_locked=True, key_share=True)
    paused = session.scalars(locked.execution_options(populate_existing=True)).all()
    for action in paused:
        action.state, action.pause_code = "paused", code
        action.paused_at = action.updated_at = now
        pooling.touch_free(session, action)
        events.record(session, "action_paused_itself", action, by=None, at=now, code=code)
    session.flush()
    return paused


def resume(session: Session, action_id: int, *, by: User, now: datetime) -> Action:
    """Let a paused action go on, watched anew from here. Raises NotFound, Stale."""
    action = find(session, action_id, by=by)
    if action.state != "published":
        fresh = {"paused_at": None, "pause_code": None, "watched_from": now}
        move(session, action, "published", came_from="paused", now=now, **fresh)
        _tell(session, action, "action_resumed", by, now)
        _end_alert(session, action, "resumed", by, now)
    return action


def close(session: Session, action_id: int, *, by: User, now: datetime) -> Action:
    """End an action, or drop a draft; conversations and figures stay. Raises NotFound, Stale."""
    action = find(session, action_id, by=by)
    if action.state != "closed":
        stamps = {"closed_at": now, "scheduled_for": None}
        move(session, action, "closed", came_from=action.state, now=now, **stamps)
        _tell(session, action, "action_closed", by, now)
        _end_alert(session, action, "closed", by, now)
    return action


def reopen(session: Session, action_id: int, *, by: User, now: datetime) -> Action:
    """Let a closed action go on, watched anew from here; a draft that was dropped is a draft again.

    Conversations stay with whoever holds them, and who was in the pool is in it. Whoever came into its list,
    or joined, since it was closed comes in too.

    Raises:
        NotAllowed, NotFound: not this person's to open.
    """
    require(session, by, Right.RUN)
    action = find(session, action_id, by=by)
    if action.state == "closed":
        state = "published" if action.published_at else "draft"
        fresh = {"closed_at": None, "paused_at": None, "pause_code": None, "watched_from": now}
        move(session, action, state, came_from="closed", now=now, **fresh)
        if action.is_running:
            pooling.add_conversations(session, action)
            pooling.add_audience(session, Action.id == action.id, now=now)
        _tell(session, action, "action_reopened", by, now)
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


def changed(
    session: Session, action: Action, what: str, *, by: User, now: datetime, **particulars: Any
) -> None:
    """Note that an action was changed; of one that runs, tell the audience's inboxes and the audit trail."""
    action.updated_at = now
    if action.state in OUT:
        pooling.touch_audience(session, action)
        events.record(session, "action_changed", action, by=by, at=now, what=what, **particulars)


def move(
    session: Session,
    action: Action,
    state: str,
    *,
    came_from: str,
    now: datetime,
    **stamps: Any,
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


def _end_alert(session: Session, action: Action, how: str, by: User, now: datetime) -> None:
    incidents.resolve(session, action.campaign_id, f"paused:{action.id}", how=how, by=by, now=now)
