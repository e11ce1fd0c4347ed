"""Files are fetched from Slack alone, with the token shown to nobody else."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.lists.uploads import fetch
from core.errors import Invalid


class Door(BaseHTTPRequestHandler):
    """Hands out a file, a page that asks to sign in, or a way elsewhere."""

    def do_GET(self) -> None:
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("Location", "/file")
        self.send_header("Content-Type", "text/html" if self.path == "/page" else "text/csv")
        self.end_headers()
        self.wfile.write(self.headers["Authorization"].encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def slack() -> Iterator[WebClient]:
    with HTTPServer(("127.0.0.1", 0), Door) as server:
        Thread(target=server.serve_forever).start()
        yield WebClient(token="xoxb-1", base_url=f"http://127.0.0.1:{server.server_port}/api/")
        server.shutdown()


def address(slack: WebClient, path: str) -> str:
    return slack.base_url.removesuffix("/api/") + path


def test_a_file_is_fetched_with_the_token(slack: WebClient) -> None:
    assert b"Bearer xoxb-1" == fetch(slack, {"url_private_download": address(slack, "/file"), "size": 3})


@pytest.mark.parametrize("path", ["/page", "/elsewhere"])
def test_what_slack_does_not_hand_over(slack: WebClient, path: str) -> None:
    with pytest.raises(Invalid, match="did not hand the file over"):
        fetch(slack, {"url_private_download": address(slack, path)})


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://drive.example/file",
        "http://files.slack.com/x",
        "https://slack.com.example/x",
        "file:///etc/passwd",
    ],
)
def test_the_token_is_shown_to_slack_alone(url: str) -> None:
    with pytest.raises(Invalid, match="uploaded to Slack itself"):
        fetch(WebClient(token="xoxb-1"), {"url_private_download": url})


def test_a_file_that_is_too_large_is_not_even_asked_for(slack: WebClient) -> None:
    with pytest.raises(Invalid, match="larger than 10 MB"):
        fetch(slack, {"url_private_download": address(slack, "/file"), "size": 11 << 20})
