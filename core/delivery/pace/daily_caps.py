"""The carriers' daily limit: segments are counted by their day, and a service that has used it up rests.

Their day begins at midnight Pacific time, in summer and in winter. Source: T-Mobile's daily limit as Twilio
explains it under error 30023.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from core import events
from core.delivery.endings.outcomes import outcome
from core.delivery.known import AnyService
from core.delivery.pace.throughput import Throughput, throughput
from core.inserting import add_up
from core.models import SendingDay, SendingService
from core.notices import incidents
from core.notices.incidents import Trouble

PACIFIC = ZoneInfo("America/Los_Angeles")
USED_UP = "daily_cap"  # the pause code when it was we who counted

log = structlog.get_logger()


def carrier_day(now: datetime) -> str:
    """Return the carriers' day at an instant, an ISO date."""
    return now.astimezone(PACIFIC).date().isoformat()


def next_midnight(now: datetime) -> datetime:
    """Return the instant at which the carriers' next day begins."""
    tomorrow = now.astimezone(PACIFIC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), PACIFIC).astimezone(UTC)


def is_resting(service: AnyService, now: datetime) -> bool:
    """Whether nothing may leave from a service just now: its day is used up, or it was too fast."""
    return service.paused_until is not None and service.paused_until > now


def is_used_up(service: AnyService, now: datetime) -> bool:
    """Whether a service rests for longer than the moment that being too fast costs."""
    return is_resting(service, now) and outcome(service.pause_code).effect != "slow"


def note(session: Session, service: AnyService, segments: int, *, now: datetime) -> None:
    """Count what a worker takes in hand; what uses up the day's limit is the last for today."""
    day = carrier_day(now)
    row = {"service_id": service.id, "day": day, "segments": segments}
    add_up(session, SendingDay, [row], column="segments")
    pace = throughput(service.throughput)
    if pace and pace.per_day and _sent(session, service.id, day) >= pace.per_day:
        rest(session, service.id, code=USED_UP, now=now)


def give_back(session: Session, campaign_id: int, segments: int, *, taken_at: datetime) -> None:
    """Count no more what was taken in hand and certainly did not leave; it is counted when it is taken anew.

    Without this an hour in which Twilio cannot be reached would use up the day.
    """
    service = select(func.min(SendingService.id)).where(SendingService.campaign_id == campaign_id)
    session.execute(
        update(SendingDay)
        .where(SendingDay.service_id == service.scalar_subquery(), SendingDay.day == carrier_day(taken_at))
        .values(segments=SendingDay.segments - segments)
        .execution_options(synchronize_session=False)
    )


def before_the_cap(
    session: Session, service_id: int, pace: Throughput, costs: Sequence[int], *, now: datetime
) -> Sequence[int]:
    """Return those of the next texts' segments that the day still has room for; the last may run over it."""
    if pace.per_day is None:
        return costs
    left = pace.per_day - _sent(session, service_id, carrier_day(now))
    before = accumulate(costs, initial=0)
    return [cost for cost, sum_before in zip(costs, before, strict=False) if sum_before < left]


def rest(session: Session, service_id: int, *, code: str, now: datetime) -> None:
    """Let a service send nothing more until midnight Pacific; once more changes nothing.

    Args:
        code: why: the carrier's own code, or `USED_UP`.
    """
    until = next_midnight(now)
    service = session.scalar(
        update(SendingService)
        .where(
            SendingService.id == service_id,
            or_(SendingService.paused_until.is_(None), SendingService.paused_until < until),
        )
        .values(paused_until=until, pause_code=code)
        .returning(SendingService)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    if service:
        log.warning("daily_cap_reached", service_id=service_id, code=code)
        events.record(session, "sending_paused_for_the_day", service, by=None, at=now, code=code)
        data = {"until": until.isoformat()}
        trouble = Trouble("daily_cap", f"daily_cap:{service_id}", data)
        incidents.open_or_count(session, service.campaign_id, trouble, now=now)


def _sent(session: Session, service_id: int, day: str) -> int:
    return session.scalar(select(SendingDay.segments).filter_by(service_id=service_id, day=day)) or 0
