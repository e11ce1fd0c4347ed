"""Both ways to the app behave alike; over HTTP, trouble on the line is told apart."""

import socket
import threading
from collections.abc import Iterator

import pytest
from flask import Flask, request
from werkzeug.serving import make_server

from sandbox.twilio import transports
from sandbox.twilio.transports import Answer, NoAnswer, NoConnection

PATIENCE = (0.2, 0.2)


@pytest.fixture
def web() -> Flask:
    web = Flask("web")

    @web.post("/twilio/<path>")
    def hook(path: str) -> tuple[str, int, dict[str, str]]:
        said = [path, request.query_string.decode(), request.form["Body"], request.headers["X-Sign"]]
        fine = said == ["inbound", "a=1&b=%C3%A9", "¡Hola! & co", "s"]
        return "<Response/>", 200 if fine else 400, {"Content-Type": "text/xml"}

    return web


@pytest.fixture
def address(web: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, web)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def deaf() -> Iterator[socket.socket]:
    """A port that takes calls and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as port:
        yield port


def url_of(port: socket.socket) -> str:
    return f"http://127.0.0.1:{port.getsockname()[1]}/"


@pytest.mark.parametrize("way", ["http", "wsgi"])
def test_a_webhook_arrives_whole(web: Flask, address: str, way: str) -> None:
    transport = transports.http if way == "http" else transports.wsgi(web)
    url = f"{address}/twilio/inbound?a=1&b=%C3%A9"

    answer = transport(url, {"Body": "¡Hola! & co"}, {"X-Sign": "s"}, PATIENCE)

    assert (answer.status, answer.content_type.split(";")[0]) == (200, "text/xml")


def test_a_redirect_is_not_followed(web: Flask, address: str) -> None:
    web.view_functions["hook"] = lambda path: ("", 302, {"Location": "/twilio/inbound"})

    assert transports.http(f"{address}/twilio/x", {}, {}, PATIENCE) == Answer(302, "text/html; charset=utf-8")


def test_a_closed_port_is_no_connection(deaf: socket.socket) -> None:
    url = url_of(deaf)
    deaf.close()

    with pytest.raises(NoConnection):
        transports.http(url, {}, {}, PATIENCE)


def test_a_deaf_port_is_no_answer(deaf: socket.socket) -> None:
    with pytest.raises(NoAnswer):
        transports.http(url_of(deaf), {}, {}, PATIENCE)


def test_a_line_that_breaks_is_no_answer(deaf: socket.socket) -> None:
    def hang_up() -> None:
        line, _ = deaf.accept()
        line.recv(65536)
        line.close()

    thread = threading.Thread(target=hang_up)
    thread.start()
    with pytest.raises(NoAnswer):
        transports.http(url_of(deaf), {"Body": "x"}, {}, PATIENCE)
    thread.join()
