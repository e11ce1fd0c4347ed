"""Summaries keep their time of day across summer time, and know which days they are about."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.notices.timetable import is_late, next_time, scheduled, today

EIGHT_PM = 20 * 60


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (at(2026, 10, 20, 17), at(2026, 10, 21, 0)),  # 13:00 in New York: today at 20:00
        (at(2026, 10, 21, 0), at(2026, 10, 22, 0)),  # exactly then: the next day
        (at(2026, 10, 31, 23), at(2026, 11, 1, 0)),  # the last evening of summer time
        (at(2026, 11, 1, 0), at(2026, 11, 2, 1)),  # the clocks went back: an hour later in UTC
    ],
)
def test_the_next_time_by_the_clock_of_the_zone(after: datetime, expected: datetime) -> None:
    assert expected == next_time(EIGHT_PM, "America/New_York", after=after)


def test_a_time_that_spring_jumps_over_comes_an_hour_later() -> None:
    assert at(2026, 3, 8, 7, 30) == next_time(150, "America/New_York", after=at(2026, 3, 8, 0))


def test_a_time_shown_twice_in_autumn_comes_once() -> None:
    first = next_time(90, "America/New_York", after=at(2026, 11, 1, 0))

    assert at(2026, 11, 1, 5, 30) == first
    assert at(2026, 11, 2, 6, 30) == next_time(90, "America/New_York", after=first)


@given(
    after=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - as above
    minute=st.integers(0, 1439),
    zone=st.sampled_from(["America/New_York", "America/Phoenix", "Pacific/Honolulu", "UTC", "Asia/Kolkata"]),
)
def test_the_next_time_is_never_more_than_a_day_and_an_hour_away(
    after: datetime, minute: int, zone: str
) -> None:
    gap = next_time(minute, zone, after=after) - after

    assert timedelta(0) < gap <= timedelta(hours=25)


def test_today_is_the_zones_day_so_far() -> None:
    period = today("America/New_York", now=at(2026, 10, 21, 2))

    assert (at(2026, 10, 20, 4), at(2026, 10, 21, 2)) == (period.start, period.end)
    assert date(2026, 10, 20) == period.first == period.last


def test_an_evening_summary_is_about_that_day_so_far() -> None:
    due = at(2026, 10, 21, 0)
    period = scheduled(due, EIGHT_PM, "America/New_York", now=due)

    assert (at(2026, 10, 20, 4), due) == (period.start, period.end)


def test_a_morning_summary_is_about_the_day_before() -> None:
    due = at(2026, 10, 21, 12)  # 08:00 in New York
    period = scheduled(due, 8 * 60, "America/New_York", now=due)

    assert (at(2026, 10, 20, 4), at(2026, 10, 21, 4)) == (period.start, period.end)
    assert date(2026, 10, 20) == period.first == period.last


def test_a_late_summary_is_about_the_day_it_was_due() -> None:
    due = at(2026, 10, 21, 0)
    period = scheduled(due, EIGHT_PM, "America/New_York", now=at(2026, 10, 21, 13))

    assert (at(2026, 10, 20, 4), at(2026, 10, 21, 4)) == (period.start, period.end)


def test_after_a_stop_of_days_one_summary_reaches_over_all() -> None:
    due = at(2026, 10, 21, 0)
    period = scheduled(due, EIGHT_PM, "America/New_York", now=at(2026, 10, 23, 13))

    assert (date(2026, 10, 20), date(2026, 10, 22)) == (period.first, period.last)
    assert (at(2026, 10, 20, 4), at(2026, 10, 23, 4)) == (period.start, period.end)


def test_a_clock_that_looks_half_a_minute_later_is_not_late() -> None:
    due = at(2026, 10, 21, 0)

    assert not is_late(due, now=due + timedelta(seconds=30))
    assert is_late(due, now=due + timedelta(hours=1))
