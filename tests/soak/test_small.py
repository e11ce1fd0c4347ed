"""A small evening with every fault, on both scales; the large one is `make soak`."""

from collections.abc import Callable
from pathlib import Path

import psycopg

from tests import databases
from tests.running.brokers import own_redis
from tests.soak.evening import evening
from tests.soak.plan import Plan
from tests.soak.playing import play
from tests.soak.table import Result
from tests.soak.trouble import flush

SMALL = Plan(texts=300, replies=120, seed=20)
MOST = 0.9  # of all people are texted; who stopped before is not


def test_a_small_evening_on_one_machine(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with databases.empty("sqlite", tmp_path) as url, evening(SMALL, tmp_path, url, "") as it:
        deeds = {0.5: ("killed and started again", lambda: it.processes.kill("web"))}
        check(play(it, deeds), "SQLite, one process", record_property)


def test_a_small_evening_on_many(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    with (
        databases.empty("postgresql", tmp_path) as url,
        own_redis(tmp_path) as broker,
        evening(SMALL, tmp_path, url, broker) as it,
    ):
        deeds = {
            0.3: ("worker killed", lambda: it.processes.kill("worker")),
            0.5: ("broker flushed", lambda: flush(broker)),
            0.7: ("all database connections cut", lambda: cut_connections(url)),
        }
        check(play(it, deeds), "PostgreSQL, Redis, many", record_property)


def check(result: Result, scale: str, record_property: Callable[[str, object], None]) -> None:
    record_property("soak", [f"{scale:<26}{line}" for line in result.lines(SMALL.seed)])
    assert SMALL.replies == result.found.replies
    assert MOST * SMALL.contacts < result.found.texts
    assert {} == result.found.wrong


def cut_connections(url: str) -> None:
    """Cut every line to the database, as its restart does."""
    others = "pid <> pg_backend_pid() AND datname = current_database()"
    with psycopg.connect(url) as line:
        line.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
