"""Daily summaries that a channel asked for: made, paused, resumed, archived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import events, finding
from core.errors import Invalid, NotFound
from core.models import Summary, User
from core.notices.timetable import next_time
from core.turns import take_turns


@dataclass(frozen=True)
class SummaryForm:
    """What somebody asked for.

    Attributes:
        channel: a Slack channel id.
        at: the time of day, "HH:MM".
        timezone: a name of the IANA time zone database.
    """

    channel: str
    at: str
    timezone: str


def create(session: Session, form: SummaryForm, *, by: User, now: datetime) -> Summary:
    """Plan a daily summary; the first one comes when the clock shows the time next.

    One that is planned already, for the same place and time, is the answer to a second press.

    Raises:
        Invalid: the channel, time or zone cannot be used.
    """
    planned = _planned(form)
    take_turns(session, by.campaign_id)
    same = select(Summary).filter_by(campaign_id=by.campaign_id, archived_at=None, paused_at=None, **planned)
    if found := session.scalar(same.limit(1)):
        return found
    first = next_time(planned["at_minute"], form.timezone, after=now)
    summary = Summary(
        campaign_id=by.campaign_id, next_at=first, created_at=now, created_by_id=by.id, **planned
    )
    session.add(summary)
    session.flush()
    events.record(session, "summary_created", summary, by=by, at=now)
    return summary


def pause(session: Session, summary_id: int, *, by: User, now: datetime) -> Summary:
    """Send none until it is resumed. Raises NotFound."""
    summary = find(session, summary_id, by=by)
    if summary.paused_at is None:
        summary.paused_at = now
        events.record(session, "summary_paused", summary, by=by, at=now)
    return summary


def resume(session: Session, summary_id: int, *, by: User, now: datetime) -> Summary:
    """Go on with the next one; what fell into the pause is not sent. Raises NotFound."""
    summary = find(session, summary_id, by=by)
    if summary.paused_at is not None:
        summary.paused_at = None
        summary.next_at = next_time(summary.at_minute, summary.timezone, after=now)
        events.record(session, "summary_resumed", summary, by=by, at=now)
    return summary


def archive(session: Session, summary_id: int, *, by: User, now: datetime) -> Summary:
    """Put it away for good. Raises NotFound."""
    summary = find(session, summary_id, by=by)
    summary.archived_at = now
    events.record(session, "summary_archived", summary, by=by, at=now)
    return summary


def find(session: Session, summary_id: int, *, by: User) -> Summary:
    """Return one of this person's campaign, locked until the transaction ends. Raises NotFound."""
    summary = finding.find(session, Summary, summary_id, by=by, called="That summary", lock=True)
    if summary.archived_at:
        raise NotFound("That summary")
    return summary


def planned(session: Session, *, by: User) -> Sequence[Summary]:
    """Return the campaign's summaries, the next one first and paused ones last."""
    query = select(Summary).filter_by(campaign_id=by.campaign_id, archived_at=None)
    return session.scalars(query.order_by(Summary.paused_at.is_not(None), Summary.next_at, Summary.id)).all()


@cache
def known_zones() -> frozenset[str]:
    """Return every zone that is a place or UTC; the database's old abbreviations are left out."""
    return frozenset(zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone) | {"UTC"}


def _planned(form: SummaryForm) -> dict[str, Any]:
    at_minute = _minute(form.at)
    if not form.channel:
        raise Invalid("channel", "Choose the channel that gets the summary.")
    if form.timezone not in known_zones():
        raise Invalid("timezone", "Choose a time zone from the list.")
    return {"channel": form.channel, "at_minute": at_minute, "timezone": form.timezone}


def _minute(at: str) -> int:
    hours, _, minutes = at.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise Invalid("at", "Choose a time such as 20:00.")
    return int(hours) * 60 + int(minutes)
