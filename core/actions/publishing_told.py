"""Who hears how publishing goes: whoever asked, in the modal and by a message; the channel at last.

Each place is a notice whose key begins alike, so that all of them are told the same.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.models import Action, Conversation, ListMember, Notice, User
from core.notices.alerts import alerts_to
from core.notices.telling import tell
from core.notices.timetable import is_late

KIND = "action_publishing"


def follow(session: Session, action: Action, by: User, now: datetime, shown_in: str | None = None) -> None:
    """Let somebody hear how the publishing of an action goes.

    Args:
        shown_in: the modal they asked in; None tells them by a message alone.
    """
    _show_in(session, action, filter(None, (by.slack_id, shown_in)), now)


def progress(session: Session, action: Action, now: datetime) -> None:
    """Say how full the pool is."""
    _tell_all(session, action, _data(session, action), now)


def done(
    session: Session,
    action: Action,
    counts: dict[str, int],
    *,
    by: User | None,
    due: datetime | None,
    now: datetime,
) -> None:
    """Say that it is published, and tell the action's channel.

    Args:
        due: when it was to be, if it was scheduled.
    """
    data: dict[str, Any] = {"title": action.title, "state": "published", **counts}
    data["by"] = by.slack_id if by else None
    if due:
        data |= {"due": due.timestamp(), "late": is_late(due, now=now)}
        _show_in(session, action, _hears(session, action, by), now)
    _tell_all(session, action, data, now)
    if action.channel:
        _tell(session, action, f"action_published:{action.id}", action.channel, data, now, "action_published")


def failed(session: Session, action: Action, sentence: str, *, by: User | None, now: datetime) -> None:
    """Say that an action which was due could not be published, and is a draft again."""
    _show_in(session, action, _hears(session, action, by), now)
    _tell_all(session, action, {"title": action.title, "state": "failed", "why": sentence}, now)


def _hears(session: Session, action: Action, by: User | None) -> Sequence[str]:
    """Return who hears of what went by itself: whoever scheduled it, or who else looks after trouble."""
    if by and by.slack_id and by.deactivated_at is None:
        return [by.slack_id]
    return alerts_to(session, action.campaign_id)


def _show_in(session: Session, action: Action, places: Iterable[str], now: datetime) -> None:
    data = _data(session, action)
    for place in places:
        _tell(session, action, f"{_prefix(action)}{place}", place, data, now)


def _data(session: Session, action: Action) -> dict[str, Any]:
    listed = select(func.count()).select_from(ListMember).filter_by(list_id=action.list_id)
    filled = select(func.count()).select_from(Conversation).filter_by(action_id=action.id)
    counts = {"contacts": session.scalar(listed) or 0, "filled": session.scalar(filled) or 0}
    return {"title": action.title, "state": action.state, **counts}


def _prefix(action: Action) -> str:
    return f"publishing:{action.id}:"


def _tell_all(session: Session, action: Action, data: dict[str, Any], now: datetime) -> None:
    told = select(Notice.key, Notice.channel).filter_by(campaign_id=action.campaign_id, kind=KIND)
    for key, channel in session.execute(told.where(Notice.key.startswith(_prefix(action)))).all():
        _tell(session, action, key, channel, data, now)


def _tell(
    session: Session,
    action: Action,
    key: str,
    channel: str,
    data: dict[str, Any],
    now: datetime,
    kind: str = KIND,
) -> None:
    tell(session, campaign_id=action.campaign_id, key=key, kind=kind, channel=channel, data=data, now=now)
