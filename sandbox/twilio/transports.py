"""Ways to reach the app: over real HTTP, or straight into a WSGI application without a socket."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import ProtocolError
from werkzeug.test import Client

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@dataclass(frozen=True)
class Answer:
    """What the app said to a webhook."""

    status: int
    content_type: str = ""


class NoConnection(Exception):
    """The app could not be reached."""


class NoAnswer(Exception):
    """The app was reached, and did not answer (in time)."""


# (address, form, headers, (connect, read) seconds) -> the app's answer
Transport = Callable[[str, Mapping[str, str], Mapping[str, str], tuple[float, float]], Answer]


def http(
    address: str, form: Mapping[str, str], headers: Mapping[str, str], timeout: tuple[float, float]
) -> Answer:
    """Post over the network, as Twilio does. A redirect is an answer like any other."""
    try:
        reply = requests.post(address, data=form, headers=headers, timeout=timeout, allow_redirects=False)
    except requests.ConnectTimeout as problem:
        raise NoConnection(str(problem)) from problem
    except requests.Timeout as problem:
        raise NoAnswer(str(problem)) from problem
    except requests.ConnectionError as problem:
        if _broke_off(problem):
            raise NoAnswer(str(problem)) from problem
        raise NoConnection(str(problem)) from problem
    return Answer(reply.status_code, reply.headers.get("Content-Type", ""))


def _broke_off(problem: requests.ConnectionError) -> bool:
    """Whether the line was open and then closed without an answer."""
    return bool(problem.args) and isinstance(problem.args[0], ProtocolError)


def wsgi(app: "WSGIApplication") -> Transport:
    """Return a transport into `app`, whatever host the address names."""
    client = Client(app)

    def post(
        address: str, form: Mapping[str, str], headers: Mapping[str, str], _timeout: tuple[float, float]
    ) -> Answer:
        parts = urlsplit(address)
        reply = client.post(
            parts.path,
            base_url=f"{parts.scheme}://{parts.netloc}",
            query_string=parts.query,
            data=dict(form),
            headers=dict(headers),
        )
        return Answer(reply.status_code, reply.content_type or "")

    return post
