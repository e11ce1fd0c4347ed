"""Trouble that somebody must look at: one row and one message for it, however often it shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import events, finding
from core.inserting import insert_new
from core.models import Incident, User
from core.notices.alerts import KINDS, alerts_to
from core.notices.telling import tell

log = structlog.get_logger()

GATHERED = timedelta(minutes=1)  # a message in Slack is changed no oftener while its count grows


@dataclass(frozen=True)
class Trouble:
    """Something that is wrong.

    Attributes:
        kind: one of `core.notices.alerts.KINDS`.
        key: names it within the campaign; one of them is open at a time.
        data: ids and figures for the message, never texts, names or numbers of contacts.
        action_id: the action that it is about.
        channel: where it is told; None is where the campaign's alerts go.
    """

    kind: str
    key: str
    data: dict[str, Any] = field(default_factory=dict)
    action_id: int | None = None
    channel: str | None = None


def open_or_count(
    session: Session, campaign_id: int, trouble: Trouble, *, now: datetime, times: int = 1
) -> Incident:
    """Tell of some trouble or, while it is open, count it; its one message follows.

    Args:
        times: how often it showed.
    """
    opened = insert_new(session, Incident, **_row(session, campaign_id, trouble, now, times))
    incident = opened or _count(session, campaign_id, trouble.key, now, times)
    if incident is None:  # it was resolved in this instant
        return open_or_count(session, campaign_id, trouble, now=now, times=times)
    if opened:
        log.error("incident_opened", incident_id=incident.id, kind=incident.kind)
    _say(session, incident, now=now, after=timedelta(0) if opened else GATHERED)
    return incident


def see(session: Session, incident_id: int, *, by: User, now: datetime) -> Incident:
    """Close an alert because somebody has seen to it; should it show again, it is told anew.

    Raises:
        NotFound: no such alert in this person's campaign.
    """
    incident = finding.find(session, Incident, incident_id, by=by, called="That alert", lock=True)
    if KINDS[incident.kind].ends == "seen":
        _close(session, incident, how="seen", by=by, now=now)
    return incident


def resolve(
    session: Session, campaign_id: int, key: str, *, how: str, now: datetime, by: User | None = None
) -> None:
    """Close what is open under a key, if anything is, and say so in its message.

    Args:
        how: seen, resumed, closed, paused or passed.
        by: who put it right; None is nobody, it passed.
    """
    found = select(Incident).filter_by(campaign_id=campaign_id, key=key, resolved_at=None)
    for incident in session.scalars(found.with_for_update()):
        _close(session, incident, how=how, by=by, now=now)


def resolve_passed(session: Session, *, now: datetime) -> None:
    """Close what ends by itself once its time has come. Safe to run twice, and two at once."""
    ending = [kind for kind, each in KINDS.items() if each.ends == "itself"]
    waiting = select(Incident).where(Incident.resolved_at.is_(None), Incident.kind.in_(ending))
    for incident in session.scalars(waiting.with_for_update(skip_locked=True)).all():
        if datetime.fromisoformat(incident.data["until"]) <= now:
            _close(session, incident, how="passed", by=None, now=now)


def was_resolved_since(session: Session, campaign_id: int, key: str, at: datetime) -> bool:
    """Whether this trouble was put right after `at`: news from before then say nothing of today."""
    later = select(Incident.id).filter_by(campaign_id=campaign_id, key=key)
    return session.scalar(later.where(Incident.resolved_at >= at).limit(1)) is not None


def _row(session: Session, campaign_id: int, trouble: Trouble, now: datetime, times: int) -> dict[str, Any]:
    told = [trouble.channel] if trouble.channel else list(alerts_to(session, campaign_id))
    return {
        "campaign_id": campaign_id,
        "kind": trouble.kind,
        "key": trouble.key,
        "action_id": trouble.action_id,
        "data": trouble.data | {"told": told},
        "count": times,
        "opened_at": now,
        "last_at": now,
    }


def _count(session: Session, campaign_id: int, key: str, now: datetime, times: int) -> Incident | None:
    counted = (
        update(Incident)
        .filter_by(campaign_id=campaign_id, key=key, resolved_at=None)
        .values(count=Incident.count + times, last_at=now)
        .returning(Incident)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return session.scalars(counted).one_or_none()


def _close(session: Session, incident: Incident, *, how: str, by: User | None, now: datetime) -> None:
    if incident.resolved_at is not None:
        return
    incident.resolved_at, incident.resolved_by_id = now, by.id if by else None
    ended = {"how": how, "by": by.slack_id if by else None, "at": now.isoformat()}
    incident.data = incident.data | {"ended": ended}
    session.flush()
    events.record(session, "incident_resolved", incident, by=by, at=now, kind=incident.kind, how=how)
    _say(session, incident, now=now)


def _say(session: Session, incident: Incident, *, now: datetime, after: timedelta = timedelta(0)) -> None:
    told: Sequence[str] = incident.data["told"]
    for channel in told:
        tell(
            session,
            campaign_id=incident.campaign_id,
            key=f"incident:{incident.id}:{channel}",
            kind="incident",
            channel=channel,
            data=_data(incident),
            now=now,
            after=after,
        )


def _data(incident: Incident) -> dict[str, Any]:
    return incident.data | {
        "id": incident.id,
        "kind": incident.kind,
        "action_id": incident.action_id,
        "count": incident.count,
        "opened_at": incident.opened_at.isoformat(),
        "last_at": incident.last_at.isoformat(),
    }
