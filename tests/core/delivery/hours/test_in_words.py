"""A volunteer is told when texting opens, on the contact's own clock, and why it is not open yet."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.delivery.hours.in_words import closed, hour, notice, spoken
from core.models import Campaign

CHICAGO, NEW_YORK = "America/Chicago", "America/New_York"
CAMPAIGN = Campaign(texting_from=9, sunday_from=12, texting_until=20, replies_until=21, state_hours={})
SATURDAY_NIGHT, SUNDAY, MONDAY = "2026-11-14T22:00", "2026-11-15T15:00", "2026-11-16T08:30"


def at(wall: str, zone: str = NEW_YORK) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))


def told(wall: str, zones: str = NEW_YORK, state: str = "", of: Campaign = CAMPAIGN) -> str:
    return closed(of, zones, state, at(wall))


def test_the_day_the_hour_and_the_zone() -> None:
    assert "Texting opens Monday at 9:00 AM EST." == told(MONDAY)
    assert "Texting opens Sunday at 12:00 PM EST." == told(SATURDAY_NIGHT)


def test_two_zones_are_named() -> None:
    assert told("2026-11-16T09:30", f"{CHICAGO} {NEW_YORK}") == (
        "Texting opens Monday at 9:00 AM CST. "
        "They may be in two time zones, Central and Eastern; it must be texting hours in both."
    )


def test_three_zones_are_named() -> None:
    words = told("2026-11-16T09:30", f"America/Denver America/Phoenix {NEW_YORK}")

    assert "three time zones, Mountain, Arizona and Eastern; it must be texting hours in all of them" in words


def test_two_zones_are_not_blamed_for_the_night() -> None:
    assert "Texting opens Monday at 9:00 AM EST." == told(MONDAY, f"{NEW_YORK} America/Port-au-Prince")


def test_an_unknown_zone_is_said() -> None:
    assert "Their time zone is not known" in told("2026-11-16T09:30", "")


def test_a_state_that_is_shut_on_sundays_is_said() -> None:
    assert told(SUNDAY, CHICAGO, "AL") == (
        "Texting opens Monday at 9:00 AM CST. No texts go to Alabama on Sundays."
    )
    assert "No texts go to Alabama on Sundays." in told(SATURDAY_NIGHT, CHICAGO, "AL")


def test_a_state_that_opens_later_is_said() -> None:
    assert told("2026-11-16T09:30", NEW_YORK, "KY") == (
        "Texting opens Monday at 10:00 AM EST. Texts to Kentucky go from 10 AM until 9 PM on weekdays."
    )


def test_a_state_is_not_blamed_for_the_campaigns_hours() -> None:
    assert "Washington" not in told(MONDAY, NEW_YORK, "WA")


def test_a_state_whose_hours_cannot_be_read_is_said() -> None:
    broken = Campaign(texting_from=9, sunday_from=12, texting_until=20, state_hours={"NY": "?"})

    assert told(MONDAY, NEW_YORK, "NY", broken) == (
        "There is no hour in which texting them is allowed. "
        "The hours for New York cannot be read, so it is shut until an admin sets them anew."
    )


def test_while_it_is_open_there_is_nothing_to_say() -> None:
    noon = notice(CAMPAIGN, NEW_YORK, "", at("2026-11-16T12:00"), name="Pat", replying=True)

    assert (True, "") == (noon.is_open, noon.words)


def test_a_late_answer_is_allowed_with_a_soft_word() -> None:
    late = notice(CAMPAIGN, CHICAGO, "", at("2026-11-16T20:15", CHICAGO), name="Pat", replying=True)

    assert (
        True,
        "It is late where Pat lives. They have just written, so you may answer until 9:00 PM CST.",
    ) == (
        late.is_open,
        late.words,
    )


@pytest.mark.parametrize("replying", [True, False])
def test_after_the_last_hour_nothing_is_allowed(replying: bool) -> None:
    night = notice(CAMPAIGN, NEW_YORK, "", at("2026-11-16T21:00"), name="Pat", replying=replying)

    assert not night.is_open
    assert night.words == ("It is outside texting hours for Pat. Texting opens Tuesday at 9:00 AM EST.")


def test_hours_are_said_as_americans_say_them() -> None:
    assert ["midnight", "9 AM", "noon", "8 PM", "midnight"] == [hour(at) for at in (0, 9, 12, 20, 24)]
    assert "from noon until 9 PM" == spoken((12, 21))
