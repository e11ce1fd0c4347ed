"""A first text that did not arrive comes back to its volunteer, who decides; and every number stays right."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from core.actions.tasks import tasks
from core.actions.texting import screen
from core.contacts.opting_out import opt_out
from core.conversations import trying_again
from core.conversations.sending import AlreadyTexted, send_initial
from core.db import Database
from core.delivery.endings.advancing import advance
from core.delivery.endings.outcomes import TABLE
from core.delivery.endings.pressing_again import AGAIN, codes
from core.delivery.sending import outbox
from core.delivery.states import OF_TWILIO
from core.models import Action, Campaign, Contact, Conversation, Message, User
from core.results.counting import count
from core.results.recount import recount
from tests import factories
from tests.factories import NOON
from tests.fakes import FakeGateway

PHONE_OFF, NO_REASON, DAY_USED_UP, NO_NUMBER = "30003", "30008", "30023", "21703"
HOUR = timedelta(hours=1)
HOURS = 4 * HOUR


def press(session: Session, conversation: Conversation, by: User, at: datetime) -> Message:
    message = factories.queued(session, send_initial(session, conversation.id, by=by, key=f"k{at}", now=at))
    message.state, message.attempt, message.attempted_at = "sending", f"a{at}", at
    session.commit()
    return message


def fails(session: Session, message: Message, code: str, at: datetime) -> None:
    assert message.attempt
    advance(session, message.attempt, OF_TWILIO["undelivered"], now=at, sid=f"SM{message.id}", code=code)
    session.commit()
    session.expire_all()


def pressed_and_failed(
    session: Session, conversation: Conversation, by: User, at: datetime, code: str
) -> datetime:
    """Return when the failure is told."""
    fails(session, press(session, conversation, by, at), code, at + timedelta(minutes=1))
    return at + timedelta(minutes=1)


def in_hand(session: Session, conversation: Conversation, user: User, at: datetime) -> list[str]:
    return [each.why for each in screen(session, conversation.action_id, user, now=at).missed]


def test_a_phone_that_was_off_may_be_tried_again_hours_later(
    session: Session, conversation: Conversation, jo: User
) -> None:
    failed_at = pressed_and_failed(session, conversation, jo, NOON, PHONE_OFF)
    soon, later = failed_at + HOURS - timedelta(seconds=1), failed_at + HOURS

    with pytest.raises(AlreadyTexted):
        press(session, conversation, jo, soon)
    session.rollback()

    assert [] == in_hand(session, conversation, jo, soon)
    words = "The first text did not arrive. The phone was off or out of reach."
    assert trying_again.Again(words, later) == trying_again.again(session, conversation, now=soon)
    assert trying_again.Again(words, None) == trying_again.again(session, conversation, now=later)
    assert [words] == in_hand(session, conversation, jo, later)
    assert 1 == tasks(session, jo, now=later)[0].again
    press(session, conversation, jo, later)
    assert [] == in_hand(session, conversation, jo, later)
    assert 0 == tasks(session, jo, now=later)[0].again


@pytest.mark.parametrize(("code", "most"), [(NO_REASON, 1), (PHONE_OFF, 2), (NO_NUMBER, 3)])
def test_it_may_be_tried_as_often_as_the_table_says(
    session: Session, conversation: Conversation, action: Action, jo: User, code: str, most: int
) -> None:
    for day in range(most + 1):
        failed_at = pressed_and_failed(session, conversation, jo, NOON + day * 24 * HOUR, code)
        action.state = "published"

    left = trying_again.again(session, conversation, now=failed_at + 24 * HOUR)

    assert (left is not None) == (AGAIN[TABLE[code].retry].most is None)


def test_a_used_up_day_ends_at_midnight_on_the_pacific(
    session: Session, conversation: Conversation, jo: User
) -> None:
    failed_at = pressed_and_failed(session, conversation, jo, NOON, DAY_USED_UP)

    found = trying_again.again(session, conversation, now=failed_at)

    assert found
    assert datetime(2026, 10, 21, 7, 0, tzinfo=UTC) == found.opens_at


@pytest.mark.parametrize("code", ["30005", "30006", "30007", "21610", "30004", "99999"])
def test_what_would_fail_again_or_is_unwanted_does_not_come_back(
    session: Session, conversation: Conversation, jo: User, code: str
) -> None:
    failed_at = pressed_and_failed(session, conversation, jo, NOON, code)

    assert trying_again.again(session, conversation, now=failed_at + 48 * HOUR) is None
    with pytest.raises(AlreadyTexted):
        press(session, conversation, jo, failed_at + 48 * HOUR)


def test_whoever_wrote_has_had_the_text(session: Session, conversation: Conversation, jo: User) -> None:
    failed_at = pressed_and_failed(session, conversation, jo, NOON, PHONE_OFF)
    factories.heard(session, conversation, "Who is this?")
    session.commit()

    assert trying_again.again(session, conversation, now=failed_at + HOURS) is None
    assert [] == in_hand(session, conversation, jo, failed_at + HOURS)


def test_nobody_who_opted_out_comes_back(
    session: Session, conversation: Conversation, pat: Contact, jo: User
) -> None:
    failed_at = pressed_and_failed(session, conversation, jo, NOON, PHONE_OFF)
    opt_out(session, pat.campaign_id, pat.phone, route="admin", at=failed_at)
    session.commit()

    assert trying_again.again(session, conversation, now=failed_at + HOURS) is None
    assert [] == in_hand(session, conversation, jo, failed_at + HOURS)


def test_they_come_back_to_whoever_holds_them(
    session: Session, conversation: Conversation, jo: User, sam: User
) -> None:
    later = pressed_and_failed(session, conversation, jo, NOON, PHONE_OFF) + HOURS
    conversation.holder_id = sam.id
    session.commit()

    assert [] == in_hand(session, conversation, jo, later)
    assert 1 == len(in_hand(session, conversation, sam, later))


def test_a_second_try_is_one_more_text_to_the_same_person(
    session: Session, conversation: Conversation, action: Action, jo: User
) -> None:
    later = pressed_and_failed(session, conversation, jo, NOON, PHONE_OFF) + HOURS
    before = count(session, action)

    press(session, conversation, jo, later)
    after = count(session, action)

    assert (1, 1, 1) == (
        before.performance.attempted,
        before.performance.remaining,
        before.overview.performs,
    )
    assert (1, 1, 2) == (after.performance.attempted, after.performance.remaining, after.overview.performs)
    assert [] == recount(session, action.campaign_id)


def test_a_second_try_that_a_worker_refuses_stays_a_first_one(
    database: Database, session: Session, conversation: Conversation, action: Action, jo: User, sam: User
) -> None:
    later = pressed_and_failed(session, conversation, jo, NOON, PHONE_OFF) + HOURS
    conversation.holder_id = sam.id
    session.commit()
    send_initial(session, conversation.id, by=sam, key="again", now=later)
    action.state = "paused"
    session.commit()

    outbox.deliver(database, FakeGateway(later), clock=lambda: later)

    session.expire_all()
    assert (NOON, jo.id) == (conversation.initial_at, conversation.initial_by_id)
    assert trying_again.again(session, conversation, now=later)
    assert [] == recount(session, action.campaign_id)


def test_a_stamp_without_a_failure_is_found(
    session: Session, campaign: Campaign, conversation: Conversation
) -> None:
    conversation.again_at = NOON
    session.flush()

    assert ["again_at"] == [each.column for each in recount(session, campaign.id)]


def test_every_retry_rule_is_used_by_some_code() -> None:
    assert all(codes(retry) for retry in AGAIN)
