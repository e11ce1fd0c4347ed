"""How requests travel to Twilio: urllib3 under Twilio's own client, which costs half of what requests does.

Nothing is tried twice and no redirect is followed. No proxy, password file or certificate bundle of the
environment is looked up for each call, and the operating system's own certificates are trusted.
"""

import ssl
from typing import Any
from urllib.parse import urlencode

import urllib3
from twilio.http import HttpClient
from twilio.http.response import Response


class TooManyRequests(Exception):
    """Twilio's 429, raised here since the exceptions of its client forget the headers.

    Attributes:
        retry_after: seconds, None when Twilio names none.
    """

    def __init__(self, retry_after: float | None) -> None:
        super().__init__("too many requests")
        self.retry_after = retry_after


class PooledHttpClient(HttpClient):  # type: ignore[misc]  # twilio has no types
    """Connections that any number of threads share.

    Args:
        connections: how many stay open; as many as there are threads.
        timeout: seconds to connect and to wait for an answer; what a caller asks for is not heard.
    """

    def __init__(self, *, connections: int, timeout: tuple[float, float]) -> None:
        self.is_async = False
        self._pool = urllib3.PoolManager(
            maxsize=connections,
            timeout=urllib3.Timeout(connect=timeout[0], read=timeout[1]),
            retries=False,
            ssl_context=ssl.create_default_context(),
        )

    def request(
        self,
        method: str,
        uri: str,
        params: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002
        allow_redirects: bool = False,  # noqa: ARG002, FBT001  the library's signature
    ) -> Response:
        """Ask once.

        Raises:
            TooManyRequests: Twilio took nothing.
            urllib3.exceptions.HTTPError: there is no answer, or no whole one.
        """
        address = f"{uri}?{urlencode(params, doseq=True)}" if params else uri
        sent = dict(headers or {})
        if auth:
            sent |= urllib3.make_headers(basic_auth=":".join(auth))
        form = urlencode(data, doseq=True) if data else None
        answer = self._pool.request(method, address, body=form, headers=sent, redirect=False)
        if answer.status == 429:
            raise TooManyRequests(_seconds(answer.headers.get("Retry-After")))
        return Response(answer.status, answer.data.decode("utf-8", "replace"), answer.headers)


def _seconds(retry_after: str | None) -> float | None:
    """Return a Retry-After in seconds; it may be a date. What cannot be read is none."""
    try:
        return urllib3.Retry().parse_retry_after(retry_after) if retry_after else None
    except urllib3.exceptions.InvalidHeader:
        return None
