"""A stand-in for Twilio: the Messages API, carriers, and people with phones. For development and tests only.

In a test, without a socket::

    twilio = TwilioStandIn(app=web_app, app_url="https://textbank.test")
    client = Client(twilio.account.sid, twilio.account.auth_token, http_client=twilio.http_client())
    ...
    twilio.deliver_all()
    assert ["Hi Pat"] == twilio.phone(PAT).texts
    twilio.phone(PAT).reply("yes")

With one: `TwilioServer(twilio).url`; in real time: `start(...)`.
"""

from sandbox.twilio.account import Account
from sandbox.twilio.attachments import Attachment
from sandbox.twilio.clock import Clock, ManualClock
from sandbox.twilio.outcomes import MAGIC, OUTCOMES
from sandbox.twilio.phone import Phone
from sandbox.twilio.server import TwilioServer, start
from sandbox.twilio.standin import TwilioStandIn

__all__ = [
    "MAGIC", "OUTCOMES", "Account", "Attachment",
    "Clock", "ManualClock", "Phone", "TwilioServer", "TwilioStandIn", "start",
]  # fmt: skip
