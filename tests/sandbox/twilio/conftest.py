"""The stand-in for Twilio, and the app that it tells of texts."""

import pytest

from sandbox.twilio import TwilioStandIn
from tests.sandbox.twilio.kit import NotingApp, standin


@pytest.fixture
def app() -> NotingApp:
    return NotingApp()


@pytest.fixture
def twilio(app: NotingApp) -> TwilioStandIn:
    return standin(app)
