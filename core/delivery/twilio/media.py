"""Fetching what came with a text, from Twilio and from nowhere else.

The addresses arrive by webhook, and our credentials go along, so only this account's own files at the API we
are set up for are asked for. Twilio sends on to its store, which is asked without credentials.
Source: twilio.com/docs/messaging/api/media-resource; help.twilio.com/articles/223183748.
"""

import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3

from core.delivery.gateway import CarrierAway, Media, NoMedia

CONNECT, READ, IN_ALL = 3.0, 10.0, 60.0  # seconds
CHUNK = 1 << 16
MOST_HOPS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})
OLD_STORE = ("s3-external-1.amazonaws.com", "/media.twiliocdn.com/")


class MediaStore:
    """The files of one account.

    Args:
        api: the base of Twilio's API, without a closing slash.
        user, secret: the account or an API key, and its token or secret.
    """

    def __init__(self, *, api: str, account: str, user: str, secret: str) -> None:
        self._api = urlsplit(api)
        message, file = r"(SM|MM)[0-9a-fA-F]{32}", r"ME[0-9a-fA-F]{32}"
        path = f"/2010-04-01/Accounts/{re.escape(account)}/Messages/{message}/Media/{file}"
        self._ours = re.compile(re.escape(api) + path)
        self._credentials = urllib3.make_headers(basic_auth=f"{user}:{secret}")
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT, read=READ),
            retries=False,
            ssl_context=ssl.create_default_context(),
        )

    def fetch(self, address: str, *, most: int) -> Media | NoMedia:
        """See `core.delivery.gateway.Gateway.fetch_media`."""
        if not self._ours.fullmatch(address):
            return NoMedia("not_theirs")
        headers = self._credentials
        for _ in range(MOST_HOPS):
            with self._ask(address, headers) as answer:
                if answer.status not in REDIRECTS:
                    return _read(answer, most)
                address, headers = urljoin(address, answer.headers.get("Location", "")), {}
            if not self._is_store(urlsplit(address)):
                return NoMedia("not_theirs")
        raise CarrierAway("sent on and on")

    @contextmanager
    def _ask(self, address: str, headers: dict[str, str]) -> Iterator[Any]:
        plain = headers | {"accept-encoding": "identity"}
        try:
            answer = self._pool.request("GET", address, headers=plain, preload_content=False, redirect=False)
            try:
                yield answer
            finally:
                answer.close()
        except (urllib3.exceptions.HTTPError, OSError) as problem:
            raise CarrierAway(type(problem).__name__) from problem

    def _is_store(self, address: SplitResult) -> bool:
        if (address.scheme, address.netloc) == (self._api.scheme, self._api.netloc):
            return True
        host, path = OLD_STORE
        old = address.netloc == host and address.path.startswith(path)
        return address.scheme == "https" and (old or address.netloc.endswith(".twiliocdn.com"))


def _read(answer: Any, most: int) -> Media | NoMedia:
    if answer.status in GONE:
        return NoMedia("gone")
    if answer.status != 200:
        raise CarrierAway(f"answered {answer.status}")
    content, until = bytearray(), time.monotonic() + IN_ALL
    for part in answer.stream(CHUNK, decode_content=False):
        content += part
        if len(content) > most:
            return NoMedia("too_large")
        if time.monotonic() > until:
            raise CarrierAway("too slow")
    return Media(answer.headers.get("Content-Type", ""), bytes(content))
