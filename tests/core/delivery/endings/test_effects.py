"""The error table is lived by: each retry rule and each effect does something, for every code that has it."""

from datetime import timedelta
from typing import get_args

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.contacts.opting_out import is_opted_out
from core.conversations import trying_again
from core.db import Database
from core.delivery.endings.outcomes import BUCKETS, FAMILIES, TABLE, Bucket, Effect, Retry, is_known, outcome
from core.delivery.endings.pressing_again import AGAIN
from core.delivery.gateway import Rejected
from core.delivery.pace import daily_caps
from core.delivery.sending import outbox
from core.models import Action, Contact, Conversation, Incident, Message, OptOut, SendingService, User
from tests.core.delivery.crowd import fail, told_failed
from tests.factories import NOON
from tests.fakes import FakeGateway

LATER = NOON + timedelta(minutes=1)
OF_TWILIO = {code: line for code, line in TABLE.items() if line.bucket != "safeguard"}


def with_effect(*effects: Effect) -> list[str]:
    return [code for code, line in OF_TWILIO.items() if line.effect in effects]


@pytest.fixture
def texted(
    session: Session, action: Action, conversation: Conversation, jo: User, maya: User
) -> Conversation:
    """Pat's conversation, whose first text left at noon."""
    conversation.initial_at, conversation.initial_by_id = NOON, jo.id
    session.commit()
    return conversation


def kinds(session: Session) -> list[str]:
    return list(session.scalars(select(Incident.kind).order_by(Incident.id)))


def test_the_table_uses_all_that_it_may_say() -> None:
    lines = TABLE.values()

    assert set(get_args(Retry)) == {line.retry for line in lines}
    assert set(get_args(Effect)) == {line.effect for line in lines}
    assert set(get_args(Bucket)) == {line.bucket for line in lines} == set(BUCKETS)


def test_every_code_that_the_reference_names_is_here() -> None:
    # twilio.com/docs/api/errors, those that a text from one person to another can meet
    named = """20429 20500 20003 21211 21614 21635 21612 21408 21606 21703 21602 21604 21617 21609 21610 21611
        30001 30002 30003 30004 30005 30006 30007 30008 30022 30023 30027 30034 30032 30036 30047 30610 30640
        30450 30500 30021 63017 63038 60728"""

    assert set(named.split()) <= set(TABLE)


@pytest.mark.parametrize("code", OF_TWILIO)
def test_the_retry_rule_of_every_code_is_kept(session: Session, texted: Conversation, code: str) -> None:
    fail(session, texted, code, now=LATER)

    rule = AGAIN.get(OF_TWILIO[code].retry)
    expected = rule.opens_at(LATER) if rule and not texted.opted_out_at else None
    assert expected == texted.again_at


@pytest.mark.parametrize("code", [code for code, line in OF_TWILIO.items() if line.retry == "now"])
def test_what_may_go_now_goes_by_itself(
    database: Database, session: Session, conversation: Conversation, pressed: Message, code: str
) -> None:
    gateway = FakeGateway()
    gateway.outcomes = [Rejected(code)]

    outbox.deliver(database, gateway, clock=lambda: NOON)
    outbox.deliver(database, gateway, clock=lambda: NOON + timedelta(hours=1))

    session.expire_all()
    assert (2, "accepted") == (len(gateway.sent), pressed.state)


@pytest.mark.parametrize("code", with_effect("opt_out"))
def test_a_wish_told_by_the_carrier_is_kept_here(
    session: Session, texted: Conversation, pat: Contact, code: str
) -> None:
    message = fail(session, texted, code, now=LATER)
    told_failed(session, message, code, now=LATER)

    assert is_opted_out(session, pat.campaign_id, pat.phone)
    assert 1 == session.scalar(select(func.count()).select_from(OptOut))


@pytest.mark.parametrize("code", with_effect("bad_number", "landline"))
def test_a_phone_that_gets_no_texts_is_marked(
    session: Session, texted: Conversation, pat: Contact, lee: Contact, code: str
) -> None:
    fail(session, texted, code, now=LATER)

    assert (OF_TWILIO[code].effect, None) == (pat.undeliverable, lee.undeliverable)


@pytest.mark.parametrize("code", with_effect("alert"))
def test_what_somebody_must_look_at_is_told(session: Session, texted: Conversation, code: str) -> None:
    fail(session, texted, code, now=LATER)

    assert ["code"] == kinds(session)


@pytest.mark.parametrize("code", with_effect("cap"))
def test_a_used_up_day_rests_until_midnight(session: Session, texted: Conversation, code: str) -> None:
    fail(session, texted, code, now=LATER)

    service = session.scalars(select(SendingService)).one()
    assert (daily_caps.next_midnight(LATER), code) == (service.paused_until, service.pause_code)
    assert ["daily_cap"] == kinds(session)


def test_the_limit_of_yesterday_says_nothing_of_today(session: Session, texted: Conversation) -> None:
    fail(session, texted, "30023", now=NOON + timedelta(hours=20))

    assert session.scalars(select(SendingService)).one().paused_until is None
    assert [] == kinds(session)


@pytest.mark.parametrize("code", with_effect("slow"))
def test_too_fast_a_sender_rests_a_moment(session: Session, texted: Conversation, code: str) -> None:
    fail(session, texted, code, now=LATER)

    service = session.scalars(select(SendingService)).one()
    assert service.paused_until
    assert LATER < service.paused_until <= LATER + timedelta(minutes=1)
    assert [] == kinds(session)


@pytest.mark.parametrize("code", with_effect("slow"))
def test_a_moments_rest_never_shortens_the_nights(session: Session, texted: Conversation, code: str) -> None:
    service = session.scalars(select(SendingService)).one()
    service.paused_until = tonight = daily_caps.next_midnight(NOON)
    session.commit()

    fail(session, texted, code, now=LATER)

    assert tonight == service.paused_until


@pytest.mark.parametrize(
    ("code", "bucket"),
    [
        ("21999", "setup"),
        ("20999", "setup"),
        ("30999", "twilio_error"),
        ("63999", "twilio_error"),
        ("12345", "twilio_error"),
        ("503", "twilio_error"),
    ],
)
def test_a_code_that_is_not_known_counts_by_its_family_and_alerts(
    session: Session, texted: Conversation, code: str, bucket: str
) -> None:
    message = fail(session, texted, code, now=LATER)

    (incident,) = session.scalars(select(Incident)).all()
    assert (bucket, code, "as Twilio has it") == (message.bucket, message.code, message.problem)
    assert ("unknown_code", code) == (incident.kind, incident.data["code"])
    assert not is_known(code)


def test_a_failure_without_a_code_alarms_nobody(session: Session, texted: Conversation) -> None:
    message = fail(session, texted, None, now=LATER)

    assert ("twilio_error", None, []) == (message.bucket, message.code, kinds(session))
    assert trying_again.again(session, texted, now=LATER) is None


def test_a_family_never_hides_a_line() -> None:
    assert all(outcome(code) is line for code, line in TABLE.items())
    assert all(len(family) == 2 for family in FAMILIES)


def test_many_failures_at_once_are_one_alert_with_their_number(
    session: Session, action: Action, texted: Conversation, lee: Contact
) -> None:
    for _ in range(3):
        fail(session, texted, "30450", now=LATER)

    assert [3] == list(session.scalars(select(Incident.count)))
