"""What tests of delivery share: a stand-in whose account the settings name."""

from typing import Any

from core.config import Settings, read_settings
from sandbox.twilio import Account, TwilioStandIn

SERVICE = "MG" + "0" * 32  # the one that factories.campaign sends from
PUBLIC_URL = "https://text.example"


def twilio_stand_in(**options: Any) -> TwilioStandIn:
    """Return a stand-in, without a socket, whose time only a test moves."""
    return TwilioStandIn(app_url=PUBLIC_URL, account=Account(service=SERVICE), **options)


def settings_of(twilio: TwilioStandIn, **given: Any) -> Settings:
    """Return settings with the stand-in's credentials."""
    account = twilio.account
    mine = {
        "public_url": PUBLIC_URL,
        "secret_key": "for tests",
        "twilio_account_sid": account.sid,
        "twilio_auth_token": account.auth_token,
        "twilio_messaging_service_sid": account.service,
    }
    return read_settings(**(mine | given))
