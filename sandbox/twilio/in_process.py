"""Reaching the stand-in without a socket, in the shape of the HTTP client that Twilio's own library takes."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from werkzeug.test import Client

from sandbox.twilio.faults import Reset, Silence

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class InProcessAnswer:
    """What the library reads of an answer."""

    def __init__(self, status_code: int, text: str, headers: dict[str, str]) -> None:
        self.status_code = status_code
        self.text = self.content = text
        self.headers = headers
        self.ok = status_code < 400


class InProcessClient:
    """Give it to the library: `Client(sid, token, http_client=twilio.http_client())`.

    Faults are raised as the `requests` exceptions that the library's own client lets through.
    """

    is_async = False
    timeout: Any = None

    def __init__(self, app: "WSGIApplication") -> None:
        self._client = Client(app)

    def request(
        self,
        method: str,
        uri: str,
        params: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: Any = None,  # noqa: ARG002
        allow_redirects: bool = False,  # noqa: ARG002, FBT001  the library's signature
    ) -> InProcessAnswer:
        """Make one request; raise requests.ReadTimeout or requests.ConnectionError for a fault."""
        asked = requests.Request(method, uri, params=params, data=data, headers=headers, auth=auth)
        prepared = asked.prepare()
        parts = urlsplit(prepared.url or uri)
        try:
            answer = self._client.open(
                str(parts.path),
                query_string=str(parts.query),
                method=method,
                data=prepared.body,
                headers=dict(prepared.headers),
            )
        except Silence as fault:
            raise requests.ReadTimeout("the stand-in keeps silent") from fault
        except Reset as fault:
            raise requests.ConnectionError("the stand-in reset the connection") from fault
        return InProcessAnswer(answer.status_code, answer.get_data(as_text=True), dict(answer.headers))
