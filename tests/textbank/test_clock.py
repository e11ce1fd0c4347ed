"""The clock rings every sweep; two of them do no harm."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.clock import utcnow
from core.db import Database
from core.engine import Engine
from core.jobs import JOBS, SWEEPS, Tools
from core.models import Notice
from core.notices import summaries
from core.notices.summaries import SummaryForm
from tests import factories
from tests.fakes import FakeGateway, FakeSlack
from tests.running.waiting import wait_for
from textbank.clock import make_clock

OFTEN = timedelta(milliseconds=50)


class Bells(Engine):
    """An engine that counts what it was rung for, and does it."""

    def __init__(self, tools: Tools) -> None:
        super().__init__("", tools)
        self.rung: Counter[str] = Counter()

    def ring(self, job: str, args: tuple[Any, ...] = ()) -> None:
        self.rung[job] += 1
        super().ring(job, args)


@pytest.fixture
def tools(own_database: Database) -> Tools:
    return Tools(
        database=own_database, gateway=FakeGateway(), slack=FakeSlack(), public_url="https://text.example"
    )


@contextmanager
def ticking(engine: Engine, sweeps: dict[str, timedelta]) -> Iterator[None]:
    clock = make_clock(engine, sweeps)
    clock.start()
    yield
    clock.shutdown()


def test_every_sweep_is_a_job() -> None:
    assert SWEEPS.keys() <= JOBS.keys()


def test_every_sweep_is_rung_again_and_again(tools: Tools) -> None:
    bells = Bells(tools)

    with ticking(bells, dict.fromkeys(SWEEPS, OFTEN)):
        wait_for(lambda: all(bells.rung[job] > 1 for job in SWEEPS))


def test_two_clocks_and_two_engines_send_a_summary_once(tools: Tools, own_database: Database) -> None:
    plan_one_that_is_due(own_database)
    engines = [Bells(tools), Bells(tools)]
    for engine in engines:
        engine.start(threads=2)

    sweeps = {"send_summaries": OFTEN}
    with ticking(engines[0], sweeps), ticking(engines[1], sweeps):
        wait_for(lambda: all(engine.rung["send_summaries"] > 2 for engine in engines))
        wait_for(lambda: sent(own_database))

    for engine in engines:
        engine.stop()
    assert ["summary"] == sent(own_database)


def plan_one_that_is_due(database: Database) -> None:
    with database.sessions.begin() as session:
        maya = factories.user(session, factories.campaign(session), "Maya Torres", role="owner")
        form = SummaryForm("C0FIELD", "20:00", "America/New_York")
        summaries.create(session, form, by=maya, now=utcnow() - timedelta(days=1))


def sent(database: Database) -> list[str]:
    with database.readers() as session:
        return list(session.scalars(select(Notice.kind)))
