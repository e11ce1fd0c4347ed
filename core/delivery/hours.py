"""When a contact may be texted: the campaign's hours on the contact's own clock, in every zone it may be in.

Sources: 47 CFR 64.1200(c)(1) for the outer limits; the campaign's narrower hours are its own choice.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.models import Campaign

# Nobody knows where this phone is: it must be a fair hour from coast to coast.
MAINLAND = ("America/Chicago", "America/Denver", "America/Los_Angeles", "America/New_York")
# For so long after somebody wrote, an answer is part of a conversation and may go until the later hour.
CONVERSATION = timedelta(hours=24)

_DAYS_AHEAD = 8  # a week and a day: Sundays may be shut altogether
_SUNDAY = 6

Hours = tuple[int, int, int]  # from, from on Sundays, until
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


def window(campaign: Campaign, zones: str, now: datetime, *, replying: bool = False) -> Window:
    """Return when a contact may be texted.

    Args:
        zones: names of time zones parted by a space, all of which must be open; none, or one that nobody
            knows, means unknown.
        replying: whether it answers somebody who has just written; see `in_conversation`.
    """
    until = campaign.replies_until if replying else campaign.texting_until
    hours = (campaign.texting_from, campaign.sunday_from, until)
    today = now.astimezone(UTC).date()
    for opens_at, closes_at in _openings(zones, hours, today):
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
        return "Their time zones never share an hour in which texting is allowed."
    there = opens_at.astimezone(clocks(zones)[0])
    return f"Texting opens {there:%A} at {there:%I:%M %p %Z}.".replace(" at 0", " at ")


@lru_cache(maxsize=4096)
def _openings(zones: str, hours: Hours, today: date) -> list[Opening]:
    days = [today + timedelta(days=ahead) for ahead in range(-2, _DAYS_AHEAD + 1)]
    shared, *others = [[_opening(zone, day, hours) for day in days] for zone in clocks(zones)]
    for other in others:
        shared = _both(shared, other)
    return [(opens, closes) for opens, closes in shared if opens < closes]


def _opening(zone: ZoneInfo, day: date, hours: Hours) -> Opening:
    first, first_on_sunday, until = hours
    begins = first_on_sunday if day.weekday() == _SUNDAY else first
    return _instant(zone, day, begins), _instant(zone, day, until)


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
