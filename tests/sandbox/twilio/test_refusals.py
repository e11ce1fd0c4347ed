"""What the Messages API refuses, and with which of Twilio's codes."""

from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from sandbox.twilio import MAGIC, TwilioStandIn
from tests.sandbox.twilio.kit import LEE, PAT, client_of, text

SERVICE = TwilioStandIn().account.service


def post(twilio: TwilioStandIn, **form: Any) -> tuple[int, int]:
    """Create a message by hand; return the HTTP status and Twilio's code."""
    account = twilio.account
    answer = twilio.app.test_client().post(
        f"/2010-04-01/Accounts/{account.sid}/Messages.json", data=form, auth=(account.sid, account.auth_token)
    )
    return answer.status_code, answer.json["code"] if answer.json and "code" in answer.json else 0


def refusal(twilio: TwilioStandIn, to: str) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as refused:
        text(twilio, to)
    return refused.value.status, refused.value.code


FINE = {"To": PAT, "MessagingServiceSid": SERVICE, "Body": "Hi"}


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, (201, 0)),
        ({"To": ""}, (400, 21604)),
        ({"To": "555"}, (400, 21211)),
        ({"To": "+1212555"}, (400, 21211)),
        ({"To": "+447400123456"}, (403, 21408)),
        ({"To": "+18765550123"}, (403, 21408)),
        ({"Body": ""}, (400, 21602)),
        ({"Body": "x" * 1601}, (400, 21617)),
        ({"MessagingServiceSid": ""}, (400, 21603)),
        ({"MessagingServiceSid": "MG" + "0" * 32}, (404, 21701)),
        ({"From": "+13125550199"}, (400, 21606)),
        ({"StatusCallback": "textbank.test/x"}, (400, 21609)),
        ({"StatusCallback": "https://text_bank.test/x"}, (400, 21609)),
        ({"StatusCallback": "https://textbank.test/" + "x" * 4000}, (400, 21609)),
        ({"ValidityPeriod": "0"}, (400, 21624)),
        ({"ValidityPeriod": "36001"}, (400, 21624)),
        ({"ValidityPeriod": "soon"}, (400, 21624)),
        ({"MediaUrl": [f"https://x.test/{n}" for n in range(11)]}, (400, 21623)),
        ({"Bdoy": "Hi"}, (400, 20001)),
        ({"SendAt": "2026-12-01T12:00:00Z"}, (400, 20001)),
        ({"MessageIntent": "otp"}, (201, 0)),
    ],
)
def test_a_request_is_judged_as_twilio_would(twilio: TwilioStandIn, change: Any, answer: Any) -> None:
    assert post(twilio, **FINE | change) == answer


@pytest.mark.parametrize("sid", ["AC" + "0" * 32, None])
def test_wrong_credentials_are_refused(twilio: TwilioStandIn, sid: str | None) -> None:
    client = Client(sid or twilio.account.sid, "nonsense", http_client=twilio.http_client())

    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to=PAT, messaging_service_sid=SERVICE, body="Hi")

    assert (refused.value.status, refused.value.code) == (401, 20003)


def test_another_account_than_the_callers_is_refused(twilio: TwilioStandIn) -> None:
    account = twilio.account
    client = Client(
        account.sid, account.auth_token, account_sid="AC" + "0" * 32, http_client=twilio.http_client()
    )

    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to=PAT, messaging_service_sid=SERVICE, body="Hi")

    assert refused.value.code == 20003


def test_an_api_key_opens_the_account_too(twilio: TwilioStandIn) -> None:
    (key, secret), sid = next(iter(twilio.account.api_keys.items())), twilio.account.sid
    client = Client(key, secret, sid, http_client=twilio.http_client())

    client.messages.create(to=PAT, messaging_service_sid=SERVICE, body="Hi")

    assert len(twilio.sent) == 1


def test_json_is_not_a_form(twilio: TwilioStandIn) -> None:
    account = twilio.account
    path = f"/2010-04-01/Accounts/{account.sid}/Messages.json"

    answer = twilio.app.test_client().post(path, json=FINE, auth=(account.sid, account.auth_token))

    assert answer.status_code == 415


def test_a_message_that_is_not_there_is_not_found(twilio: TwilioStandIn) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client_of(twilio).messages("SM" + "0" * 32).fetch()

    assert (refused.value.status, refused.value.code) == (404, 20404)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("unsubscribed", (400, 21610)),
        ("invalid", (400, 21211)),
        ("unroutable", (400, 21612)),
        ("not_mobile", (400, 21614)),
        ("error", (500, 20500)),
        ("busy_once", (429, 20429)),
    ],
)
def test_a_refusing_number_refuses_and_creates_nothing(
    twilio: TwilioStandIn, name: str, answer: tuple[int, int]
) -> None:
    assert refusal(twilio, MAGIC[name]) == answer
    assert twilio.sent == []


def test_busy_passes(twilio: TwilioStandIn) -> None:
    refusal(twilio, MAGIC["busy_once"])
    text(twilio, MAGIC["busy_once"])
    twilio.deliver_all()

    assert twilio.phone(MAGIC["busy_once"]).texts == ["Hi"]


def test_the_next_texts_can_be_made_to_fail(twilio: TwilioStandIn) -> None:
    twilio.fail_next("error", times=2)

    assert [refusal(twilio, PAT), refusal(twilio, LEE)] == [(500, 20500)] * 2
    assert text(twilio, PAT).status == "accepted"
