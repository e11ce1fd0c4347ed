"""A small load client: kept-alive connections that send ready bytes, so the server is what is measured."""

import socket
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Load:
    """What one round of load found.

    Attributes:
        answers: how many came.
        rate: answers a second.
        p50, p95, p99: milliseconds.
        failures: answers whose status was not expected.
    """

    answers: int
    rate: float
    p50: float
    p95: float
    p99: float
    failures: int


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Return a whole form POST as bytes."""
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/x-www-form-urlencoded"]
    lines += [f"Content-Length: {len(body)}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def get(path: str, headers: dict[str, str]) -> bytes:
    """Return a whole GET as bytes."""
    lines = [
        f"GET {path} HTTP/1.1",
        "Host: localhost",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def load(url: str, requests: Iterator[bytes], *, seconds: float, connections: int, expect: bytes) -> Load:
    """Send from `requests` over so many connections until the time is over.

    Args:
        requests: shared by all connections, so an iterator that threads may share (`iter(list)`, `cycle`).
        expect: the status that counts as an answer, such as `b"200"`.
    """
    address = (urlsplit(url).hostname or "127.0.0.1", urlsplit(url).port or 80)
    until = time.perf_counter() + seconds
    begun = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        rounds = [pool.submit(_talk, address, requests, until, expect) for _ in range(connections)]
        found = [each.result() for each in rounds]
    took = time.perf_counter() - begun
    times = sorted(spent for spents, _ in found for spent in spents)
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return Load(
        answers=len(times),
        rate=len(times) / took,
        p50=cuts[49] * 1000,
        p95=cuts[94] * 1000,
        p99=cuts[98] * 1000,
        failures=sum(failed for _, failed in found),
    )


def _talk(
    address: tuple[str, int], requests: Iterator[bytes], until: float, expect: bytes
) -> tuple[list[float], int]:
    spent: list[float] = []
    failures = 0
    with socket.create_connection(address, timeout=30) as connection:
        while time.perf_counter() < until:
            request = next(requests, None)
            if request is None:
                break
            begun = time.perf_counter()
            connection.sendall(request)
            status = _read(connection)
            spent.append(time.perf_counter() - begun)
            failures += status != expect
    return spent, failures


def _read(connection: socket.socket) -> bytes:
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _more(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = next(
        (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        body += _more(connection)
    return head[9:12]


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionError("the server closed the connection")
    return data
