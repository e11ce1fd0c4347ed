"""Twilio's webhooks: signed or turned away, kept or asked for again, and the whole way of a text."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from core.config import Settings
from core.contacts.opt_out_confirming import USUAL
from core.contacts.opting_out import is_opted_out
from core.conversations.sending import send_initial, send_reply
from core.db import Database
from core.delivery.sending.outbox import deliver
from core.delivery.twilio import TwilioGateway
from core.models import Contact, Conversation, InboundEvent, Message, StatusEvent, User
from inbox.app import make_app
from sandbox.twilio import MAGIC, TwilioStandIn
from tests import factories
from tests.core.delivery.kit import PUBLIC_URL, settings_of, twilio_stand_in
from tests.factories import NOON

Post = Callable[..., TestResponse]


@pytest.fixture
def twilio() -> TwilioStandIn:
    return twilio_stand_in()


@pytest.fixture
def settings(twilio: TwilioStandIn) -> Settings:
    return settings_of(twilio)


@pytest.fixture
def app(settings: Settings, database: Database) -> Flask:
    return make_app(settings, database, clock=lambda: NOON)


@pytest.fixture
def post(app: Flask, settings: Settings) -> Post:
    """Post a form as Twilio does, from behind a proxy; `signature` forges."""

    def send(path: str, form: Mapping[str, str], signature: str | None = None) -> TestResponse:
        validator = RequestValidator(settings.twilio_auth_token.get_secret_value())
        right = validator.compute_signature(f"{PUBLIC_URL}{path}", form)
        headers = {"X-Twilio-Signature": right if signature is None else signature}
        return app.test_client().post(path, base_url="http://10.0.0.7:8000", data=form, headers=headers)

    return send


@pytest.fixture
def form(settings: Settings) -> dict[str, str]:
    return {
        "AccountSid": settings.twilio_account_sid,
        "MessageSid": "SM1",
        "From": "+12125550111",
        "To": "+13125550170",
        "Body": "Sí, claro",
    }


def kept(session: Session) -> int:
    return session.scalar(select(func.count(InboundEvent.id))) or 0


def test_a_text_is_kept_and_answered_with_nothing_to_say(
    session: Session, post: Post, form: dict[str, str], conversation: Conversation
) -> None:
    session.commit()
    answer = post("/twilio/inbound", form)

    assert (200, "text/xml", "<Response/>") == (answer.status_code, answer.mimetype, answer.text)
    assert "Sí, claro" == session.scalars(select(Message.body)).one()


def test_posted_twice_it_is_kept_once(session: Session, post: Post, form: dict[str, str]) -> None:
    assert [200, 200] == [post("/twilio/inbound", form).status_code for _ in range(2)]
    assert 1 == kept(session)


def test_a_query_is_part_of_what_is_signed(post: Post, form: dict[str, str]) -> None:
    assert 200 == post("/twilio/inbound?edge=dublin", form).status_code


@pytest.mark.parametrize("path", ["/twilio/inbound", "/twilio/status/a1"])
@pytest.mark.parametrize("signature", ["", "bm90IGl0"])
def test_a_forged_request_is_turned_away_and_logged_without_its_words(
    session: Session, post: Post, form: dict[str, str], path: str, signature: str
) -> None:
    with capture_logs() as logs:
        answer = post(path, form, signature=signature)

    assert 403 == answer.status_code
    assert 0 == kept(session)
    assert ["webhook_forged"] == [line["event"] for line in logs]
    assert "claro" not in str(logs)
    assert form["From"] not in str(logs)


def test_a_changed_word_breaks_the_signature(
    session: Session, settings: Settings, post: Post, form: dict[str, str]
) -> None:
    validator = RequestValidator(settings.twilio_auth_token.get_secret_value())
    signature = validator.compute_signature(f"{PUBLIC_URL}/twilio/inbound", form)

    assert 403 == post("/twilio/inbound", form | {"Body": "STOP"}, signature=signature).status_code


def test_another_account_is_not_ours(post: Post, form: dict[str, str]) -> None:
    assert 403 == post("/twilio/inbound", form | {"AccountSid": "AC" + "0" * 32}).status_code


def test_without_a_token_nothing_counts_as_signed(
    database: Database, twilio: TwilioStandIn, form: dict[str, str]
) -> None:
    app = make_app(settings_of(twilio, twilio_auth_token=""), database)
    signature = RequestValidator("").compute_signature(f"{PUBLIC_URL}/twilio/inbound", form)
    answer = app.test_client().post("/twilio/inbound", data=form, headers={"X-Twilio-Signature": signature})

    assert 403 == answer.status_code


@pytest.mark.parametrize("token", ["the old one", "the new one"])
def test_while_tokens_are_changed_both_count(
    database: Database, twilio: TwilioStandIn, form: dict[str, str], token: str
) -> None:
    app = make_app(settings_of(twilio, twilio_auth_token="the old one, the new one"), database)
    signature = RequestValidator(token).compute_signature(f"{PUBLIC_URL}/twilio/inbound", form)
    answer = app.test_client().post("/twilio/inbound", data=form, headers={"X-Twilio-Signature": signature})

    assert 200 == answer.status_code


def test_a_text_without_an_id_is_refused(post: Post, form: dict[str, str]) -> None:
    assert 400 == post("/twilio/inbound", form | {"MessageSid": ""}).status_code


def test_a_status_is_kept_and_answered(session: Session, post: Post, form: dict[str, str]) -> None:
    answer = post("/twilio/status/a1", form | {"MessageStatus": "sent"})

    assert (204, "") == (answer.status_code, answer.text)
    heard = session.scalars(select(StatusEvent)).one()
    assert ("a1", "SM1", "sent", "+12125550111") == (
        heard.attempt,
        heard.sid,
        heard.status,
        heard.form["From"],
    )


@pytest.mark.parametrize("field", ["Body", "From", "To", "MessageSid", "NumMedia", "OptOutType", "Extra"])
@pytest.mark.parametrize("words", ["a\0b", "9" * 30, "<b>" * 5000, "\u202e\U0001fae8"])
def test_odd_words_from_a_phone_are_kept_and_not_asked_for_again(
    post: Post, session: Session, form: dict[str, str], field: str, words: str
) -> None:
    """Twilio would send what we refuse again and again, and then give up: the reply would be lost."""
    session.commit()

    assert 200 == post("/twilio/inbound", form | {field: words}).status_code
    assert 1 == kept(session)


@pytest.mark.parametrize("field", ["MessageStatus", "MessageSid", "ErrorCode", "From", "Extra"])
@pytest.mark.parametrize("words", ["a\0b", "9" * 30, ""])
def test_odd_words_about_a_text_are_no_failure(
    post: Post, session: Session, form: dict[str, str], field: str, words: str
) -> None:
    session.commit()
    answer = post("/twilio/status/a1", form | {"MessageStatus": "delivered"} | {field: words})

    assert 204 == answer.status_code


@pytest.mark.parametrize("path", ["/twilio/inbound", "/twilio/status/a1"])
def test_a_database_that_is_away_asks_twilio_to_call_again(
    own_database: Database, settings: Settings, form: dict[str, str], path: str
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("BEGIN", {}, Exception("gone"))

    event.listen(own_database.engine, "before_cursor_execute", away)
    app = make_app(settings, own_database)
    signature = RequestValidator(settings.twilio_auth_token.get_secret_value()).compute_signature(
        f"{PUBLIC_URL}{path}", form
    )
    answer = app.test_client().post(path, data=form, headers={"X-Twilio-Signature": signature})

    assert 503 == answer.status_code


class Life:
    """The whole way: a volunteer presses, the carrier carries, the contact answers."""

    def __init__(self, database: Database) -> None:
        self.now = NOON
        self.database = database
        self.twilio = twilio_stand_in()

    def connect(self, app: Flask) -> None:
        self.twilio = twilio_stand_in(app=app)
        self.gateway = TwilioGateway(settings_of(self.twilio), self.twilio.http_client())

    def work(self) -> None:
        deliver(self.database, self.gateway, clock=self.time)
        self.twilio.deliver_all()

    def time(self) -> datetime:
        return self.now


@pytest.fixture
def life(database: Database) -> Life:
    life = Life(database)
    life.connect(make_app(settings_of(life.twilio), database, clock=life.time))
    return life


def test_the_whole_way_of_a_text_and_its_answer(
    life: Life, session: Session, conversation: Conversation, pat: Contact, jo: User
) -> None:
    message = factories.queued(session, send_initial(session, conversation.id, by=jo, key="k1", now=NOON))
    session.commit()
    life.work()
    phone = life.twilio.phone(pat.phone)
    phone.reply("Who is this?")

    session.expire_all()
    assert [message.body] == phone.texts
    assert "delivered" == message.state
    assert message.our_number in life.twilio.account.numbers
    assert "Who is this?" == conversation.last_preview
    assert conversation.attention_since is not None
    assert [] == life.twilio.alerts

    send_reply(session, conversation.id, by=jo, body="It's Jo", key="k2", now=NOON)
    session.commit()
    life.work()
    assert [message.body, "It's Jo"] == phone.texts

    queued = factories.queued(
        session, send_reply(session, conversation.id, by=jo, body="One more thing", key="k3", now=NOON)
    )
    session.commit()
    phone.reply("Stop!")
    life.work()
    session.expire_all()
    assert "refused" == queued.state
    # "Stop!" is no word of Twilio's, so the one text that confirms it is ours
    assert [message.body, "It's Jo", USUAL.format("Riverside for All")] == phone.texts
    assert is_opted_out(session, conversation.campaign_id, pat.phone)


@pytest.mark.parametrize(
    ("name", "state", "bucket"),
    [
        ("delivered", "delivered", None),
        ("unreachable", "undelivered", "carrier"),
        ("blocked", "undelivered", "wish"),
        ("unknown_number", "undelivered", "number"),
        ("landline", "undelivered", "number"),
        ("filtered", "undelivered", "carrier_filter"),
        ("carrier_unknown", "undelivered", "carrier"),
        ("unregistered", "undelivered", "registration"),
        ("congested", "delivered", None),
        ("unsubscribed", "failed", "wish"),
        ("invalid", "failed", "number"),
        ("unroutable", "failed", "number"),
        ("not_mobile", "failed", "number"),
        ("error_created", "delivered", None),
        ("error", "unknown", None),
        ("silence_created", "delivered", None),
        ("reset_created", "delivered", None),
        ("slow", "delivered", None),
        ("no_receipt", "sent", None),
        ("reversed", "delivered", None),
        ("doubled", "delivered", None),
        ("early", "delivered", None),
    ],
)
def test_every_magic_number_ends_as_it_should(
    life: Life,
    session: Session,
    conversation: Conversation,
    pat: Contact,
    jo: User,
    name: str,
    state: str,
    bucket: str | None,
) -> None:
    pat.phone = MAGIC[name]
    message = factories.queued(session, send_initial(session, conversation.id, by=jo, key="k1", now=NOON))
    session.commit()
    life.work()

    session.expire_all()
    assert (state, bucket) == (message.state, message.bucket)


def test_a_busy_carrier_gets_the_text_a_little_later(
    life: Life, session: Session, conversation: Conversation, pat: Contact, jo: User
) -> None:
    pat.phone = MAGIC["busy_once"]
    message = factories.queued(session, send_initial(session, conversation.id, by=jo, key="k1", now=NOON))
    session.commit()
    life.work()
    session.expire_all()
    assert "queued" == message.state

    life.now = NOON + timedelta(seconds=2)
    life.work()
    session.expire_all()
    assert "delivered" == message.state
    assert [message.body] == life.twilio.phone(pat.phone).texts
