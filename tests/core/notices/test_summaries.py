"""Daily summaries: planned in a zone, sent once by however many clocks, late rather than never."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversations.hearing import hear
from core.db import Database
from core.errors import Invalid, NotFound
from core.models import Campaign, Conversation, Notice, Summary, User
from core.notices import summaries, summing_up
from core.notices.summaries import SummaryForm
from tests import factories
from tests.factories import NOON

EVENING = SummaryForm("C0FIELD", "20:00", "America/New_York")
DUE = datetime(2026, 10, 21, 0, 0, tzinfo=UTC)


@pytest.fixture
def evening(session: Session, maya: User) -> Summary:
    """A summary at 20:00 in New York, planned at 13:00 there."""
    return summaries.create(session, EVENING, by=maya, now=NOON)


def notices(session: Session) -> list[Notice]:
    session.expire_all()
    return list(session.scalars(select(Notice).order_by(Notice.id)))


def test_the_first_comes_when_the_clock_shows_the_time_next(evening: Summary) -> None:
    assert DUE == evening.next_at


def test_none_is_sent_before_its_time(database: Database, evening: Summary) -> None:
    assert 0 == summing_up.send_due(database, now=DUE - timedelta(seconds=1))


def test_a_summary_is_sent_once_and_planned_anew(
    database: Database, session: Session, evening: Summary
) -> None:
    assert 1 == summing_up.send_due(database, now=DUE)
    assert 0 == summing_up.send_due(database, now=DUE)

    (notice,) = notices(session)
    assert ("summary", "C0FIELD") == (notice.kind, notice.channel)
    assert "due" not in notice.data
    assert (DUE + timedelta(days=1), DUE) == (evening.next_at, evening.last_sent_at)


def test_a_missed_one_is_sent_once_late_and_says_so(
    database: Database, session: Session, evening: Summary
) -> None:
    assert 1 == summing_up.send_due(database, now=DUE + timedelta(days=2, hours=12))

    (notice,) = notices(session)
    assert DUE.timestamp() == notice.data["due"]
    assert ("2026-10-20", "2026-10-22") == (notice.data["first"], notice.data["last"])
    assert DUE + timedelta(days=3) == evening.next_at


def test_two_clocks_send_it_once(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        maya = factories.user(session, campaign, "Maya Torres", role="owner")
        summaries.create(session, EVENING, by=maya, now=NOON)

    with ThreadPoolExecutor(2) as clocks:
        sent = list(clocks.map(lambda _: summing_up.send_due(own_database, now=DUE), range(2)))

    assert [0, 1] == sorted(sent)
    with own_database.readers() as session:
        assert 1 == len(notices(session))


def test_a_paused_one_is_not_sent_and_its_pause_is_not_made_up_for(
    database: Database, session: Session, evening: Summary, maya: User
) -> None:
    summaries.pause(session, evening.id, by=maya, now=NOON)
    session.flush()
    assert 0 == summing_up.send_due(database, now=DUE)

    summaries.resume(session, evening.id, by=maya, now=DUE + timedelta(days=2))
    session.flush()
    assert 0 == summing_up.send_due(database, now=DUE + timedelta(days=2))
    assert 1 == summing_up.send_due(database, now=DUE + timedelta(days=3))


def test_an_archived_one_is_gone(database: Database, session: Session, evening: Summary, maya: User) -> None:
    summaries.archive(session, evening.id, by=maya, now=NOON)
    session.flush()

    assert 0 == summing_up.send_due(database, now=DUE)
    assert [] == list(summaries.planned(session, by=maya))
    with pytest.raises(NotFound):
        summaries.resume(session, evening.id, by=maya, now=NOON)


def test_one_can_be_sent_now_once_a_press(
    database: Database, session: Session, evening: Summary, maya: User
) -> None:
    for _ in range(2):
        summing_up.send_now(database, evening.id, by=maya, key="press-1", now=NOON)

    (notice,) = notices(session)
    assert ("2026-10-20", "U0MAYA") == (notice.data["first"], notice.data["by"])
    assert DUE == evening.next_at


def test_the_figures_are_of_that_day(
    database: Database, session: Session, evening: Summary, conversation: Conversation
) -> None:
    hear(session, conversation.id, "Who is this?", at=NOON)
    session.flush()
    summing_up.send_due(database, now=DUE)

    (notice,) = notices(session)
    assert (1, NOON.timestamp()) == (notice.data["waiting"], notice.data["waiting_since"])
    assert [{"title": "Get out the vote", "sent": 0, "replies": 0, "waiting": 1}] == notice.data["actions"]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (SummaryForm("", "20:00", "America/New_York"), "channel"),
        (SummaryForm("C0FIELD", "", "America/New_York"), "at"),
        (SummaryForm("C0FIELD", "25:00", "America/New_York"), "at"),
        (SummaryForm("C0FIELD", "20:00", "Mars/Olympus"), "timezone"),
    ],
)
def test_what_cannot_be_planned_is_refused_by_its_field(
    session: Session, maya: User, form: SummaryForm, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        summaries.create(session, form, by=maya, now=NOON)

    assert field == refused.value.field


def test_another_campaigns_summary_is_not_there(session: Session, evening: Summary) -> None:
    other = Campaign(name="Other", join_code="other", created_at=NOON)
    session.add(other)
    session.flush()
    boss = factories.user(session, other, "Ola Boss", role="owner")

    assert [] == list(summaries.planned(session, by=boss))
    with pytest.raises(NotFound):
        summaries.pause(session, evening.id, by=boss, now=NOON)
