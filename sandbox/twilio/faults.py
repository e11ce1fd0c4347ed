"""Answers that never come. Views raise them; the server breaks the line, a socketless client raises."""

import socket
import struct
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LONGEST_SILENCE = 120.0  # seconds: longer than any client waits


class Silence(Exception):
    """The request was heard and is never answered."""


class Reset(Exception):
    """The request was heard, and the connection is reset."""


class FaultyLine:
    """WSGI middleware for werkzeug's server that turns faults into what a client would meet."""

    def __init__(self, app: "WSGIApplication", closing: threading.Event) -> None:
        self._app = app
        self._closing = closing

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            return self._app(environ, start_response)
        except Silence as fault:
            self._closing.wait(LONGEST_SILENCE)
            raise ConnectionAbortedError("kept silent") from fault
        except Reset as fault:
            _reset(environ["werkzeug.socket"])
            raise ConnectionAbortedError("reset") from fault


def _reset(line: socket.socket) -> None:
    """Close at once with RST; `detach` because the handler still holds the line."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    socket.close(line.detach())
