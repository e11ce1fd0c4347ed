"""When a contact may be texted, told to a volunteer: on the contact's own clock, and with the reason."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.delivery.hours.by_state import StateHours
from core.delivery.hours.state_rules import rule
from core.delivery.hours.windows import Window, clocks, opening, window
from core.delivery.known import AnyCampaign

_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}
_ZONES = {
    "AST": "Atlantic",
    "EST": "Eastern",
    "CST": "Central",
    "MST": "Mountain",
    "PST": "Pacific",
    "AKST": "Alaska",
    "HST": "Hawaii",
}
_DAYS = ("weekdays", "Saturdays", "Sundays")


@dataclass(frozen=True)
class Notice:
    """What a volunteer should know before they press; `words` is empty when there is nothing to say."""

    is_open: bool
    words: str


def notice(
    campaign: AnyCampaign, zones: str, state: str, now: datetime, *, name: str, replying: bool = False
) -> Notice:
    """Return whether a contact may be texted now, and what to say of it.

    Args:
        zones, state: as the contact has them.
        name: how the sentence calls the contact.
        replying: whether a text would answer somebody who has just written.
    """
    found = window(campaign, zones, state, now, replying=replying)
    if not found.is_open:
        words = closed(campaign, zones, state, now, replying=replying)
        return Notice(is_open=False, words=f"It is outside texting hours for {name}. {words}")
    if replying and not window(campaign, zones, state, now).is_open:
        return Notice(is_open=True, words=_late(found, zones, name))
    return Notice(is_open=True, words="")


def closed(campaign: AnyCampaign, zones: str, state: str, now: datetime, *, replying: bool = False) -> str:
    """Return when texting opens, and why it is later than the campaign's hours alone would have it."""
    found = window(campaign, zones, state, now, replying=replying)
    sentences = [
        opening(found.opens_at, zones),
        _of_zones(campaign, zones, state, now, found, replying=replying),
        _of_state(campaign, zones, state, now, found, replying=replying),
    ]
    return " ".join(filter(None, sentences))


def _late(found: Window, zones: str, name: str) -> str:
    there = found.closes_at.astimezone(clocks(zones)[0]) if found.closes_at else None
    until = f" until {there:%I:%M %p %Z}".replace(" 0", " ") if there else ""
    return f"It is late where {name} lives. They have just written, so you may answer{until}."


def _of_zones(
    campaign: AnyCampaign, zones: str, state: str, now: datetime, found: Window, *, replying: bool
) -> str:
    """Return that several clocks must agree, if one of them alone would open earlier."""
    each = clocks(zones)
    alone = [window(campaign, clock.key, state, now, replying=replying) for clock in each]
    if not any(_is_sooner(one, found) for one in alone):
        return ""
    if [clock.key for clock in each] != zones.split():
        return "Their time zone is not known, so it must be texting hours from coast to coast."
    both = "both" if len(each) == 2 else "all of them"
    count = _NUMBERS.get(len(each), str(len(each)))
    return f"They may be in {count} time zones, {_listed(each)}; it must be texting hours in {both}."


def _of_state(
    campaign: AnyCampaign, zones: str, state: str, now: datetime, found: Window, *, replying: bool
) -> str:
    """Return what their state adds, if texting would open earlier without it."""
    law = rule(campaign.state_hours, state)
    free = window(campaign, zones, "", now, replying=replying)
    if law is None or not _is_sooner(free, found):
        return ""
    if not law.is_readable:
        return f"The hours for {law.name} cannot be read, so it is shut until an admin sets them anew."
    opens = now if free.is_open or free.opens_at is None else free.opens_at
    return _says(law, max(0, opens.astimezone(clocks(zones)[0]).weekday() - 4))


def _says(law: StateHours, day: int) -> str:
    hours = (law.weekday, law.saturday, law.sunday)[day]
    if hours is None:
        return f"No texts go to {law.name} on {_DAYS[day]}."
    return f"Texts to {law.name} go {spoken(hours)} on {_DAYS[day]}."


def spoken(hours: tuple[int, int]) -> str:
    """Return hours such as "from 9 AM until 8 PM"."""
    return f"from {hour(hours[0])} until {hour(hours[1])}"


def hour(at: int) -> str:
    """Return a whole hour as Americans say it: 9 AM, noon, 8 PM, midnight.

    Args:
        at: 0 to 24.
    """
    if at % 12 == 0:
        return "noon" if at == 12 else "midnight"
    return f"{at % 12} {'AM' if at < 12 else 'PM'}"


def _is_sooner(one: Window, other: Window) -> bool:
    if one.is_open or other.opens_at is None:
        return one.opens_at is not None
    return one.opens_at is not None and one.opens_at < other.opens_at


def _listed(each: list[ZoneInfo]) -> str:
    *first, last = [_called(clock) for clock in each]
    return f"{', '.join(first)} and {last}"


def _called(clock: ZoneInfo) -> str:
    winter, summer = (datetime(2026, month, 15, tzinfo=clock).tzname() or "" for month in (1, 7))
    if winter == summer == "MST":
        return "Arizona"
    return _ZONES.get(winter) or clock.key.rpartition("/")[2].replace("_", " ")
