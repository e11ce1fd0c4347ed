"""The same evening on one machine and as on many, by real processes over real HTTP."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.db import Database
from tests import databases
from tests.ports import free_port
from tests.running import scenario
from tests.running.parts import Parts, parts


@pytest.fixture
def broker_url(tmp_path: Path) -> Iterator[str]:
    """A Redis of this test's own, so that no other product's workers hear its bells."""
    if not (server := shutil.which("redis-server")):
        pytest.skip("Redis is not installed (apt-get install redis-server): its lane is left out")
    port = free_port()
    kept_nowhere = ["--save", "", "--appendonly", "no", "--dir", str(tmp_path)]
    command = [server, "--port", str(port), "--bind", "127.0.0.1", *kept_nowhere]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        yield f"redis://127.0.0.1:{port}"
        process.terminate()


def test_on_one_machine(tmp_path: Path) -> None:
    with databases.empty("sqlite", tmp_path) as url, parts(tmp_path, url) as one, opened(url) as database:
        people = scenario.prepare(one, database, tmp_path)
        one.serve()
        scenario.play(one, database, people, meanwhile=lambda: None)
        stop(one)


def test_as_on_many_machines(tmp_path: Path, broker_url: str) -> None:
    with (
        databases.empty("postgresql", tmp_path) as url,
        parts(tmp_path, url, broker_url) as many,
        opened(url) as database,
    ):
        assert 0 == many.run("migrate").returncode
        people = scenario.prepare(many, database, tmp_path)
        first, *_ = [many.start(part) for part in ("worker", "worker", "clock", "clock")]
        many.serve()
        scenario.play(many, database, people, meanwhile=first.terminate)
        stop(many)


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.dispose()


def stop(running: Parts) -> None:
    codes = running.stop()
    assert [0] * len(codes) == codes
    scenario.assert_the_logs_name_nobody(running)
