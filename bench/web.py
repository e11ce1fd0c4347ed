"""The servers of a benchmark: the product as `textbank serve` runs it and its yardsticks, on one database."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle

from bench.cpu import Meter
from bench.filling import SERVICE, Filled, fill
from bench.load import post
from bench.rounds import Server, Side
from core.db import Database
from core.migrating import migrate
from tests.ports import free_port

TEXTED, WAITING = 10_000, 9_000  # conversations
ACCOUNT, TOKEN, KEY = "AC" + "b" * 32, "bench-token", "bench"
SIGNING_SECRET = "bench"
INSERT = "a view with one INSERT"


@dataclass(frozen=True)
class Web:
    """Two servers on one database, and what is in it."""

    product: Server
    yardstick: Server
    filled: Filled

    def inserting(self) -> Side:
        """Return the yardstick of whatever writes: a view with one INSERT and nothing else."""
        return Side(self.yardstick, cycle([post("/insert", b"", {})]))


@contextmanager
def running(
    url: str, broker: str, *, texted: int = TEXTED, waiting: int = WAITING, holders: int = 1, **more: str
) -> Iterator[Web]:
    """Fill a database and serve it.

    Args:
        url: of an empty database.
        broker: of a Redis; empty means that the engine runs inside the web's one process.
        texted, waiting, holders: see `fill`.
        more: further variables of the environment.
    """
    port, bare_port = free_port(), free_port()
    database = Database(url)
    migrate(database.engine)
    filled = fill(database, texted=texted, waiting=waiting, holders=holders)
    database.dispose()
    environment = _environment(url, broker, port) | more
    bare = [
        "gunicorn",
        "-w2",
        "--threads=4",
        "--reuse-port",
        "--log-level=warning",
        f"-b127.0.0.1:{bare_port}",
    ]
    with (
        _serving(["textbank", "serve"], environment, port, url, "/healthz") as product,
        _serving([*bare, "bench.yardstick:app"], environment, bare_port, url, "/hello") as yardstick,
    ):
        yield Web(product, yardstick, filled)


def _environment(url: str, broker: str, port: int) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url,
        "BROKER_URL": broker,
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": KEY,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_MESSAGING_SERVICE_SID": SERVICE,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
    }


@contextmanager
def _serving(
    command: list[str], environment: dict[str, str], port: int, url: str, answers: str
) -> Iterator[Server]:
    with subprocess.Popen([sys.executable, "-m", *command], env=environment) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}{answers}")
            yield Server(f"http://127.0.0.1:{port}", Meter(process.pid, url))
        finally:
            process.terminate()


def _wait_for(url: str) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
