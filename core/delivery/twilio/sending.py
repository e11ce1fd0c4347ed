"""The gateway to Twilio. Whatever its library throws over a text becomes one of four results.

Twilio's Messages API has no idempotency key, so nothing here ever tries twice: a 500 or a silence may hide a
text that was sent (twilio.com/docs/api/errors/20500); a 429 never does (twilio.com/docs/errors/20429).
"""

import ssl
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import structlog
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from core import pictures
from core.config import Settings
from core.delivery.gateway import (
    Accepted,
    Carried,
    CarrierAway,
    Media,
    NoMedia,
    NotSent,
    Outcome,
    Outgoing,
    Rejected,
    Unknown,
)
from core.delivery.twilio import asking
from core.delivery.twilio.asking import name_of
from core.delivery.twilio.media import MediaStore

if TYPE_CHECKING:
    from twilio.rest import Client

log = structlog.get_logger()

CONNECT, READ = 3.0, 10.0  # seconds; a connection that never stood up is certainly a text not sent
MOST_CONNECTIONS = 64

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

    def fetch(self, sid: str) -> Carried | None:
        """Return a text as it stands now, None when Twilio knows of none."""
        return asking.fetch(self._asked, sid)

    def list_since(
        self, since: datetime, *, until: datetime | None = None, to: str | None = None
    ) -> Iterator[Carried]:
        """Yield texts made since then, newest first; to one number only when `to` is given."""
        return asking.list_since(self._asked, since, until, to)

    def numbers_of(self, service: str) -> list[str]:
        """Return the numbers of a Messaging Service, in E.164."""
        return asking.numbers_of(self._asked, service)

    def media_of(self, sid: str) -> list[tuple[str, str]]:
        """Return address and content type of each file that came with a text."""
        return asking.media_of(self._asked, sid)

    def fetch_media(self, address: str, *, most: int) -> Media | NoMedia:
        """Fetch a file that came with a text, at most so many bytes."""
        return self._media.fetch(address, most=most)

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
        form["media_url"] = [self._address(each) for each in text.pictures]
        return {key: value for key, value in form.items() if value} | _validity(text)

    def _address(self, file_id: int) -> str:
        settings = self._settings
        return pictures.address(settings.public_url, settings.signing_key(), file_id)

    @property
    def _asked(self) -> "Client":
        if not self._settings.twilio_account_sid:
            raise CarrierAway("Twilio is not set up")
        return self._client

    @cached_property
    def _media(self) -> MediaStore:
        user, secret = self._credentials
        settings = self._settings
        return MediaStore(
            api=settings.twilio_api_base_url, account=settings.twilio_account_sid, user=user, secret=secret
        )

    @property
    def _credentials(self) -> tuple[str, str]:
        settings = self._settings
        if settings.twilio_api_key:
            return settings.twilio_api_key, settings.twilio_api_secret.get_secret_value()
        return settings.twilio_account_sid, next(iter(settings.twilio_auth_tokens), "")

    @cached_property
    def _client(self) -> "Client":
        from twilio.rest import Client

        from core.delivery.twilio.http import PooledHttpClient

        client = Client(
            *self._credentials,
            self._settings.twilio_account_sid,
            http_client=self._http_client
            or PooledHttpClient(connections=MOST_CONNECTIONS, timeout=self._timeout),
        )
        client.api.base_url = self._settings.twilio_api_base_url
        return client


def outcome_of(problem: Exception) -> Outcome:
    """Return what is certain after an error of Twilio's client or of the network below it."""
    from twilio.base.exceptions import TwilioException

    from core.delivery.twilio.http import TooManyRequests

    if isinstance(problem, TooManyRequests):
        return NotSent("too many requests", problem.retry_after)
    if isinstance(problem, TwilioException):
        return _of_answer(problem)
    if _never_connected(problem):
        return NotSent(name_of(problem))
    if not isinstance(problem, (HTTPError, OSError)):
        log.error("carrier_answer_unreadable", exc_info=problem)
    return Unknown(name_of(problem))


def _of_answer(problem: Any) -> Outcome:
    """Read an error answer; Twilio's two kinds of exception name their parts alike."""
    status = getattr(problem, "status", None) or 500
    if status == 429:
        return NotSent("too many requests")
    if 400 <= status < 500:
        words = getattr(problem, "msg", None) or getattr(problem, "detail", None) or ""
        return Rejected(str(problem.code or status), words)
    return Unknown(f"answered {status}")


def _never_connected(problem: Exception) -> bool:
    """Whether no line stood up, or one that we do not trust: nothing left this machine."""
    if isinstance(problem, SSLError):
        return any(isinstance(each, ssl.SSLCertVerificationError) for each in problem.args)
    return isinstance(problem, (NewConnectionError, ConnectTimeoutError))


def _validity(text: Outgoing) -> dict[str, int]:
    return {} if text.validity is None else {"validity_period": text.validity}
