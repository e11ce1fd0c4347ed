"""The way from Slack to the app: signed requests, and the three seconds that the app has to answer."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol, runtime_checkable

import requests
from werkzeug.test import Client

from sandbox.slack.records import Json

PATIENCE_SECONDS = 3.0


class Reply(Protocol):
    """What a transport brings back; a Bolt response fits as it is."""

    @property
    def status(self) -> int:
        """HTTP status."""

    @property
    def body(self) -> str:
        """The body as text."""


Transport = Callable[[str, dict[str, str]], Reply]


@dataclass(frozen=True)
class Answer:
    """The app's answer: HTTP status and body; 0 when it could not be reached, or not in time."""

    status: int
    body: str
    late: bool = False

    @property
    def ok(self) -> bool:
        """Whether the app took the request in time."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES and not self.late

    @property
    def trouble(self) -> str:
        """The error in Slack's words, as people see it."""
        if self.late:
            return "operation_timeout"
        return "dispatch_failed" if self.status == 0 else f"http_service_error_{self.status}"

    @property
    def json(self) -> Json:
        """The body as an object; empty when it is not one."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@runtime_checkable
class WsgiApp(Protocol):
    """A WSGI application, as Flask's are."""

    def wsgi_app(self, environ: Any, start_response: Any) -> Any:
        """Serve one request."""


class Link:
    """Signs requests and carries them to the app: a URL, a WSGI app, or a callable."""

    def __init__(
        self,
        target: str | WsgiApp | Transport,
        signing_secret: str,
        *,
        patience: float = PATIENCE_SECONDS,
        path: str = "/slack/events",
    ) -> None:
        self.patience = patience
        self._secret = signing_secret
        self._transport = _transport(target, path, patience)

    def send(self, body: str, content_type: str, more: Mapping[str, str] | None = None) -> Answer:
        """Post one signed request. Never raises: what goes wrong is in the answer."""
        headers = {"Content-Type": content_type, **signature(self._secret, body, time.time()), **(more or {})}
        started = time.monotonic()
        try:
            reply = self._transport(body, headers)
        except requests.Timeout:
            return Answer(0, "", late=True)
        except requests.ConnectionError:
            return Answer(0, "")
        return Answer(int(reply.status), reply.body or "", late=time.monotonic() - started > self.patience)


def signature(secret: str, body: str, at: float) -> dict[str, str]:
    """Slack's v0 signature headers for a body sent at this time (seconds since the epoch)."""
    stamp = str(int(at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _transport(target: str | WsgiApp | Transport, path: str, patience: float) -> Transport:
    if isinstance(target, str):
        return _over_http(target, patience)
    if isinstance(target, WsgiApp):
        return _through_wsgi(target, path)
    return target


def _over_http(url: str, patience: float) -> Transport:
    def send(body: str, headers: dict[str, str]) -> Reply:
        response = requests.post(
            url, data=body.encode(), headers=headers, timeout=patience, allow_redirects=False
        )
        return Answer(response.status_code, response.text)

    return send


def _through_wsgi(app: WsgiApp, path: str) -> Transport:
    def send(body: str, headers: dict[str, str]) -> Reply:
        response = Client(app.wsgi_app).post(path, data=body.encode(), headers=headers)
        return Answer(response.status_code, response.get_data(as_text=True))

    return send
