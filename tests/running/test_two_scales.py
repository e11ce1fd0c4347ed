"""The same evening on one machine and as on many, by real processes over real HTTP."""

from pathlib import Path

import pytest

from tests import databases
from tests.running import scenario
from tests.running.brokers import BROKERS
from tests.running.parts import Parts, opened, parts


def test_on_one_machine(tmp_path: Path) -> None:
    with databases.empty("sqlite", tmp_path) as url, parts(tmp_path, url) as one, opened(url) as database:
        people = scenario.prepare(one, database, tmp_path)
        one.serve()
        scenario.play(one, database, people, meanwhile=lambda: None)
        stop(one)


@pytest.mark.parametrize("broker_url", BROKERS, indirect=True)
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


def stop(running: Parts) -> None:
    codes = running.stop()
    assert [0] * len(codes) == codes
    scenario.assert_the_logs_name_nobody(running)
