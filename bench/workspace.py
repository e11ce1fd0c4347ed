"""A Slack that answers everything at once, and knows when each window was opened."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

_VIEW = {"id": "V1", "hash": "1.a", "root_view_id": "V1", "title": {"type": "plain_text", "text": "Bench"}}
_ANSWER = json.dumps({"ok": True, "ts": "1.2", "channel": "C0", "view": _VIEW}).encode()


class Workspace:
    """Where it answers, and when each trigger was used first (seconds of `time.perf_counter`)."""

    def __init__(self, port: int) -> None:
        self.api_url = f"http://127.0.0.1:{port}/api/"
        self._used: dict[str, float] = {}
        self._called = threading.Condition()

    def use(self, trigger: str) -> None:
        """Note that a window was asked for."""
        with self._called:
            self._used.setdefault(trigger, time.perf_counter())
            self._called.notify_all()

    def opened(self, trigger: str, *, until: float) -> float | None:
        """Return when a trigger was used; None if it is not by then."""
        with self._called:
            self._called.wait_for(lambda: trigger in self._used, until - time.perf_counter())
            return self._used.get(trigger)


@contextmanager
def workspace() -> Iterator[Workspace]:
    """Serve it on a free port of this machine."""

    class Call(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            words = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            for trigger in _given(words, "trigger_id"):
                there.use(trigger)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(_ANSWER)))
            self.end_headers()
            self.wfile.write(_ANSWER)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Call)
    there = Workspace(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _given(words: str, name: str) -> list[str]:
    if words.startswith("{"):
        return [str(value)] if (value := json.loads(words).get(name)) else []
    return parse_qs(words).get(name, [])
