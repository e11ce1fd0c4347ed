"""A gate on the line between the product and its carrier, in the test's hand: no moment is left to chance."""

import threading
from collections.abc import Callable
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal, cast
from urllib.parse import urlsplit

from tests.running.waiting import WITHIN

# where a call can be held: on its way to the carrier, or on its way back; a list that is asked for
Place = Literal["request", "answer", "list"]


class Gate:
    """Passes on HTTP, one request a connection, and holds what it is told to hold.

    Attributes:
        url: what the product is told to be the carrier.
        read: answers to calls that the product read to the end.
    """

    def __init__(self, carrier: str) -> None:
        self.carrier = urlsplit(carrier).netloc
        self.read = 0
        self._closed: set[Place] = set()
        self._held = 0
        self._dropped = 0  # how often all that was held was dropped
        self._changed = threading.Condition()
        self._server = _Server(self)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def hold(self, place: Place) -> None:
        """Hold whatever comes to this place from now on."""
        with self._changed:
            self._closed.add(place)

    def release(self) -> None:
        """Let everything pass, what is held first."""
        with self._changed:
            self._closed.clear()
            self._changed.notify_all()

    def drop(self) -> None:
        """Break the lines of all that is held, so that it never comes further; let pass what comes later."""
        with self._changed:
            self._dropped += 1
            self._closed.clear()
            self._changed.notify_all()

    def wait_for_held(self, count: int) -> None:
        """Return once so many are held."""
        self._wait(lambda: self._held >= count)

    def wait_for_read(self, count: int) -> None:
        """Return once the product has read so many answers."""
        self._wait(lambda: self.read >= count)

    def passes(self, place: Place) -> bool:
        """Return when something may go on from this place; False when its line is to be broken."""
        with self._changed:
            if place not in self._closed:
                return True
            before = self._dropped
            self._held += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: place not in self._closed or self._dropped > before)
            self._held -= 1
            return self._dropped == before

    def note_read(self) -> None:
        """Count an answer that the product read."""
        with self._changed:
            self.read += 1
            self._changed.notify_all()

    def stop(self) -> None:
        """Drop all and close the port."""
        self.drop()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _wait(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, WITHIN), "the calls did not come to the gate in time"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        super().__init__(("127.0.0.1", 0), _Line)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a product that is killed breaks its lines."""


class _Line(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        gate = cast("_Server", self.server).gate
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.close_connection = True
        if gate.passes("request"):
            status, content_type, answer = self._ask(gate, body)
            if gate.passes("answer"):
                self._answer(status, content_type, answer)
                if not self.connection.recv(1):  # it reads to the end, then closes
                    gate.note_read()

    def do_GET(self) -> None:
        gate = cast("_Server", self.server).gate
        self.close_connection = True
        if gate.passes("list"):
            self._answer(*self._ask(gate, b""))

    def _ask(self, gate: Gate, body: bytes) -> tuple[int, str, bytes]:
        line = HTTPConnection(gate.carrier, timeout=WITHIN)
        headers = {name: value for name, value in self.headers.items() if name != "Connection"}
        line.request(self.command, self.path, body, headers)
        answer = line.getresponse()
        read = answer.read()
        line.close()
        return answer.status, answer.headers["Content-Type"], read

    def _answer(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
