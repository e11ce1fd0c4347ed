"""When a contact may be texted: the campaign's hours, and their state's, on every clock they may live by.

Sources: 47 CFR 64.1200(c)(1) for the outer limits; `core.delivery.hours.by_state` for the states'; the
campaign's narrower hours are its own choice.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.delivery.hours.by_state import Day
from core.delivery.hours.state_rules import rule
from core.delivery.known import AnyCampaign

# Nobody knows where this phone is: it must be a fair hour from coast to coast.
MAINLAND = ("America/Chicago", "America/Denver", "America/Los_Angeles", "America/New_York")
# For so long after somebody wrote, an answer is part of a conversation and may go until the later hour.
CONVERSATION = timedelta(hours=24)

_DAYS_AHEAD = 8  # a week and a day: Sundays may be shut altogether

Week = tuple[Day, Day, Day]  # on weekdays, Saturdays, Sundays
Opening = tuple[datetime, datetime]


@dataclass(frozen=True)
class Window:
    """The hours that hold now, or else the next ones.

    Attributes:
        opens_at, closes_at: instants; None when the zones never share an hour.
    """

    opens_at: datetime | None
    closes_at: datetime | None
    is_open: bool


def window(campaign: AnyCampaign, zones: str, state: str, now: datetime, *, replying: bool = False) -> Window:
    """Return when a contact may be texted.

    Args:
        zones: names of time zones parted by a space, all of which must be open; none, or one that nobody
            knows, means unknown.
        state: as `Contact.state` has it; in one that is unknown only the campaign's hours count.
        replying: whether it answers somebody who has just written; see `in_conversation`.
    """
    week = _week(campaign, state, replying=replying)
    for opens_at, closes_at in _openings(zones, week, now.astimezone(UTC).date()):
        if closes_at > now:
            return Window(opens_at, closes_at, is_open=opens_at <= now)
    return Window(None, None, is_open=False)


def in_conversation(last_inbound_at: datetime | None, now: datetime) -> bool:
    """Whether the contact wrote within the last 24 hours, so that a text is an answer."""
    return last_inbound_at is not None and now - last_inbound_at <= CONVERSATION


def clocks(zones: str) -> list[ZoneInfo]:
    """Return the clocks that must all be open; those of the mainland when a zone is unknown."""
    known = [_clock(name) for name in zones.split()]
    if not known or None in known:
        known = [_clock(name) for name in MAINLAND]
    return [clock for clock in known if clock]


def _clock(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def opening(opens_at: datetime | None, zones: str) -> str:
    """Return a sentence on when texting opens, on the first of these zones' clocks.

    Args:
        opens_at: as `Window` has it.
    """
    if opens_at is None:
        return "There is no hour in which texting them is allowed."
    there = opens_at.astimezone(clocks(zones)[0])
    return f"Texting opens {there:%A} at {there:%I:%M %p %Z}.".replace(" at 0", " at ")


def _week(campaign: AnyCampaign, state: str, *, replying: bool) -> Week:
    until = campaign.replies_until if replying else campaign.texting_until
    usual, sunday = (campaign.texting_from, until), (campaign.sunday_from, until)
    law = rule(campaign.state_hours, state)
    # the laws are on solicitation; an answer to somebody who has just written is none
    if law is None or (replying and law.is_readable):
        return usual, usual, sunday
    return _narrower(usual, law.weekday), _narrower(usual, law.saturday), _narrower(sunday, law.sunday)


def _narrower(ours: tuple[int, int], law: Day) -> Day:
    return (max(ours[0], law[0]), min(ours[1], law[1])) if law else None


@lru_cache(maxsize=4096)
def _openings(zones: str, week: Week, today: date) -> list[Opening]:
    days = [today + timedelta(days=ahead) for ahead in range(-2, _DAYS_AHEAD + 1)]
    shared, *others = [_in_zone(zone, days, week) for zone in clocks(zones)]
    for other in others:
        shared = _both(shared, other)
    return shared


def _in_zone(zone: ZoneInfo, days: list[date], week: Week) -> list[Opening]:
    hours = [(day, week[max(0, day.weekday() - 4)]) for day in days]
    instants = [(_instant(zone, day, span[0]), _instant(zone, day, span[1])) for day, span in hours if span]
    return [(opens, closes) for opens, closes in instants if opens < closes]


def _instant(zone: ZoneInfo, day: date, hour: int) -> datetime:
    # the wall clock first, the zone after: 9 is 9 on the two days of the year that are not 24 hours long
    wall = datetime.combine(day, time()) + timedelta(hours=hour)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _both(some: list[Opening], others: list[Opening]) -> list[Opening]:
    shared = [
        (max(opens, also_opens), min(closes, also_closes))
        for opens, closes in some
        for also_opens, also_closes in others
    ]
    return sorted((opens, closes) for opens, closes in shared if opens < closes)
