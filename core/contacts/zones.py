"""Whose clock: the time zones a contact may be in, from the file, the ZIP code or the area code.

Several zones mean that all of them must be open. A state alone decides nothing: fourteen have two zones.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from phonenumbers import parse, timezone
from phonenumbers.tzdata import TIMEZONE_DATA
from zip2info import timezone as zip_timezone

_TOO_MANY = 4  # more zones than a person can straddle: the number says nothing


class Zones(NamedTuple):
    """The zones a contact may be in.

    Attributes:
        names: IANA names, sorted and parted by one space; empty when unknown.
        source: what they rest on: `import`, `zip`, `area code` or `unknown`.
    """

    names: str
    source: str


UNKNOWN = Zones("", "unknown")


def find(given: str, zip_code: str, phone: str) -> Zones:
    """Return a contact's zones.

    Mobile numbers move with people, so a ZIP code beats the area code; where the two disagree both count.

    Args:
        given: what a time zone column says, such as `America/Chicago` or `Central`; it wins when it is known.
        zip_code: five digits, or ZIP+4.
        phone: E.164.
    """
    if given and (named := _named(given.strip().lower())):
        return Zones(named, "import")
    # the exchange and the line add nothing, so that few pairs are ever asked for
    by_zip = _zip_codes().get(zip_code[:5], "")
    return _meet(by_zip, phone[:5] if phone[:2] == "+1" else phone)


@lru_cache(maxsize=50_000)
def _meet(by_zip: str, phone: str) -> Zones:
    by_area = _of_phone(phone)
    if by_zip:
        return Zones(" ".join(_one_a_clock({by_zip, *_others(by_zip, by_area)})), "zip")
    if 0 < len(by_area) < _TOO_MANY:
        return Zones(" ".join(by_area), "area code")
    return UNKNOWN


def _others(by_zip: str, by_area: tuple[str, ...]) -> tuple[str, ...]:
    """Return the area code's zones where they contradict the ZIP code's."""
    agree = len(by_area) >= _TOO_MANY or _clock(by_zip) in {_clock(zone) for zone in by_area}
    return () if agree else by_area


@cache
def _zip_codes() -> dict[str, str]:
    """Return ZIP code → zone; one look-up by text is ten times quicker than asking the library each time."""
    every = ((f"{number:05}", zip_timezone(number)) for number in range(100_000))
    return {code: zone for code, zone in every if zone}


def _of_phone(phone: str) -> tuple[str, ...]:
    if phone[:2] == "+1":
        return _area_codes().get(phone[2:5], ())
    return _one_a_clock(timezone.time_zones_for_number(parse(phone)))


@cache
def _area_codes() -> dict[str, tuple[str, ...]]:
    """Return area code → all its zones.

    Asked for one number, phonenumbers names a single zone for an exchange it does not list, though 19
    American area codes straddle two; so all zones of an area code are taken together.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for prefix, zones in TIMEZONE_DATA.items():
        if prefix[0] == "1" and len(prefix) >= 4:
            found[prefix[1:4]].update(zones)
    return {code: _one_a_clock(zones) for code, zones in found.items()}


def _one_a_clock(zones: Iterable[str]) -> tuple[str, ...]:
    """Return the zones sorted, one of those that keep the same time: Detroit's clock is New York's."""
    by_clock = {_clock(zone): zone for zone in sorted(zones, reverse=True)}
    return tuple(sorted(by_clock.values()))


@cache
def _clock(zone: str) -> tuple[object, ...]:
    moments = (datetime(2026, month, 15, tzinfo=UTC) for month in (1, 7))
    return tuple(moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in moments)


@cache
def _iana() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


_SPOKEN = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "arizona": "America/Phoenix",
    "pacific": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "atlantic": "America/Puerto_Rico",
}
_LETTERS = {"e": "eastern", "c": "central", "m": "mountain", "p": "pacific", "ak": "alaska", "h": "hawaii"}
_ABBREVIATED = {
    letters + end: _SPOKEN[word] for letters, word in _LETTERS.items() for end in ("t", "st", "dt")
}


@lru_cache(maxsize=1000)
def _named(name: str) -> str:
    """Return the IANA name of `america/chicago`, `us/central`, `central time` or `ct`; else nothing."""
    spoken = name.removesuffix(" time").removesuffix(" standard")
    return _ABBREVIATED.get(name) or _SPOKEN.get(spoken) or (_iana().get(name, "") if "/" in name else "")
