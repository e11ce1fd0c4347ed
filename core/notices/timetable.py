"""When a daily summary is due, and which days it is about, on the clock of its zone, across summer time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NOON = 12  # a summary before noon is about the day before
GRACE = timedelta(minutes=10)  # later than this is said to be late


@dataclass(frozen=True)
class Period:
    """The time that a summary is about: from midnight of `first`, to midnight after `last` or to now.

    Attributes:
        start, end: instants; `end` itself is not in it.
        first, last: days of the zone's calendar; one day unless summaries were missed.
    """

    start: datetime
    end: datetime
    first: date
    last: date


def next_time(at_minute: int, zone: str, *, after: datetime) -> datetime:
    """Return the first instant after `after` when clocks in `zone` show the time.

    A time that clocks jump over in spring is taken an hour later; of one shown twice in autumn, the first.

    Args:
        at_minute: minutes since midnight, 0 to 1,439.
        zone: a name of the IANA time zone database.
    """
    clock, wanted = ZoneInfo(zone), time(at_minute // 60, at_minute % 60)
    day = after.astimezone(clock).date()
    while (found := datetime.combine(day, wanted, clock).astimezone(UTC)) <= after:
        day += timedelta(days=1)
    return found


def today(zone: str, *, now: datetime) -> Period:
    """Return the zone's day so far."""
    day = now.astimezone(ZoneInfo(zone)).date()
    return _period(day, day, ZoneInfo(zone), now)


def scheduled(due: datetime, at_minute: int, zone: str, *, now: datetime) -> Period:
    """Return what the summary that was due at `due` is about: that day so far, before noon the day before.

    If nobody was there to send it, it reaches to the last one missed.
    """
    clock = ZoneInfo(zone)
    missed = next_time(at_minute, zone, after=now).astimezone(clock).date() - timedelta(days=1)
    back = timedelta(days=1 if at_minute < NOON * 60 else 0)
    first = due.astimezone(clock).date() - back
    return _period(first, max(missed - back, first), clock, now)


def is_late(due: datetime, *, now: datetime) -> bool:
    """Whether so much later than planned that it should be said."""
    return now - due > GRACE


def _period(first: date, last: date, clock: ZoneInfo, now: datetime) -> Period:
    start, end = _midnight(first, clock), _midnight(last + timedelta(days=1), clock)
    return Period(start, min(end, now), first, last)


def _midnight(day: date, clock: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), clock).astimezone(UTC)
