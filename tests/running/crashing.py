"""Killing the product at each moment of sending four texts, whose callbacks come each in its own way."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from sqlalchemy import func, select

from core.models import Message, StatusEvent
from sandbox.twilio import MAGIC
from tests.running.gate import Place
from tests.running.product import Product
from tests.running.waiting import WITHIN, wait_for

# how the carrier's callbacks come → who gets such a text
CALLBACKS = {
    "early": MAGIC["early"],  # before the answer to the call
    "late": MAGIC["late"],  # after all was settled without them
    "twice": MAGIC["doubled"],
    "never": MAGIC["unheard"],
}
EVERY_WORD = 4  # queued, sending, sent, delivered


@dataclass(frozen=True)
class Cell:
    """What came of one press.

    Attributes:
        arrived: texts that the phone got.
        states: of the messages in the database, oldest first.
        heard: callbacks that were kept.
    """

    arrived: int
    states: tuple[str, ...]
    heard: int

    def __str__(self) -> str:
        return f"{self.arrived} on the phone; {' → '.join(self.states)}"


def cell(product: Product, callback: str) -> Cell:
    """Return what came of the press whose callbacks come so."""
    phone = CALLBACKS[callback]
    attempts = select(Message.attempt).filter_by(their_number=phone)
    heard = select(func.count()).select_from(StatusEvent).where(StatusEvent.attempt.in_(attempts))
    with product.database.readers() as session:
        kept = session.scalars(heard).one()
    return Cell(len(product.parts.phones.twilio.phone(phone).texts), tuple(product.states(phone)), kept)


def before_the_call(product: Product) -> None:
    """Claimed and committed; the request has not reached the carrier."""
    _press_and_hold(product, "request")
    product.kill()


def after_the_call(product: Product) -> None:
    """The carrier made the text; its answer has not reached us."""
    _press_and_hold(product, "answer")
    product.kill()


def after_the_201(product: Product) -> None:
    """We read the answer; our record of it is not committed."""
    _press_and_hold(product, "answer")
    lock = _lock_postgresql if product.database.is_postgresql else _lock_sqlite
    with lock(product.address):
        product.gate.release()
        product.gate.wait_for_read(len(CALLBACKS))
        if product.database.is_postgresql:
            wait_for(lambda: _somebody_waits(product.address))
        product.kill()


def after_the_commit(product: Product) -> None:
    """All is recorded; nobody was told yet."""
    product.press_all()
    wait_for(lambda: {"accepted", "delivered"}.issuperset(product.states()))
    product.kill()


# when the product is killed → doing so
KILLS: dict[str, Callable[[Product], None]] = {
    "before the call": before_the_call,
    "after the call": after_the_call,
    "after the 201": after_the_201,
    "after the commit": after_the_commit,
}


def _press_and_hold(product: Product, place: Place) -> None:
    product.gate.hold(place)
    product.press_all()
    product.gate.wait_for_held(len(CALLBACKS))


@contextmanager
def _lock_sqlite(url: str) -> Iterator[None]:
    line = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=WITHIN)
    try:
        line.execute("BEGIN IMMEDIATE")
        yield
    finally:
        line.close()


@contextmanager
def _lock_postgresql(url: str) -> Iterator[None]:
    with psycopg.connect(url) as line:
        line.execute("SELECT FROM messages FOR UPDATE")
        yield


def _somebody_waits(url: str) -> bool:
    waiting = "wait_event_type = 'Lock' AND datname = current_database()"
    with psycopg.connect(url) as line:
        row = line.execute(f"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE {waiting})").fetchone()
    return bool(row and row[0])
