"""The ways to the app: over HTTP, through WSGI; too late, and not at all."""

import socket
from collections.abc import Iterator

import pytest
from flask import Flask, request
from slack_sdk.signature import SignatureVerifier

from sandbox.slack import SlackWorkspace
from sandbox.slack.link import Link
from sandbox.slack.server import Server
from tests.sandbox.slack.kit import SECRET, TOKEN

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def web_app() -> Flask:
    """An app that takes requests only with a good signature."""
    app = Flask(__name__)

    @app.post("/slack/events")
    def events() -> tuple[str, int]:
        body = request.get_data(as_text=True)
        good = SignatureVerifier(SECRET).is_valid_request(body, dict(request.headers))
        return ("Hello", 200) if good else ("", 401)

    return app


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_requests_reach_a_wsgi_app_in_this_process(web_app: Flask) -> None:
    assert Link(web_app, SECRET).send("text=Zoë", FORM).body == "Hello"
    assert Link(web_app, "another").send("text=Zoë", FORM).trouble == "http_service_error_401"


def test_requests_reach_an_address(web_app: Flask) -> None:
    server = Server(web_app)
    server.start()
    answer = Link(f"http://127.0.0.1:{server.port}/slack/events", SECRET).send("text=Zoë", FORM)
    server.stop()

    assert (answer.ok, answer.body) == (True, "Hello")


def test_an_app_that_does_not_answer_in_time_is_an_operation_timeout(silent_port: int) -> None:
    with SlackWorkspace.start(
        f"http://127.0.0.1:{silent_port}/slack/events",
        signing_secret=SECRET,
        bot_token=TOKEN,
        patience=0.05,
    ) as slack:
        maya = slack.person("Maya")
        maya.command("/textbank")

        assert maya.notices == ["/textbank failed with the error “operation_timeout”"]


def test_an_app_that_is_not_there_is_a_dispatch_failure(silent_port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]

    assert Link(f"http://127.0.0.1:{port}", SECRET).send("", FORM).trouble == "dispatch_failed"
