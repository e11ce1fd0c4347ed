"""Hours by state: a table with sources, changed by admins, never opening wider than it should."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contacts.states import NAMES, code_of
from core.delivery.hours.by_state import Day, StateHours, shipped
from core.delivery.hours.state_rules import line, rule
from core.delivery.hours.windows import MAINLAND, window
from core.models import Campaign

CHICAGO, NEW_YORK = "America/Chicago", "America/New_York"
SUNDAY, MONDAY = "2026-10-18", "2026-10-19"
CHANGED = {"applies": True, "weekday": [10, 16], "saturday": [11, 15], "sunday": None, "note": ""}

ZONES = [
    NEW_YORK,
    "America/Los_Angeles",
    "America/Phoenix",
    "Pacific/Honolulu",
    "America/St_Johns",
    "Asia/Kolkata",
    "Australia/Adelaide",
    "Pacific/Chatham",
]
# the Sundays on which American clocks change, and the days beside them
ODD_DAYS = [date(2026, 3, 7) + timedelta(days=ahead) for ahead in range(3)]
ODD_DAYS += [date(2026, 10, 31) + timedelta(days=ahead) for ahead in range(3)]
EDGES = [0, 8, 9, 10, 12, 17, 18, 20, 21, 23]

zones = st.lists(st.sampled_from(ZONES), max_size=3, unique=True).map(lambda names: " ".join(sorted(names)))
states = st.sampled_from(["", "??", "AL", "al", "Kentucky", "RI", "TX", "WA", "NY", "SD"])
spans: st.SearchStrategy[list[int] | None] = st.none() | st.lists(
    st.integers(0, 24), min_size=2, max_size=2, unique=True
).map(sorted)
changes = st.fixed_dictionaries(
    {"weekday": spans, "saturday": spans, "sunday": spans, "applies": st.booleans(), "note": st.just("")}
)
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["weekday", "saturday", "sunday", "applies", "note"]), inner, max_size=5
        )
    ),
    max_leaves=8,
)


@st.composite
def instants(draw: st.DrawFn) -> datetime:
    """Return an instant at, just before or just after an hour at which something may open or shut."""
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    wall = datetime.combine(draw(st.sampled_from(ODD_DAYS)), time(draw(st.sampled_from(EDGES))), zone)
    return wall.astimezone(UTC) + timedelta(seconds=draw(st.sampled_from([-1, 0, 1]) | st.integers(0, 3599)))


def campaign(changes: Any = None) -> Campaign:
    return Campaign(
        texting_from=9, sunday_from=12, texting_until=20, replies_until=21, state_hours=changes or {}
    )


def is_open(
    wall: str, state: str, *, changes: Any = None, zones: str = CHICAGO, replying: bool = False
) -> bool:
    now = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(CHICAGO))
    return window(campaign(changes), zones, state, now, replying=replying).is_open


@pytest.mark.parametrize("code", NAMES)
def test_every_state_has_hours_with_a_source_and_a_date(code: str) -> None:
    known = shipped(code)

    assert known.source
    assert date(2025, 1, 1) < known.as_of < date(2027, 1, 1)
    for hours in (known.weekday, known.saturday, known.sunday):
        assert hours is None or 8 <= hours[0] < hours[1] <= 21


@pytest.mark.parametrize("state", ["AL", "LA", "MS"])
def test_three_states_are_shut_on_sundays(state: str) -> None:
    assert not is_open(f"{SUNDAY}T15:00", state)
    assert is_open(f"{MONDAY}T15:00", state)


@pytest.mark.parametrize(
    ("state", "wall", "expected"),
    [
        ("KY", f"{MONDAY}T09:59:59", False),
        ("KY", f"{MONDAY}T10:00:00", True),
        ("RI", f"{MONDAY}T17:59:59", True),
        ("RI", f"{MONDAY}T18:00:00", False),
        ("RI", "2026-10-17T16:59:59", True),
        ("RI", "2026-10-17T17:00:00", False),
        ("ME", f"{MONDAY}T19:00:00", True),  # waits for an admin to switch it on
        ("NY", f"{MONDAY}T19:59:59", True),
        ("NY", f"{MONDAY}T20:00:00", False),
    ],
)
def test_hours_shut_on_the_second(state: str, wall: str, expected: bool) -> None:
    assert expected == is_open(wall, state)


def test_an_answer_keeps_to_the_campaigns_hours_alone() -> None:
    """The states' laws are on solicitation; somebody who has just written may be answered."""
    assert is_open(f"{MONDAY}T20:30", "WA", replying=True)
    assert is_open(f"{SUNDAY}T15:00", "AL", replying=True)
    assert not is_open(f"{SUNDAY}T11:00", "AL", replying=True)


def test_they_hold_on_every_clock_a_contact_may_live_by() -> None:
    both = f"{CHICAGO} {NEW_YORK}"

    assert not is_open(f"{MONDAY}T09:59", "KY", zones=both)
    assert is_open(f"{MONDAY}T10:00", "KY", zones=both)
    assert not is_open(f"{MONDAY}T19:00", "KY", zones=both)  # 20 in New York


@pytest.mark.parametrize("state", ["", "Ontario", "ZZ", "<b>", "Alabama River"])
def test_in_an_unknown_state_only_the_campaigns_hours_count(state: str) -> None:
    assert is_open(f"{SUNDAY}T15:00", state)


@pytest.mark.parametrize("written", ["AL", "al", " Al. ", "Alabama", "ALABAMA"])
def test_a_state_is_known_however_it_is_written(written: str) -> None:
    assert "AL" == code_of(written)


def test_an_admin_may_switch_a_state_off_and_another_on() -> None:
    off = CHANGED | {"applies": False}

    assert is_open(f"{SUNDAY}T15:00", "AL", changes={"AL": off})
    assert not is_open(f"{MONDAY}T17:00", "NY", changes={"NY": CHANGED})
    assert is_open(f"{MONDAY}T15:00", "NY", changes={"NY": CHANGED})


def test_wider_hours_of_a_state_never_widen_the_campaigns() -> None:
    wide = CHANGED | {"weekday": [0, 24], "sunday": [0, 24]}

    assert not is_open(f"{MONDAY}T08:59:59", "AL", changes={"AL": wide})
    assert not is_open(f"{MONDAY}T20:00:00", "AL", changes={"AL": wide})
    assert not is_open(f"{SUNDAY}T11:59:59", "AL", changes={"AL": wide})


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        "9-20",
        {},
        {**CHANGED, "weekday": "9-20"},
        {**CHANGED, "weekday": [9]},
        {**CHANGED, "weekday": [20, 9]},
        {**CHANGED, "weekday": [-1, 20]},
        {**CHANGED, "weekday": [9, 25]},
        {**CHANGED, "weekday": ["9", "20"]},
        {**CHANGED, "applies": None},
        {**CHANGED, "applies": "no"},
        {**CHANGED, "applies": []},
        {key: CHANGED[key] for key in CHANGED if key != "sunday"},
    ],
)
def test_what_cannot_be_read_shuts_the_state(stored: object) -> None:
    found = line({"NY": stored}, "NY")

    assert (True, False, None) == (found.applies, found.is_readable, found.weekday)
    assert not is_open(f"{MONDAY}T15:00", "NY", changes={"NY": stored})
    assert is_open(f"{MONDAY}T15:00", "OH", changes={"NY": stored})


@pytest.mark.parametrize("stored", ["junk", [1], 7])
def test_a_column_that_cannot_be_read_shuts_every_state(stored: object) -> None:
    assert not is_open(f"{MONDAY}T15:00", "NY", changes=stored)
    assert not is_open(f"{MONDAY}T15:00", "NY", changes=stored, replying=True)
    assert is_open(f"{MONDAY}T15:00", "", changes=stored)


@given(zones, states, instants(), st.booleans())
def test_open_means_a_fair_hour_on_every_clock_by_every_rule(
    names: str, state: str, now: datetime, replying: bool
) -> None:
    fair = _is_fair(campaign(), names, state, now, replying=replying)

    assert fair == window(campaign(), names, state, now, replying=replying).is_open


@given(zones, changes, instants())
def test_changed_hours_hold_like_the_tables(names: str, changed: dict[str, Any], now: datetime) -> None:
    made = campaign({"NY": changed})

    assert _is_fair(made, names, "NY", now) == window(made, names, "NY", now).is_open


@given(zones, states, instants(), st.booleans())
def test_a_window_is_open_from_its_opening_until_its_close(
    names: str, state: str, now: datetime, replying: bool
) -> None:
    found = window(campaign(), names, state, now, replying=replying)
    assert found.is_open == (found.opens_at is not None and found.opens_at <= now)
    if found.opens_at is None or found.closes_at is None:
        return  # no hour is shared, such as Kolkata's with Honolulu's

    second = timedelta(seconds=1)
    assert now < found.closes_at
    for at, expected in (
        (found.opens_at, True),
        (found.closes_at - second, True),
        (found.opens_at - second, False),
        (found.closes_at, False),
    ):
        assert expected == window(campaign(), names, state, at, replying=replying).is_open


@given(zones, junk, instants())
def test_no_junk_opens_wider_than_the_campaign(names: str, stored: Any, now: datetime) -> None:
    if window(campaign({"AL": stored}), names, "AL", now).is_open:
        assert window(campaign(), names, "", now).is_open


def _is_fair(of: Campaign, names: str, state: str, now: datetime, *, replying: bool = False) -> bool:
    law = None if replying else rule(of.state_hours, state)
    until = of.replies_until if replying else of.texting_until
    return all(_within(now.astimezone(ZoneInfo(name)), of, law, until) for name in names.split() or MAINLAND)


def _within(wall: datetime, of: Campaign, law: StateHours | None, until: int) -> bool:
    first = of.sunday_from if wall.weekday() == 6 else of.texting_from
    return first <= wall.hour < until and (law is None or _holds(_day(law, wall), wall))


def _holds(hours: Day, wall: datetime) -> bool:
    return hours is not None and hours[0] <= wall.hour < hours[1]


def _day(law: StateHours, wall: datetime) -> Day:
    by_weekday = [law.weekday] * 5 + [law.saturday, law.sunday]
    return by_weekday[wall.weekday()]
