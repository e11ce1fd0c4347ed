"""Webhooks towards the app: signed so that Twilio's own validator agrees, and retried as the address asks."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, request
from twilio.request_validator import RequestValidator

from sandbox.twilio import MAGIC, TwilioStandIn
from sandbox.twilio.transports import Answer, NoAnswer, NoConnection
from tests.sandbox.twilio.kit import PAT, NotingApp, client_of, standin, text

PLAIN = "https://textbank.test/twilio/inbound"


def answers(*said: int | type[Exception]) -> Any:
    """Return what the app says, one after the other; the last one for ever."""
    left = list(said)

    def say() -> Answer:
        word = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(word, int):
            return Answer(word)
        raise word

    return say


def is_signed(twilio: TwilioStandIn, app: NotingApp) -> bool:
    validator = RequestValidator(twilio.account.auth_token)
    return all(
        validator.validate(address, form, headers["X-Twilio-Signature"])
        for address, form, headers in zip(app.addresses, app.heard, app.headers, strict=True)
    )


@pytest.mark.parametrize("query", ["", "?a=1&b=%C3%A9&b=2"])
@pytest.mark.parametrize("host", ["https://textbank.test", "http://localhost:8123"])
def test_twilios_validator_accepts_every_webhook(app: NotingApp, host: str, query: str) -> None:
    twilio = standin(app, inbound_url=f"{host}/twilio/inbound{query}#rc=2")
    text(twilio, MAGIC["unreachable"], "¡Hola! 👋", status_callback=f"{host}/twilio/status/1{query}")
    twilio.deliver_all()
    twilio.phone(PAT).reply("Sí, señora & co = 100 %")

    assert len(app.heard) == 5
    assert is_signed(twilio, app)


def test_the_validator_would_notice_a_change(app: NotingApp) -> None:
    twilio = standin(app)
    twilio.phone(PAT).reply("yes")
    app.heard[0]["Body"] = "no"

    assert not is_signed(twilio, app)


def test_a_wsgi_app_gets_webhooks_without_a_socket() -> None:
    web, seen = Flask("web"), []

    @web.post("/twilio/inbound")
    def inbound() -> Any:
        valid = RequestValidator("sandbox-auth-token").validate(
            request.url, request.form, request.headers["X-Twilio-Signature"]
        )
        seen.append((valid, request.form["Body"]))
        return "<Response/>", 200, {"Content-Type": "text/xml"}

    twilio = TwilioStandIn(app=web, app_url="https://textbank.test")
    twilio.phone(PAT).reply("yes")

    assert seen == [(True, "yes")]
    assert twilio.alerts == []


def test_a_reply_carries_twilios_fields(app: NotingApp) -> None:
    twilio = standin(app)
    text(twilio, PAT)
    twilio.deliver_all()
    app.heard.clear()

    reply = twilio.phone(PAT).reply("look", media=("https://x.test/1.jpg",))

    assert app.heard == [
        {
            "AccountSid": twilio.account.sid, "ApiVersion": "2010-04-01", "Body": "look", "From": PAT,
            "FromCity": "", "FromCountry": "US", "FromState": "", "FromZip": "",
            "MediaContentType0": "image/jpeg", "MediaUrl0": "https://x.test/1.jpg",
            "MessageSid": reply.sid, "MessagingServiceSid": twilio.account.service, "NumMedia": "1",
            "NumSegments": "1", "SmsMessageSid": reply.sid, "SmsSid": reply.sid, "SmsStatus": "received",
            "To": twilio.sent[0].sender,
            "ToCity": "", "ToCountry": "US", "ToState": "", "ToZip": "",
        }
    ]  # fmt: skip


def test_a_503_brings_the_reply_again_if_the_address_asks_for_it(app: NotingApp) -> None:
    twilio = standin(app, inbound_url=f"{PLAIN}#rc=3&rp=5xx,ct,rt")
    app.says = answers(503, 503, 204)
    twilio.phone(PAT).reply("stop")
    twilio.deliver_all()

    assert [form["Body"] for form in app.heard] == ["stop"] * 3
    assert len({headers["I-Twilio-Idempotency-Token"] for headers in app.headers}) == 1
    assert twilio.alerts == []


@pytest.mark.parametrize(
    ("fragment", "trouble", "tries"),
    [
        ("", 503, 1),
        ("", NoAnswer, 1),
        ("", NoConnection, 2),
        ("#rc=0", NoConnection, 1),
        ("#rc=5&rp=all", 500, 6),
        ("#rc=5&rp=5xx", 404, 1),
        ("#rc=5&rp=4xx", 404, 6),
        ("#rc=5&rp=rt&tt=2500", NoAnswer, 3),
        ("#rc=2&rp=ct,rt&ct=3000&rt=5000&e=ashburn", NoAnswer, 3),
    ],
)
def test_retries_follow_the_address(
    app: NotingApp, fragment: str, trouble: int | type[Exception], tries: int
) -> None:
    twilio = standin(app, inbound_url=PLAIN + fragment)
    app.says = answers(trouble)
    twilio.phone(PAT).reply("yes")
    twilio.deliver_all()

    assert len(app.heard) == tries
    assert [alert.code for alert in twilio.alerts] == [11200]


@pytest.mark.parametrize("fragment", ["#rp=sometimes", "#retry=3", "#rc=many"])
def test_a_wrong_override_is_an_alert(app: NotingApp, fragment: str) -> None:
    twilio = standin(app, inbound_url=PLAIN + fragment)
    twilio.phone(PAT).reply("yes")

    assert [alert.code for alert in twilio.alerts] == [11243]
    assert len(app.heard) == 1


def test_an_answer_that_is_not_twiml_is_an_alert(app: NotingApp) -> None:
    twilio = standin(app)
    app.says = lambda: Answer(200, "text/html; charset=utf-8")
    twilio.phone(PAT).reply("yes")

    assert [alert.code for alert in twilio.alerts] == [12300]


def test_a_reply_lost_by_the_webhook_is_still_in_the_list(app: NotingApp) -> None:
    twilio = standin(app)
    app.says = answers(NoConnection)
    reply = twilio.phone(PAT).reply("stop")
    twilio.advance(60)

    listed = client_of(twilio).messages.list(date_sent_after=twilio.clock.now() - timedelta(hours=1))
    assert [(reply.sid, "inbound", "stop")] == [(row.sid, row.direction, row.body) for row in listed]
