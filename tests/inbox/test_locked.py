"""A database that somebody keeps locked: a friendly page, and Twilio is asked to call again."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text
from twilio.request_validator import RequestValidator

from core.config import Settings
from core.db import Database
from core.models import InboundEvent, User
from inbox.app import make_app
from tests import factories
from tests.core.delivery.kit import PUBLIC_URL, settings_of, twilio_stand_in
from tests.factories import NOON
from tests.inbox.page import Page


@pytest.fixture
def settings() -> Settings:
    return settings_of(twilio_stand_in())


@pytest.fixture
def jo(own_database: Database) -> User:
    with own_database.sessions.begin() as session:
        return factories.user(session, factories.campaign(session), "Jo Park", phone="+12125550101")


@pytest.fixture
def app(settings: Settings, own_database: Database) -> Flask:
    return make_app(settings, own_database, clock=lambda: NOON)


@pytest.fixture
def locked(own_database: Database, jo: User) -> Iterator[None]:
    """Another connection holds what every writer needs; ours wait but a moment, to keep the test quick."""
    patience, lock = (
        ("SET lock_timeout = '50ms'", "LOCK users, inbound_events IN ACCESS EXCLUSIVE MODE")
        if own_database.is_postgresql
        else ("PRAGMA busy_timeout = 50", "SELECT 1")
    )

    def be_impatient(connection: Any, _: object) -> None:
        connection.execute(patience)
        connection.commit()

    with own_database.engine.begin() as holder:  # on SQLite that alone takes the lock
        holder.execute(text(lock))
        for engine in (own_database.engine, own_database._reader):
            event.listen(engine, "connect", be_impatient)
        yield


@pytest.mark.usefixtures("locked")
def test_a_page_says_that_nothing_was_lost(app: Flask, jo: User) -> None:
    page = Page(app.test_client()).get("/sign-in")
    answer = page.client.post("/sign-in", data=page.fields(page.tree.forms[0]) | {"phone": ["2125550101"]})

    assert (503, "5") == (answer.status_code, answer.headers["Retry-After"])
    assert "Nothing was lost" in answer.text


@pytest.mark.usefixtures("locked")
def test_twilio_is_asked_to_call_again(app: Flask, settings: Settings) -> None:
    form = {
        "AccountSid": settings.twilio_account_sid,
        "MessageSid": "SM1",
        "From": "+12125550111",
        "Body": "Hi",
    }
    validator = RequestValidator(settings.twilio_auth_token.get_secret_value())
    signature = validator.compute_signature(f"{PUBLIC_URL}/twilio/inbound", form)

    answer = app.test_client().post("/twilio/inbound", data=form, headers={"X-Twilio-Signature": signature})

    assert 503 == answer.status_code
    assert InboundEvent.__tablename__ not in answer.text
