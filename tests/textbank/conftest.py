"""The product's settings on this machine, with the stand-ins for Slack and Twilio behind them."""

from collections.abc import Iterator

import pytest

from core.config import Settings, read_settings
from core.db import Database
from sandbox import twilio
from sandbox.slack import App, SlackWorkspace
from sandbox.twilio import TwilioServer
from textbank.product import Product

ACCOUNT, TOKEN, SERVICE = "AC" + "7" * 32, "a-twilio-token", "MG" + "7" * 32


@pytest.fixture
def slack() -> Iterator[SlackWorkspace]:
    with SlackWorkspace.start("http://127.0.0.1:1/slack/events") as workspace:
        yield workspace


@pytest.fixture
def phones() -> Iterator[TwilioServer]:
    server = twilio.start(0, "http://127.0.0.1:1", ACCOUNT, TOKEN, SERVICE, ["+15005550010"])
    yield server
    server.stop()


@pytest.fixture
def settings(own_database: Database, slack: SlackWorkspace, phones: TwilioServer) -> Settings:
    """Everything set as it should be."""
    return read_settings(
        database_url=own_database.engine.url.render_as_string(hide_password=False),
        public_url="https://text.example",
        secret_key="a key for tests",
        slack_api_base_url=slack.api_url,
        slack_bot_token=App.bot_token,
        slack_signing_secret=App.signing_secret,
        twilio_api_base_url=phones.url,
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=TOKEN,
        twilio_messaging_service_sid=SERVICE,
    )


@pytest.fixture
def product(settings: Settings) -> Iterator[Product]:
    product = Product(settings)
    yield product
    product.stop()
