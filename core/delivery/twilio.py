"""The only place that speaks to Twilio. Whatever its library throws becomes one of four results.

Twilio's Messages API has no idempotency key, so nothing here ever tries twice: a 500 or a silence may hide a
text that was sent (twilio.com/docs/api/errors/20500); a 429 never does (twilio.com/docs/errors/20429).
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import structlog

from core.config import Settings
from core.delivery.gateway import (
    Accepted,
    Carried,
    CarrierAway,
    NotSent,
    Outcome,
    Outgoing,
    Rejected,
    Unknown,
)

if TYPE_CHECKING:
    from twilio.rest import Client

log = structlog.get_logger()

CONNECT, READ = 3.0, 10.0  # seconds; a connection that never stood up is certainly a text not sent
MOST_CONNECTIONS = 64
PAGE = 100

# Twilio reads the fragment: try our webhook three times, on a 5xx, a failed connection or a silence too.
# Source: twilio.com/docs/usage/webhooks/webhooks-connection-overrides.
RETRIES = "#rc=3&rp=5xx,ct,rt&ct=3000&rt=5000"


class TwilioGateway:
    """A `core.delivery.gateway.Gateway` over Twilio's own client; one serves any number of threads.

    Args:
        http_client: how requests travel, in the shape of Twilio's own; tests need no socket.
        timeout: seconds to connect and to wait for an answer.
    """

    def __init__(
        self, settings: Settings, http_client: Any = None, *, timeout: tuple[float, float] = (CONNECT, READ)
    ) -> None:
        self._settings = settings
        self._http_client = http_client
        self._timeout = timeout

    def send(self, text: Outgoing) -> Outcome:
        """Send once."""
        if not self._settings.twilio_account_sid:
            return NotSent("Twilio is not set up")
        try:
            made = self._client.messages.create(**self._form(text))
        except Exception as problem:  # noqa: BLE001 - four families of them; an unknown one is Unknown
            return outcome_of(problem)
        return Accepted(made.sid, made.status, made.from_) if made.sid else Unknown("an answer without a SID")

    def list_since(self, since: datetime, *, to: str | None = None) -> Iterator[Carried]:
        """Yield texts made since then, newest first; to one number only when `to` is given."""
        # To one number there are few, and a queued text has no sending date to filter by yet.
        narrow = {"to": to} if to else {"date_sent_after": since}
        try:
            texts = map(_carried, self._client.messages.stream(page_size=PAGE, **narrow))
            yield from takewhile(lambda text: text.created_at >= since, texts)
        except Exception as problem:
            raise CarrierAway(_name(problem)) from problem

    def _form(self, text: Outgoing) -> dict[str, Any]:
        form: dict[str, Any] = {
            "to": text.to,
            "body": text.body,
            "status_callback": f"{self._settings.public_url}/twilio/status/{text.attempt}{RETRIES}",
        }
        if text.sender.startswith("MG"):
            form["messaging_service_sid"] = text.sender
            form["from_"] = text.our_number
        else:
            form["from_"] = text.sender
        return {key: value for key, value in form.items() if value} | _validity(text)

    @cached_property
    def _client(self) -> "Client":
        from twilio.rest import Client

        settings = self._settings
        token = settings.twilio_auth_token.get_secret_value()
        client = Client(
            settings.twilio_api_key or settings.twilio_account_sid,
            settings.twilio_api_secret.get_secret_value() if settings.twilio_api_key else token,
            settings.twilio_account_sid,
            http_client=self._http_client or _http_client(self._timeout),
        )
        client.api.base_url = settings.twilio_api_base_url
        return client


def outcome_of(problem: Exception) -> Outcome:
    """Return what is certain after an error of Twilio's client or of the network below it."""
    import requests
    from twilio.base.exceptions import TwilioException

    if isinstance(problem, TwilioException):
        return _of_answer(problem)
    if isinstance(problem, requests.ConnectTimeout) or _never_connected(problem):
        return NotSent(_name(problem))
    if not isinstance(problem, requests.RequestException):
        log.error("carrier_answer_unreadable", exc_info=problem)
    return Unknown(_name(problem))


def _of_answer(problem: Any) -> Outcome:
    """Read an error answer; Twilio's two kinds of exception name their parts alike."""
    status = getattr(problem, "status", None) or 500
    if status == 429:
        return NotSent("too many requests")
    if 400 <= status < 500:
        words = getattr(problem, "msg", None) or getattr(problem, "detail", None) or ""
        return Rejected(str(problem.code), words)
    return Unknown(f"answered {status}")


def _never_connected(problem: Exception) -> bool:
    """Whether the connection was refused or the name not found: nothing left this machine."""
    import requests
    from urllib3.exceptions import NewConnectionError

    if not isinstance(problem, requests.ConnectionError) or not problem.args:
        return False
    return isinstance(getattr(problem.args[0], "reason", None), NewConnectionError)


def _name(problem: Exception) -> str:
    """Name a problem for the log; its own words may hold numbers and texts."""
    # of a list that cannot be fetched, the client gives the bare answer along
    answer = problem.args[-1] if problem.args else None
    status = getattr(problem, "status", None) or getattr(answer, "status_code", None)
    return f"{type(problem).__name__} {status}" if status else type(problem).__name__


def _http_client(timeout: tuple[float, float]) -> Any:
    from requests.adapters import HTTPAdapter
    from twilio.http.http_client import TwilioHttpClient

    client = TwilioHttpClient()
    client.timeout = timeout  # the constructor takes a single number only
    for scheme in ("https://", "http://"):
        client.session.mount(scheme, HTTPAdapter(pool_maxsize=MOST_CONNECTIONS))
    return client


def _validity(text: Outgoing) -> dict[str, int]:
    return {} if text.validity is None else {"validity_period": text.validity}


def _carried(text: Any) -> Carried:
    return Carried(
        sid=text.sid,
        direction="in" if text.direction == "inbound" else "out",
        status=text.status,
        to=text.to,
        sender=text.from_,
        body=text.body or "",
        code=str(text.error_code) if text.error_code else None,
        created_at=text.date_created,
        messaging_service_sid=text.messaging_service_sid,
    )
