"""Killed at any moment, the product texts nobody twice, and loses no record of what it did."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.delivery.states import UNFINISHED
from tests import databases
from tests.running.crashing import CALLBACKS, EVERY_WORD, KILLS, Cell, cell
from tests.running.product import Product, product
from tests.running.waiting import wait_for

MATRIX = "crash matrix"  # the property by which the root conftest finds the lines


@pytest.mark.parametrize("kill", KILLS)
def test_killed(
    kill: str,
    lane: databases.Lane,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    """One press is at most one text, exactly one where the carrier made it; its record goes on to an end."""
    broker_url = request.getfixturevalue("broker_url") if lane.kind == "postgresql" else ""
    with product(lane, tmp_path, broker_url, CALLBACKS) as it:
        it.parts.phones.twilio.agenda.stop()  # from here on callbacks come when the test says so
        it.start()
        KILLS[kill](it)
        was_made = len(it.parts.phones.twilio.sent)
        assert was_made == (0 if kill == "before the call" else len(CALLBACKS))
        come_back(it)
        if not was_made:
            assert_handed_back(it)
            press_again(it)
        await_the_last_word(it)
        cells = {callback: cell(it, callback) for callback in CALLBACKS}
        record_property(MATRIX, [line(lane.kind, kill, *each) for each in cells.items()])
        assert {callback: expected(kill, callback) for callback in CALLBACKS} == cells
        assert [] == it.differences()


def come_back(it: Product) -> None:
    """Start what was killed; the first callbacks come while it asks the carrier, the late ones at the end."""
    twilio = it.parts.phones.twilio
    it.gate.drop()
    it.pass_time()
    it.gate.hold("list")
    it.start()
    it.gate.wait_for_held(1)
    twilio.advance(10)
    it.gate.release()
    wait_for(lambda: not UNFINISHED.intersection(it.states()))
    twilio.deliver_all()


def assert_handed_back(it: Product) -> None:
    """Nothing was made, and nobody can know: the volunteer sees so."""
    assert {"not_confirmed"} == set(it.states())
    assert [] == it.parts.phones.twilio.sent


def press_again(it: Product) -> None:
    inbox = it.inbox()
    for conversation_id in it.conversation_ids():
        inbox.open(f"/conversations/{conversation_id}")
        assert "Nobody could confirm that the first text arrived." in inbox.words()
        (again,) = inbox.forms("/initial")
        inbox.submit(again)
    wait_for(lambda: not UNFINISHED.intersection(it.states()))
    it.parts.phones.twilio.deliver_all()


def await_the_last_word(it: Product) -> None:
    """What no callback has told is asked for after a while."""
    if "accepted" in it.states():
        it.kill()
        it.pass_time()
        it.start()
    wait_for(lambda: "accepted" not in it.states())


def expected(kill: str, callback: str) -> Cell:
    """One text on the phone; where the carrier had made none, the volunteer was told so and pressed again."""
    states = ("not_confirmed", "delivered") if kill == "before the call" else ("delivered",)
    return Cell(arrived=1, states=states, heard=0 if callback == "never" else EVERY_WORD)


def line(kind: str, kill: str, callback: str, came: Cell) -> str:
    """Return a line of the table for the record."""
    scale = {"sqlite": "SQLite, one process", "postgresql": "PostgreSQL, Redis, many"}[kind]
    return f"{scale:<24}killed {kill:<18}callbacks {callback:<7}{came}"
