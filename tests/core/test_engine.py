"""The engine is a bell and hands: in-process or over Redis, it runs what was rung and survives failures."""

import os
from collections.abc import Iterator
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
import redis

from core.bells import ring
from core.db import Database
from core.engine import Engine
from core.jobs import Job, Tools
from tests.fakes import FakeGateway, FakeSlack

OVER_REDIS = pytest.mark.parametrize("broker_url", ["redis"], indirect=True)
WITHIN = 10  # seconds; a bell is heard in milliseconds


@pytest.fixture(params=["in-process", "redis"])
def broker_url(request: pytest.FixtureRequest) -> str:
    if request.param == "in-process":
        return ""
    url = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
    try:
        redis.Redis.from_url(url).ping()
    except redis.ConnectionError:
        pytest.skip("Redis is not running here (TEST_REDIS_URL): its lane is left out")
    return url


@pytest.fixture
def tools(database: Database) -> Tools:
    return Tools(
        database=database, gateway=FakeGateway(), slack=FakeSlack(), public_url="http://text.example"
    )


class Heard:
    """A job that notes what it was rung with."""

    def __init__(self) -> None:
        self.args: list[Any] = []
        self.event = Event()

    def __call__(self, tools: Tools, *args: Any) -> None:
        self.args.append(args)
        self.event.set()


def _name() -> str:
    # queues outlive a test on Redis; a name of its own keeps runs apart
    return f"job_{uuid4().hex}"


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def engines(broker_url: str, tools: Tools) -> Iterator[Any]:
    made: list[Engine] = []

    def make(jobs: dict[str, Job]) -> Engine:
        made.append(Engine(broker_url, tools, jobs))
        return made[-1]

    yield make
    for engine in made:
        engine.stop()


def test_what_is_rung_is_run(engines: Any, heard: Heard) -> None:
    name = _name()
    engine = engines({name: heard})
    engine.start(threads=1)

    engine.ring(name, (7,))

    assert heard.event.wait(WITHIN)
    assert [(7,)] == heard.args


def test_a_job_that_fails_leaves_the_worker_alive(engines: Any, heard: Heard) -> None:
    def fail(tools: Tools) -> None:
        raise RuntimeError("on purpose")

    failing, working = _name(), _name()
    engine = engines({failing: fail, working: heard})
    engine.start(threads=1)

    engine.ring(failing)
    engine.ring(working)

    assert heard.event.wait(WITHIN)


@OVER_REDIS  # in-process, the two are one
def test_one_process_rings_and_another_works(
    tools: Tools, heard: Heard, broker_url: str, engines: Any
) -> None:
    name = _name()
    web, worker = engines({name: heard}), engines({name: heard})
    worker.start(threads=1)

    web.ring(name, ("from the web",))

    assert heard.event.wait(WITHIN)


def test_a_broker_that_is_away_loses_the_bell_and_nothing_else(tools: Tools, heard: Heard) -> None:
    engine = Engine("redis://127.0.0.1:1/0", tools, {"job": heard}, later=lambda ring: ring())

    engine.ring("job")

    assert "127.0.0.1:1" in engine.unreachable()


@OVER_REDIS  # in-process, nobody else is there; a sweep finds the row at the next start
def test_whoever_stops_rings_for_the_others_first(
    tools: Tools, heard: Heard, broker_url: str, engines: Any
) -> None:
    name = _name()
    worker = engines({name: heard})
    worker.start(threads=1)
    web = Engine(broker_url, tools, {name: heard}, later=lambda _: None)

    web.ring(name, ("the last press",))
    web.stop()

    assert heard.event.wait(WITHIN)


def test_a_bell_rings_after_the_commit_and_once(database: Database) -> None:
    with database.sessions.begin() as session:
        ring(session, "deliver")
        ring(session, "deliver")

        assert [] == database.bells  # type: ignore[attr-defined]

    assert [("deliver", ())] == database.bells  # type: ignore[attr-defined]


def test_a_rollback_forgets_the_bell(database: Database) -> None:
    with database.sessions() as session:
        session.begin()
        ring(session, "deliver")
        session.rollback()
        session.commit()

    assert [] == database.bells  # type: ignore[attr-defined]
