"""What becomes of a text by the number it is sent to: statuses, callbacks, phones."""

import phonenumbers
import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from sandbox.twilio import MAGIC, OUTCOMES, TwilioStandIn
from sandbox.twilio.outcomes import CARRIER_WORDS, Outcome
from tests.sandbox.twilio.kit import PAT, NotingApp, client_of, text

IN_ORDER = ["queued", "sending", "sent", "delivered"]


def failing() -> list[Outcome]:
    return [outcome for outcome in OUTCOMES if outcome.error]


def test_a_text_arrives_once_and_its_callbacks_tell_the_way(twilio: TwilioStandIn, app: NotingApp) -> None:
    created = text(twilio, PAT, "Hello Pat")
    assert twilio.phone(PAT).texts == []

    twilio.deliver_all()

    assert twilio.phone(PAT).texts == ["Hello Pat"]
    assert app.statuses == IN_ORDER
    assert {form["MessageSid"] for form in app.heard} == {created.sid}
    assert "ErrorCode" not in app.heard[-1]


def test_time_stands_still_until_the_test_moves_it(twilio: TwilioStandIn, app: NotingApp) -> None:
    text(twilio, PAT)
    twilio.run_due()
    assert app.statuses == []

    twilio.advance(0.5)
    assert app.statuses == ["queued", "sending"]

    twilio.advance(10)
    assert app.statuses == IN_ORDER


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.name)
def test_magic_numbers_pass_as_real_ones(outcome: Outcome) -> None:
    assert phonenumbers.is_valid_number(phonenumbers.parse(outcome.number))


def test_no_two_magic_numbers_are_the_same() -> None:
    assert len(set(MAGIC.values())) == len(MAGIC) == len(OUTCOMES)


@pytest.mark.parametrize("outcome", failing(), ids=lambda outcome: outcome.name)
def test_a_failing_number_tells_its_code_and_gets_nothing(
    twilio: TwilioStandIn, app: NotingApp, outcome: Outcome
) -> None:
    created = text(twilio, outcome.number)
    twilio.deliver_all()

    last, resource = app.heard[-1], created.fetch()
    assert (last["MessageStatus"], last["ErrorCode"]) == ("undelivered", str(outcome.error))
    assert (resource.status, resource.error_code) == ("undelivered", outcome.error)
    assert resource.error_message == last["ErrorMessage"] == CARRIER_WORDS[outcome.error or 0]
    assert twilio.phone(outcome.number).texts == []


def test_a_text_that_outlives_its_validity_is_not_sent(twilio: TwilioStandIn, app: NotingApp) -> None:
    text(twilio, MAGIC["congested"], validity_period=60)
    twilio.deliver_all()

    assert app.statuses == ["queued", "failed"]
    assert app.heard[-1]["ErrorCode"] == "30036"
    assert twilio.received == []


def test_a_patient_text_outlasts_the_congestion(twilio: TwilioStandIn) -> None:
    text(twilio, MAGIC["congested"], validity_period=3600)
    twilio.advance(599)
    assert twilio.received == []

    twilio.advance(10)
    assert len(twilio.received) == 1


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("error_created", TwilioRestException),
        ("silence_created", requests.ReadTimeout),
        ("reset_created", requests.ConnectionError),
    ],
)
def test_no_clear_answer_and_yet_the_text_arrives(
    twilio: TwilioStandIn, name: str, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        text(twilio, MAGIC[name])
    twilio.deliver_all()

    assert twilio.phone(MAGIC[name]).texts == ["Hi"]
    assert [message.status for message in client_of(twilio).messages.list(to=MAGIC[name])] == ["delivered"]


def test_a_slow_answer_takes_three_seconds_of_the_clock(twilio: TwilioStandIn) -> None:
    before = twilio.clock.now()
    text(twilio, MAGIC["slow"])

    assert (twilio.clock.now() - before).total_seconds() == 3.0


def test_a_text_can_stay_without_a_receipt(twilio: TwilioStandIn, app: NotingApp) -> None:
    text(twilio, MAGIC["no_receipt"])
    twilio.deliver_all()

    assert app.statuses == ["queued", "sending", "sent"]
    assert twilio.phone(MAGIC["no_receipt"]).texts == ["Hi"]


@pytest.mark.parametrize(
    ("name", "statuses"),
    [("reversed", IN_ORDER[::-1]), ("doubled", [status for status in IN_ORDER for _ in range(2)])],
)
def test_callbacks_can_come_in_disorder(
    twilio: TwilioStandIn, app: NotingApp, name: str, statuses: list[str]
) -> None:
    text(twilio, MAGIC[name])
    twilio.deliver_all()

    assert app.statuses == statuses
    assert len(twilio.received) == 1


def test_callbacks_can_come_before_the_answer(twilio: TwilioStandIn, app: NotingApp) -> None:
    created = text(twilio, MAGIC["early"])

    assert app.statuses == IN_ORDER
    assert created.status == "accepted"


def test_callbacks_can_come_long_after_the_text(twilio: TwilioStandIn, app: NotingApp) -> None:
    text(twilio, MAGIC["late"])
    twilio.advance(10)
    assert ([], ["Hi"]) == (app.statuses, twilio.phone(MAGIC["late"]).texts)

    twilio.deliver_all()

    assert app.statuses == IN_ORDER


def test_callbacks_can_be_lost_altogether(twilio: TwilioStandIn, app: NotingApp) -> None:
    created = text(twilio, MAGIC["unheard"])
    twilio.deliver_all()

    assert app.statuses == []
    assert created.fetch().status == "delivered"
    assert twilio.phone(MAGIC["unheard"]).texts == ["Hi"]


def test_the_same_person_always_hears_from_the_same_number(twilio: TwilioStandIn) -> None:
    for _ in range(3):
        text(twilio, PAT)
    twilio.deliver_all()

    assert len({bubble.other for bubble in twilio.phone(PAT).thread}) == 1


def test_a_canceled_text_stays_where_it_is(twilio: TwilioStandIn) -> None:
    text(twilio, PAT).update(status="canceled")
    twilio.deliver_all()

    assert twilio.received == []
    assert [sent.status for sent in twilio.sent] == ["canceled"]


def test_a_text_that_has_left_cannot_be_canceled(twilio: TwilioStandIn) -> None:
    created = text(twilio, PAT)
    twilio.deliver_all()

    with pytest.raises(TwilioRestException) as refused:
        created.update(status="canceled")

    assert refused.value.code == 30409
