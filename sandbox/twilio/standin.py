"""The whole stand-in, put together, with the handles that tests turn."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from flask import Flask

from sandbox.twilio import transports
from sandbox.twilio.account import Account
from sandbox.twilio.agenda import Agenda
from sandbox.twilio.api import messages_api, not_found
from sandbox.twilio.carrier import Carrier
from sandbox.twilio.clock import Clock, ManualClock
from sandbox.twilio.desk import Desk
from sandbox.twilio.in_process import InProcessClient
from sandbox.twilio.outcomes import BY_NAME
from sandbox.twilio.pages import phone_pages
from sandbox.twilio.people import People
from sandbox.twilio.phone import Phone
from sandbox.twilio.replies import Replies
from sandbox.twilio.services import services_api
from sandbox.twilio.state import Bubble, State
from sandbox.twilio.texts import Text
from sandbox.twilio.transports import Transport
from sandbox.twilio.webhooks import Alert, Webhooks

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# The fragment is Twilio's own way to ask for retries; a 503 from the app then brings the text again.
INBOUND = "{}/twilio/inbound#rc=3&rp=5xx,ct,rt&ct=3000&rt=5000"

LOOK_AGAIN = 0.05  # seconds

Found = TypeVar("Found")


class TwilioStandIn:
    """A Twilio of one's own. Unless its clock is real, nothing moves before `advance` or `deliver_all`.

    `app_url` is the base of the app's webhooks. With `app` (a WSGI application) they go there without a
    socket; with `transport` they go wherever it likes. `folder` keeps everything in a file.
    """

    def __init__(
        self,
        *,
        app_url: str = "http://localhost:8000",
        app: "WSGIApplication | None" = None,
        transport: Transport | None = None,
        account: Account | None = None,
        clock: Clock | None = None,
        folder: Path | None = None,
        inbound_url: str | None = None,
    ) -> None:
        self.account = account or Account()
        self.clock = clock or ManualClock()
        self.state = State(folder)
        self.agenda = Agenda(self.clock)
        way = transport or (transports.wsgi(app) if app else transports.http)
        self.webhooks = Webhooks(self.account.auth_token, self.agenda, way)
        self.carrier = Carrier(self.account, self.state, self.agenda, self.webhooks)
        self.replies = Replies(
            self.account, self.state, self.agenda, self.webhooks,
            inbound_url=inbound_url or INBOUND.format(app_url.rstrip("/")),
        )  # fmt: skip
        self.people = People(self.state, self.agenda, self.replies)
        self.carrier.on_arrival = self.people.hear
        self.desk = Desk(self.account, self.state, self.agenda, self.carrier)
        self.app = _web(self)
        self.carrier.resume()

    def phone(self, number: str) -> Phone:
        """Return the phone with this E.164 number."""
        return Phone(number, self.state, self.replies)

    @property
    def sent(self) -> list[Text]:
        """All texts the app had created, arrived or not, oldest first."""
        return [text for text in self.desk.texts() if text.direction != "inbound"]

    @property
    def received(self) -> list[Bubble]:
        """All texts from the app that reached a phone, oldest first: one press must never make two."""
        with self.state.changed:
            threads = [bubble for thread in self.state.threads.values() for bubble in thread]
        return sorted((b for b in threads if b.kind == "received"), key=lambda bubble: bubble.at)

    @property
    def alerts(self) -> list[Alert]:
        """What Twilio's debugger would show: webhooks given up or answered in a wrong way."""
        return self.webhooks.alerts

    def http_client(self) -> InProcessClient:
        """Return an `http_client` for Twilio's library that needs no socket."""
        return InProcessClient(self.app)

    def fail_next(self, name: str, times: int = 1) -> None:
        """Give the next `times` texts, to whomever, the outcome `name` of `outcomes.MAGIC`."""
        self.desk.ahead.extend([BY_NAME[name]] * times)

    def run_due(self) -> None:
        """Run what is due now: statuses, callbacks, retries, people's answers."""
        self.agenda.run_due()

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass; everything due on the way happens at its own time."""
        self.agenda.run_until(self.clock.now() + timedelta(seconds=seconds))

    def move_to(self, instant: datetime) -> None:
        """Let time pass until `instant`."""
        self.agenda.run_until(instant)

    def deliver_all(self) -> None:
        """Let time pass until nothing is left to happen."""
        self.agenda.run_all()

    def wait_for(self, condition: Callable[[], Found], timeout: float = 5.0) -> Found:
        """Wait (in real time) until `condition` holds and return what it gave.

        It is looked at after every change here, and now and then for what changes elsewhere. Raises
        TimeoutError after `timeout` seconds.
        """
        until = monotonic() + timeout
        while not (found := condition()):
            if monotonic() > until:
                raise TimeoutError("it did not happen in time")
            with self.state.changed:
                self.state.changed.wait(LOOK_AGAIN)
        return found

    def close(self) -> None:
        """Stop the worker threads, end every pause, let go of the file."""
        self.clock.closing.set()
        self.agenda.stop()
        self.state.close()


def _web(twilio: TwilioStandIn) -> Flask:
    app = Flask(__name__)
    app.config["PROPAGATE_EXCEPTIONS"] = True  # faults must leave the app to break the line
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.register_blueprint(messages_api(twilio.desk))
    app.register_blueprint(services_api(twilio.account))
    app.register_blueprint(phone_pages(twilio.state, twilio.replies, twilio.people))
    app.register_error_handler(404, not_found)
    return app
