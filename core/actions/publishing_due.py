"""Publish what was asked for or is due: each once, however many workers look, and late rather than never.

An action that was scheduled is published as the campaign's, whatever became of whoever scheduled it: the
others rely on it, and any admin can take it back until then.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core import events
from core.actions import publishing, publishing_told, states
from core.clock import Clock
from core.db import Database
from core.errors import CoreError
from core.models import Action, User
from core.models.action import COMING

log = structlog.get_logger()

PIECE = 20_000  # contacts in one transaction: others who write wait less than a second


def publish_due(database: Database, *, clock: Clock, stopping: Callable[[], bool] = lambda: False) -> None:
    """Begin what is due, and go on with whatever is being published until it is."""
    for action_id in _those(database, _is_due(clock())):
        begin_one(database, action_id, now=clock())
    for action_id in _those(database, Action.state == COMING):
        while not stopping() and not fill_one(database, action_id, now=clock()):
            pass


def begin_one(database: Database, action_id: int, *, now: datetime) -> None:
    """Begin to publish an action that is due; one that is not ready becomes a draft, and it is said why."""
    with database.sessions.begin() as session:
        action = _locked(session, action_id, _is_due(now))
        if action is None:
            return  # another clock was first, or somebody changed their mind
        by = session.get(User, action.scheduled_by_id or 0)
        try:
            publishing.begin(session, action, by=by, now=now)
        except CoreError as refusal:
            log.info("action_not_ready", action=action.id)
            _back_to_draft(session, action, refusal, by, now)


def fill_one(database: Database, action_id: int, *, now: datetime, most: int = PIECE) -> bool:
    """Publish a piece of an action; return whether nothing is left to do, or another worker is at it."""
    with database.sessions.begin() as session:
        action = _locked(session, action_id, Action.state == COMING)
        return action is None or publishing.fill(session, action, most=most, now=now)


def _back_to_draft(
    session: Session, action: Action, refusal: CoreError, by: User | None, now: datetime
) -> None:
    states.move(session, action, "draft", came_from="scheduled", now=now, scheduled_for=None)
    events.record(session, "action_not_published", action, by=None, at=now, why=type(refusal).__name__)
    publishing_told.failed(session, action, refusal.sentence, by=by, now=now)


def _is_due(now: datetime) -> ColumnElement[bool]:
    return (Action.state == "scheduled") & (Action.scheduled_for <= now)


def _those(database: Database, which: ColumnElement[bool]) -> Sequence[int]:
    with database.readers() as session:
        return session.scalars(select(Action.id).where(which).order_by(Action.id)).all()


def _locked(session: Session, action_id: int, which: ColumnElement[bool]) -> Action | None:
    query = select(Action).where(Action.id == action_id, which).with_for_update(skip_locked=True)
    return session.scalar(query)
