"""SIGTERM while a call is under way: it is finished and recorded, and the next worker goes on."""

from pathlib import Path

import pytest
from sqlalchemy import select

from core.models import Message
from tests import databases
from tests.databases import ON_POSTGRESQL, ON_SQLITE
from tests.running.brokers import BROKERS
from tests.running.product import Product, product
from tests.running.waiting import WITHIN, wait_for

NICK = {"Nick": "+12125550110"}
TWO = NICK | {"Nora": "+12125550111"}


@ON_POSTGRESQL
@pytest.mark.parametrize("broker_url", BROKERS, indirect=True)
def test_a_worker_finishes_its_call(lane: databases.Lane, tmp_path: Path, broker_url: str) -> None:
    with product(lane, tmp_path, broker_url, NICK) as it:
        it.parts.serve()
        it.parts.start("worker")
        hold_a_call(it)

        assert [0] == stop_with_a_call_under_way(it)

        assert_recorded(it)


@ON_SQLITE
def test_the_one_process_finishes_its_call(lane: databases.Lane, tmp_path: Path) -> None:
    with product(lane, tmp_path, "", NICK) as it:
        it.parts.serve()
        hold_a_call(it)

        assert [0] == stop_with_a_call_under_way(it)

        assert_recorded(it)


@ON_POSTGRESQL
@pytest.mark.parametrize("broker_url", BROKERS, indirect=True)
def test_what_is_pressed_without_a_worker_waits_for_one(
    lane: databases.Lane, tmp_path: Path, broker_url: str
) -> None:
    with product(lane, tmp_path, broker_url, TWO) as it:
        it.parts.serve()
        it.press_all()
        assert ["queued", "queued"] == it.states()

        it.parts.start("worker")

        wait_for(lambda: len(it.parts.phones.twilio.received) == len(TWO))


def hold_a_call(it: Product) -> None:
    """Press; the carrier makes the text, and its answer is on its way."""
    it.gate.hold("answer")
    it.press_all()
    it.gate.wait_for_held(1)


def stop_with_a_call_under_way(it: Product) -> list[int]:
    """Tell whatever sends to stop, then let the answer come; return how each process ended."""
    told = it.behind
    for process in told:
        process.terminate()
    it.gate.release()
    codes = [process.wait(WITHIN) for process in told]
    del it.parts.running[-len(told) :]
    return codes


def assert_recorded(it: Product) -> None:
    (made,) = it.parts.phones.twilio.sent
    with it.database.readers() as session:
        message = session.scalars(select(Message)).one()
    assert made.sid == message.carrier_sid
    assert message.state not in {"queued", "sending", "unknown"}
