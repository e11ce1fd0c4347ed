"""Texting hours are the contact's own, in every zone it may be in, on the odd days of the year too."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.delivery.hours.windows import MAINLAND, in_conversation, window
from core.models import Campaign

NEW_YORK, LOS_ANGELES = "America/New_York", "America/Los_Angeles"
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)  # the Sundays on which clocks change
CAMPAIGN = Campaign(texting_from=9, sunday_from=12, texting_until=20, replies_until=21, state_hours={})
ZONES = [
    NEW_YORK,
    LOS_ANGELES,
    "America/Phoenix",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "America/Halifax",
]

instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
zones = st.lists(st.sampled_from(ZONES), max_size=3).map(" ".join)


def at(wall: str, zone: str = NEW_YORK) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))


def is_open(wall: str, zone: str = NEW_YORK, *, zones: str | None = None, replying: bool = False) -> bool:
    return window(CAMPAIGN, zone if zones is None else zones, "", at(wall, zone), replying=replying).is_open


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        ("2026-10-20T08:59:59", False),
        ("2026-10-20T09:00:00", True),
        ("2026-10-20T19:59:59", True),
        ("2026-10-20T20:00:00", False),
        ("2026-10-18T11:59:59", False),  # a Sunday
        ("2026-10-18T12:00:00", True),
        ("2026-03-08T11:59:59", False),
        ("2026-03-08T12:00:00", True),
        ("2026-03-08T20:00:00", False),
        ("2026-11-01T11:59:59", False),
        ("2026-11-01T12:00:00", True),
        ("2026-11-01T19:59:59", True),
        ("2026-11-02T09:00:00", True),
    ],
)
def test_the_window_opens_and_shuts_on_the_second(wall: str, expected: bool) -> None:
    assert expected == is_open(wall)


def test_an_answer_may_go_an_hour_longer() -> None:
    assert is_open("2026-10-20T20:59:59", replying=True)
    assert not is_open("2026-10-20T21:00:00", replying=True)


def test_all_zones_must_be_open() -> None:
    both = f"{LOS_ANGELES} {NEW_YORK}"

    assert not is_open("2026-10-20T11:59:00", zones=both)
    assert is_open("2026-10-20T12:00:00", zones=both)
    assert not is_open("2026-10-20T20:00:00", zones=both)


@pytest.mark.parametrize("zones", ["", "Mars/Olympus", f"{NEW_YORK} ../etc/passwd"])
def test_an_unknown_zone_is_a_fair_hour_from_coast_to_coast(zones: str) -> None:
    noon = at("2026-10-20T12:00:00")

    assert window(CAMPAIGN, " ".join(MAINLAND), "", noon) == window(CAMPAIGN, zones, "", noon)
    assert not is_open("2026-10-20T11:59:00", zones=zones)


def test_a_shut_window_says_when_it_opens() -> None:
    evening = window(CAMPAIGN, NEW_YORK, "", at("2026-10-20T21:30:00"))

    assert (at("2026-10-21T09:00:00"), at("2026-10-21T20:00:00")) == (evening.opens_at, evening.closes_at)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 14), (AUTUMN, 16)])
def test_the_nights_before_the_odd_sundays_are_an_hour_off(day: date, hours: int) -> None:
    at_nine_on_saturday = at(f"{day - timedelta(days=1)}T21:00:00").astimezone(UTC)

    opening = window(CAMPAIGN, NEW_YORK, "", at_nine_on_saturday)

    assert opening.opens_at is not None
    assert timedelta(hours=hours) == opening.opens_at - at_nine_on_saturday


def test_zones_that_never_share_an_hour_are_never_open() -> None:
    narrow = Campaign(texting_from=9, sunday_from=12, texting_until=11, replies_until=11, state_hours={})

    never = window(narrow, f"{NEW_YORK} Pacific/Guam", "", at("2026-10-20T10:00:00"))

    assert (None, None, False) == (never.opens_at, never.closes_at, never.is_open)


@given(zones, instants)
def test_open_means_a_fair_hour_on_every_clock(names: str, now: datetime) -> None:
    fair = [_is_fair(now.astimezone(ZoneInfo(name))) for name in names.split() or MAINLAND]

    assert all(fair) == window(CAMPAIGN, names, "", now).is_open


@given(zones, instants)
def test_the_window_is_open_from_its_opening_until_its_close(names: str, now: datetime) -> None:
    found = window(CAMPAIGN, names, "", now)
    assert found.opens_at is not None
    assert found.closes_at is not None

    assert now < found.closes_at
    assert window(CAMPAIGN, names, "", found.opens_at).is_open
    assert window(CAMPAIGN, names, "", found.closes_at - timedelta(seconds=1)).is_open
    assert found.is_open == (found.opens_at <= now)


def test_a_conversation_lasts_a_day() -> None:
    now = at("2026-10-20T10:00:00")

    assert in_conversation(now - timedelta(hours=24), now)
    assert not in_conversation(now - timedelta(hours=24, seconds=1), now)
    assert not in_conversation(None, now)


def _is_fair(wall: datetime) -> bool:
    return (12 if wall.weekday() == 6 else 9) <= wall.hour < 20
