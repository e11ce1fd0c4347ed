"""The brokers that the product can run on: Redis, and RabbitMQ where one answers."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pika
import pytest

from tests.ports import free_port

RABBITMQ = os.environ.get("RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672")
QUEUES = ("default", "default.DQ", "default.XQ")  # Dramatiq's: bells, those for later, those that failed


@contextmanager
def own_redis(folder: Path) -> Iterator[str]:
    """Start a Redis that keeps nothing on disk, or skip where there is none; return its address."""
    if not (server := shutil.which("redis-server")):
        pytest.skip("Redis is not installed (apt-get install redis-server): its lane is left out")
    port = free_port()
    kept_nowhere = ["--save", "", "--appendonly", "no", "--dir", str(folder)]
    command = [server, "--port", str(port), "--bind", "127.0.0.1", *kept_nowhere]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            yield f"redis://127.0.0.1:{port}"
        finally:
            process.terminate()


@contextmanager
def emptied_rabbitmq(_: Path) -> Iterator[str]:
    """Give the address of the RabbitMQ that runs here, with no bell of another test's in it."""
    _forget_bells()
    try:
        yield RABBITMQ
    finally:
        _forget_bells()


def _forget_bells() -> None:
    with pika.BlockingConnection(pika.URLParameters(RABBITMQ)) as line:
        for queue in QUEUES:
            line.channel().queue_delete(queue)


def _rabbitmq_answers() -> bool:
    try:
        pika.BlockingConnection(pika.URLParameters(RABBITMQ)).close()
    except pika.exceptions.AMQPError:
        return False
    return True


# name → starting it. RabbitMQ is an option that few choose, so a machine without one has one lane less, and
# no skipped test.
BROKERS: dict[str, Callable[[Path], AbstractContextManager[str]]] = {"redis": own_redis}
if _rabbitmq_answers():
    BROKERS["rabbitmq"] = emptied_rabbitmq
