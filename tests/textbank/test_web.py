"""Slack's one path: what is not Slack's goes no further than the door."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from core.config import Settings, read_settings
from core.db import Database
from sandbox.slack import App, SlackWorkspace
from sandbox.slack.link import signature
from textbank.product import Product
from textbank.web import make_web

FORM = "application/x-www-form-urlencoded"
COMMAND = urlencode(
    {
        "command": "/textbank",
        "text": "what Maya typed",
        "team_id": "T0RIVERSIDE",
        "user_id": "U0MAYA",
        "channel_id": "C0GENERAL",
        "trigger_id": "1.2",
    }
)


@pytest.fixture
def slack() -> Iterator[SlackWorkspace]:
    """A workspace that would hear of anything the bot says."""
    with SlackWorkspace.start(app=lambda _body, _headers: pytest.fail("Slack calls nobody here")) as slack:
        yield slack


@pytest.fixture
def settings(slack: SlackWorkspace) -> Settings:
    return read_settings(
        secret_key="a key for tests",
        slack_bot_token=SecretStr(App.bot_token),
        slack_signing_secret=SecretStr(App.signing_secret),
        slack_api_base_url=slack.api_url,
    )


def client(settings: Settings, database: Database) -> FlaskClient:
    product = Product(settings)
    product.__dict__["database"] = database  # the test's own, in place of the one that is made when asked for
    return make_web(product).test_client()


def post(client: FlaskClient, body: str | bytes, headers: dict[str, str], kind: str = FORM) -> TestResponse:
    return client.post("/slack/events", data=body, headers={"Content-Type": kind, **headers})


def said(slack: SlackWorkspace) -> list[Any]:
    return [message for channel in slack.state.channels.values() for message in channel.timeline]


def forgeries() -> dict[str, dict[str, str]]:
    now = time.time()
    right = signature(App.signing_secret, COMMAND, now)
    return {
        "unsigned": {},
        "with another secret": signature("not the secret", COMMAND, now),
        "replayed": signature(App.signing_secret, COMMAND, now - 301),
        "from the future": signature(App.signing_secret, COMMAND, now + 301),
        "of another body": signature(App.signing_secret, COMMAND + "&text=more", now),
        "at no time": right | {"X-Slack-Request-Timestamp": "noon"},
        "in odd signs": right | {"X-Slack-Signature": "v0=é"},
    }


def test_a_forged_request_is_turned_away_and_logged_without_its_words(
    settings: Settings, database: Database, slack: SlackWorkspace
) -> None:
    door = client(settings, database)
    for kind, headers in forgeries().items():
        with capture_logs() as logs:
            answer = post(door, COMMAND, headers)

        assert (401, "") == (answer.status_code, answer.text), kind
        assert ["slack_forged"] == [line["event"] for line in logs], kind
        assert "Maya" not in str(logs)
    assert [] == said(slack)


def test_unsigned_nonsense_is_turned_away(settings: Settings, database: Database) -> None:
    door = client(settings, database)
    for body in (b"", b"payload={nope", b"payload=[1]", b"\xff\xfe"):
        for kind in (FORM, "application/json"):
            assert 401 == post(door, body, {}, kind).status_code


def test_without_a_signing_secret_nothing_is_slacks(settings: Settings, database: Database) -> None:
    """An empty secret is one that everybody knows."""
    open_door = settings.model_copy(update={"slack_signing_secret": SecretStr("")})
    signed_with_nothing = signature("", COMMAND, time.time())

    assert 401 == post(client(open_door, database), COMMAND, signed_with_nothing).status_code


def test_a_signed_request_goes_through(settings: Settings, database: Database, slack: SlackWorkspace) -> None:
    right = signature(App.signing_secret, COMMAND, time.time())

    assert 200 == post(client(settings, database), COMMAND, right).status_code
