"""Send the summaries that are due: each once, however many clocks look, and late rather than never."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.db import Database
from core.models import Summary, User
from core.notices import summaries, timetable
from core.notices.telling import tell
from core.notices.timetable import Period
from core.results.day import Day, day


def send_due(database: Database, *, now: datetime) -> int:
    """Tell every channel whose summary is due, and plan the next one; return how many were told.

    After a stop only one is sent, which reaches over all that were missed and says that it is late.
    """
    with database.readers() as session:
        due = select(Summary).where(Summary.next_at <= now)
        waiting = session.scalars(due.filter_by(paused_at=None, archived_at=None).order_by(Summary.id)).all()
    return sum(_send(database, summary, now) for summary in waiting)


def send_now(database: Database, summary_id: int, *, by: User, key: str, now: datetime) -> None:
    """Tell the channel of the day so far, beside what is planned.

    Args:
        key: of the press; the same again is the same message.

    Raises:
        NotFound: the summary is not there.
    """
    with database.readers() as session:
        summary = summaries.find(session, summary_id, by=by)
        period = timetable.today(summary.timezone, now=now)
        data = _data(summary, period, day(session, summary.campaign_id, period.start, period.end), now)
    with database.sessions.begin() as session:
        _tell(session, summary, f"summary:{summary.id}:{key}", data | {"by": by.slack_id}, now)


def _send(database: Database, summary: Summary, now: datetime) -> bool:
    at, zone, due = summary.at_minute, summary.timezone, summary.next_at
    period = timetable.scheduled(due, at, zone, now=now)
    with database.readers() as session:
        counted = day(session, summary.campaign_id, period.start, period.end)
    data = _data(summary, period, counted, now)
    if timetable.is_late(due, now=now):
        data["due"] = due.timestamp()
    with database.sessions.begin() as session:
        if not _claim(session, summary, timetable.next_time(at, zone, after=now), now):
            return False  # another clock was first
        _tell(session, summary, f"summary:{summary.id}:{due.isoformat()}", data, now)
    return True


def _claim(session: Session, summary: Summary, next_at: datetime, now: datetime) -> bool:
    still_due = update(Summary).where(
        Summary.id == summary.id,
        Summary.next_at == summary.next_at,
        Summary.paused_at.is_(None),
        Summary.archived_at.is_(None),
    )
    claimed = still_due.values(next_at=next_at, last_sent_at=now).returning(Summary.id)
    return session.execute(claimed).one_or_none() is not None


def _tell(session: Session, summary: Summary, key: str, data: dict[str, Any], now: datetime) -> None:
    tell(
        session,
        campaign_id=summary.campaign_id,
        key=key,
        kind="summary",
        channel=summary.channel,
        data=data,
        now=now,
    )


def _data(summary: Summary, period: Period, counted: Day, now: datetime) -> dict[str, Any]:
    since = counted.waiting_since
    return asdict(counted) | {
        "waiting_since": since.timestamp() if since else None,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "timezone": summary.timezone,
        "at": now.timestamp(),
    }
