"""What the Twilio stand-in's tests share: an app that notes what it was told, and Twilio's own client."""

from collections.abc import Callable, Mapping
from typing import Any

from twilio.rest import Client

from sandbox.twilio import TwilioStandIn
from sandbox.twilio.transports import Answer

PAT = "+12125550107"
LEE = "+13125550144"
STATUS = "https://textbank.test/twilio/status/a1"


class NotingApp:
    """Takes webhooks in place of an app; `says` decides the answers."""

    def __init__(self) -> None:
        self.heard: list[dict[str, str]] = []
        self.addresses: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self.says: Callable[[], Answer] = lambda: Answer(204)

    def __call__(
        self, address: str, form: Mapping[str, str], headers: Mapping[str, str], timeout: tuple[float, float]
    ) -> Answer:
        self.heard.append(dict(form))
        self.addresses.append(address)
        self.headers.append(headers)
        return self.says()

    @property
    def statuses(self) -> list[str]:
        return [form["MessageStatus"] for form in self.heard if "MessageStatus" in form]


def standin(app: NotingApp, **options: Any) -> TwilioStandIn:
    return TwilioStandIn(app_url="https://textbank.test", transport=app, **options)


def client_of(twilio: TwilioStandIn, http_client: Any = None) -> Client:
    account = twilio.account
    return Client(account.sid, account.auth_token, http_client=http_client or twilio.http_client())


def text(twilio: TwilioStandIn, to: str, body: str = "Hi", **more: Any) -> Any:
    """Send one text as the app does: through the service, with a status callback."""
    wanted = {"messaging_service_sid": twilio.account.service, "status_callback": STATUS} | more
    return client_of(twilio).messages.create(to=to, body=body, **wanted)
