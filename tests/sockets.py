"""Slack's side of Socket Mode: a line that the app opens, over which it is sent what HTTP would bring."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from socket import SHUT_RDWR
from threading import Thread
from urllib.parse import parse_qsl
from uuid import uuid4

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from sandbox.slack.link import Answer
from sandbox.slack.records import Json


class Lines:
    """A transport for a `SlackWorkspace`: its requests go over the newest line.

    Attributes:
        opened: how many lines there have been.
    """

    def __init__(self) -> None:
        self.opened = 0
        self._line: ServerConnection | None = None
        self._answers: dict[str, Queue[Json]] = {}
        self._server: Server = serve(self._hear, "127.0.0.1", 0)
        self.url = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/link?ticket=1"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def __call__(self, body: str, headers: dict[str, str]) -> Answer:
        """Send one request over the line, and wait as long as Slack does for its answer."""
        envelope = _envelope(body, headers["Content-Type"])
        answers = self._answers[envelope["envelope_id"]] = Queue()
        if self._line is None:
            return Answer(0, "")
        self._line.send(json.dumps(envelope))
        try:
            payload = answers.get(timeout=20).get("payload")
        except Empty:
            return Answer(0, "", late=True)
        return Answer(200, json.dumps(payload) if payload else "")

    def say_goodbye(self) -> None:
        """Tell the app that the line will be closed, as Slack does every few hours."""
        assert self._line
        self._line.send(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))

    def drop(self) -> None:
        """Cut the line without a word."""
        assert self._line
        self._line.socket.shutdown(SHUT_RDWR)

    def close(self) -> None:
        self._server.shutdown()

    def _hear(self, line: ServerConnection) -> None:
        self.opened, self._line = self.opened + 1, line
        line.send(json.dumps({"type": "hello", "num_connections": 1}))
        try:
            for said in line:
                answer = json.loads(said)
                self._answers[answer["envelope_id"]].put(answer)
        except (ConnectionClosed, OSError):
            pass


@contextmanager
def lines() -> Iterator[Lines]:
    """Open Slack's side."""
    opened = Lines()
    try:
        yield opened
    finally:
        opened.close()


def _envelope(body: str, content_type: str) -> Json:
    kind, payload = "events_api", {}
    if content_type == "application/json":
        payload = json.loads(body)
    else:
        form = dict(parse_qsl(body, keep_blank_values=True))
        kind = "interactive" if "payload" in form else "slash_commands"
        payload = json.loads(form["payload"]) if "payload" in form else form
    return {"envelope_id": str(uuid4()), "type": kind, "payload": payload, "accepts_response_payload": True}
