"""A server that answers a request with exactly these bytes, or as badly as a test wants it to."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Behaviour = Callable[[socket.socket], None]


@contextmanager
def serving(behave: Behaviour) -> Iterator[str]:
    """Listen while the block runs; every connection's first request is heard, then `behave` has the line."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening, behave), daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def answer(status: str, body: str, *headers: str) -> Behaviour:
    """Answer with a whole HTTP response."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", "Connection: close", *headers]
    return lambda line: line.sendall("\r\n".join([*head, "", body]).encode())


def reset(line: socket.socket) -> None:
    """Break the line at once, with RST."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hang_up(line: socket.socket) -> None:
    """Close without a word."""


def break_off(line: socket.socket) -> None:
    """Promise more than is sent."""
    line.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n{")


def keep_silent(line: socket.socket) -> None:
    """Say nothing until the client hangs up."""
    line.recv(1)


def _serve(listening: socket.socket, behave: Behaviour) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with line:
            _hear(line)
            behave(line)


def _hear(line: socket.socket) -> None:
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += line.recv(65536)
    head, _, body = heard.partition(b"\r\n\r\n")
    length = next((int(each[15:]) for each in head.split(b"\r\n") if each.startswith(b"Content-Length")), 0)
    while len(body) < length:
        body += line.recv(65536)
