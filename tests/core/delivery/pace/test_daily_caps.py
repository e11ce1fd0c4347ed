"""The carriers' day ends at midnight Pacific; what has used it up rests until then."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversations.sending import send_initial
from core.delivery.pace.daily_caps import PACIFIC, USED_UP, carrier_day, is_resting, next_midnight, note, rest
from core.delivery.safeguards import DailyCapReached
from core.delivery.sending.lanes import lanes
from core.models import Campaign, Conversation, Event, SendingDay, SendingService, User
from tests.factories import NOON

MIDNIGHT = datetime(2026, 10, 21, 7, 0, tzinfo=UTC)  # after NOON, in Los Angeles


@pytest.fixture
def service(session: Session, campaign: Campaign) -> SendingService:
    found = session.scalars(select(SendingService).filter_by(campaign_id=campaign.id)).one()
    found.throughput = "low_volume"
    session.flush()
    return found


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        ("2026-01-15T12:00-08:00", "2026-01-16T00:00-08:00"),
        ("2026-07-15T23:59:59-07:00", "2026-07-16T00:00-07:00"),
        ("2026-07-15T00:00-07:00", "2026-07-16T00:00-07:00"),
        ("2026-03-08T00:30-08:00", "2026-03-09T00:00-07:00"),  # a day of 23 hours
        ("2026-11-01T00:30-07:00", "2026-11-02T00:00-08:00"),  # a day of 25
        ("2026-12-31T23:00-08:00", "2027-01-01T00:00-08:00"),
    ],
)
def test_the_next_midnight_is_los_angeles_own(now: str, midnight: str) -> None:
    assert datetime.fromisoformat(midnight) == next_midnight(datetime.fromisoformat(now))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
def test_midnight_ends_the_day_and_no_later_one(now: datetime) -> None:
    midnight = next_midnight(now)

    assert timedelta(0) < midnight - now <= timedelta(hours=25)
    assert (0, 0) == (midnight.astimezone(PACIFIC).hour, midnight.astimezone(PACIFIC).minute)
    assert carrier_day(now) == carrier_day(midnight - timedelta(seconds=1)) < carrier_day(midnight)


def test_segments_are_counted_by_the_carriers_day(session: Session, service: SendingService) -> None:
    for hours in (0, 1, 20):
        note(session, service, 100, now=NOON + timedelta(hours=hours))

    days = session.execute(select(SendingDay.day, SendingDay.segments).order_by(SendingDay.day)).all()
    assert [("2026-10-20", 200), ("2026-10-21", 100)] == [tuple(each) for each in days]


def test_what_uses_up_the_day_is_the_last(session: Session, service: SendingService) -> None:
    note(session, service, 1_999, now=NOON)
    assert not is_resting(service, NOON)
    note(session, service, 1, now=NOON)

    assert (MIDNIGHT, USED_UP) == (service.paused_until, service.pause_code)
    assert is_resting(service, NOON)
    assert is_resting(service, MIDNIGHT - timedelta(seconds=1))
    assert not is_resting(service, MIDNIGHT)


def test_a_class_without_a_cap_never_rests(session: Session, service: SendingService) -> None:
    service.throughput = "toll_free"
    note(session, service, 1_000_000, now=NOON)

    assert not is_resting(service, NOON)


def test_the_carriers_own_word_rests_it_once(session: Session, service: SendingService) -> None:
    for _ in range(3):
        rest(session, service.id, code="30023", now=NOON)

    assert (MIDNIGHT, "30023") == (service.paused_until, service.pause_code)
    events = session.scalars(select(Event).filter_by(name="sending_paused_for_the_day")).all()
    assert [{"code": "30023"}] == [each.particulars for each in events]


def test_the_next_day_may_be_used_up_too(session: Session, service: SendingService) -> None:
    rest(session, service.id, code="30023", now=NOON)
    rest(session, service.id, code="30027", now=MIDNIGHT)

    assert (MIDNIGHT + timedelta(days=1), "30027") == (service.paused_until, service.pause_code)


def test_nothing_is_pressed_in_vain_while_the_day_is_used_up(
    session: Session, service: SendingService, conversation: Conversation, jo: User
) -> None:
    rest(session, service.id, code="30023", now=NOON)

    with pytest.raises(DailyCapReached, match=r"daily limit .* Please go on tomorrow"):
        send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    assert conversation.initial_at is None

    tomorrow = NOON + timedelta(days=1)
    assert send_initial(session, conversation.id, by=jo, key="k1", now=tomorrow)


def test_a_moments_rest_refuses_no_press(
    session: Session, service: SendingService, conversation: Conversation, jo: User
) -> None:
    service.paused_until, service.pause_code = NOON + timedelta(minutes=1), "30022"
    session.flush()

    assert send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    assert [] == lanes(session, NOON)
    assert 1 == len(lanes(session, NOON + timedelta(minutes=1)))
