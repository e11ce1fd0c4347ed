"""The day's figures are those of that day, of that campaign."""

from datetime import timedelta

from sqlalchemy.orm import Session

from core.models import Action, Campaign, User
from core.results.day import ActionDay, day
from tests.core.results.histories import History, write
from tests.factories import NOON

TOMORROW = NOON + timedelta(days=1)


def test_what_happened_is_counted(session: Session, campaign: Campaign, action: Action, jo: User) -> None:
    histories = [
        History("delivered", False, False, ("reply", "follow_up delivered", "report", "reply")),
        History("undelivered", False, False, ()),
        History("refused", False, False, ()),
        History("sent", False, False, ("reply", "opt_out")),
    ]
    write(session, action, histories, [jo])

    counted = day(session, campaign.id, NOON, TOMORROW)

    assert (4, 2, 3, 2, 1, 1, 1) == (
        counted.sent,
        counted.delivered,
        counted.replies,
        counted.repliers,
        counted.opt_outs,
        counted.reports,
        counted.waiting,
    )
    assert {"carrier_filter": 1, "safeguard": 1} == counted.problems
    assert [ActionDay("Get out the vote", 4, 3, 1)] == counted.actions


def test_the_day_before_does_not_count_but_who_waits_still_waits(
    session: Session, campaign: Campaign, action: Action, jo: User
) -> None:
    write(session, action, [History("delivered", False, False, ("reply",))], [jo])

    counted = day(session, campaign.id, TOMORROW, TOMORROW + timedelta(days=1))

    assert (0, 0, 1) == (counted.sent, counted.replies, counted.waiting)
    assert counted.waiting_since is not None


def test_another_campaign_sees_nothing_of_it(session: Session, action: Action, jo: User) -> None:
    write(session, action, [History("delivered", False, False, ("reply", "report"))], [jo])
    other = Campaign(name="Other", join_code="other", created_at=NOON)
    session.add(other)
    session.flush()

    counted = day(session, other.id, NOON, TOMORROW)

    assert (0, 0, 0, []) == (counted.sent, counted.reports, counted.waiting, counted.actions)
