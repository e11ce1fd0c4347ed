"""Races over real HTTP against real processes, on both scales: a press is one text, whoever comes at once."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from core.models import Conversation, InboundEvent, Message, OptOut
from tests import databases
from tests.running.brokers import own_redis
from tests.running.product import Product, product
from tests.running.racing import (
    SENT,
    assert_one_text,
    at_once,
    presser,
    ring,
    standing_still,
    texts_to,
    webhook,
)
from tests.running.waiting import wait_for

FIFTY = 50
PEOPLE = {f"Nick{number}": f"+12125550{number}" for number in range(110, 130)}

# where the workers are processes of their own, which can be held still
WITH_WORKERS = databases.ON_POSTGRESQL

_next = count()


@pytest.fixture(scope="module")
def it(lane: databases.Lane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A running product; each race takes a contact of its own."""
    folder = tmp_path_factory.mktemp("races")
    with ExitStack() as stack:
        broker = stack.enter_context(own_redis(folder)) if lane.kind == "postgresql" else ""
        made = stack.enter_context(product(lane, folder, broker, PEOPLE))
        made.start()
        yield made


@pytest.fixture
def nick(it: Product) -> tuple[int, str]:
    """A conversation that no test has touched, and its phone."""
    place = next(_next) % len(PEOPLE)
    return it.conversation_ids()[place], list(PEOPLE.values())[place]


def test_fifty_presses_with_one_key_are_one_text(it: Product, nick: tuple[int, str]) -> None:
    conversation, phone = nick
    press = presser(it.inbox(), f"/conversations/{conversation}/initial", key=uuid4().hex)

    assert [204] * FIFTY == at_once(press for _ in range(FIFTY))

    wait_for(lambda: SENT.issuperset(states := it.states(phone)) and states)
    assert_one_text(it, phone)


def test_two_tabs_are_one_text(it: Product, nick: tuple[int, str]) -> None:
    """Each page has made a key of its own; the second press is told that the person was texted already."""
    conversation, phone = nick
    tabs = [it.inbox() for _ in range(2)]

    answers = at_once(presser(tab, f"/conversations/{conversation}/initial", key=uuid4().hex) for tab in tabs)

    assert [204, 422] == sorted(answers)
    assert_one_text(it, phone)


def test_whoever_else_presses_texts_nobody(it: Product, nick: tuple[int, str]) -> None:
    """Jo holds the conversation; for Sam it is not there, at the same instant too."""
    conversation, phone = nick
    inboxes = [it.inbox(it.jo), it.inbox(it.sam)]

    answers = at_once(
        presser(each, f"/conversations/{conversation}/initial", key=uuid4().hex) for each in inboxes
    )

    assert [204, 404] == answers
    assert_one_text(it, phone)


def test_one_webhook_fifty_times_at_once_is_one_reply(it: Product, nick: tuple[int, str]) -> None:
    conversation, phone = nick
    assert 204 == presser(it.inbox(), f"/conversations/{conversation}/initial", key=uuid4().hex)()
    sid = "SM" + uuid4().hex

    assert [200] * FIFTY == at_once(webhook(it, phone, "Yes!", sid) for _ in range(FIFTY))

    with it.database.readers() as session:
        texts = session.scalar(select(func.count()).select_from(Message).filter_by(carrier_sid=sid))
        events = session.scalar(select(func.count()).select_from(InboundEvent).filter_by(sid=sid))
        replies = session.scalar(select(Conversation.reply_count).filter_by(id=conversation))
    assert (1, 1, 1) == (texts, events, replies)


def test_a_stop_while_the_text_is_in_the_worker_s_hand(it: Product, nick: tuple[int, str]) -> None:
    """The promise: once we have answered that we heard a stop, no text to the person is taken in hand.

    One that a worker had taken before may still go, since nobody can call it back: at most one call's
    length later. Whatever is pressed after the stop is refused.
    """
    conversation, phone = nick
    it.gate.hold("request")
    assert 204 == presser(it.inbox(), f"/conversations/{conversation}/initial", key=uuid4().hex)()
    it.gate.wait_for_held(1)

    assert 200 == webhook(it, phone, "STOP", "SM" + uuid4().hex)()
    it.gate.release()

    wait_for(lambda: SENT.intersection(it.states(phone)))
    again = presser(it.inbox(), f"/conversations/{conversation}/messages", key=uuid4().hex, body="Really?")
    assert 422 == again()
    with it.database.readers() as session:
        (taken_at,) = session.scalars(
            select(Message.attempted_at).filter_by(their_number=phone, kind="initial")
        )
        stopped_at = session.scalars(select(OptOut.at).filter_by(phone=phone)).one()
    assert taken_at is not None
    assert taken_at < stopped_at
    assert 1 == len(texts_to(it, phone))


@WITH_WORKERS
def test_a_stop_between_press_and_claim(it: Product, nick: tuple[int, str]) -> None:
    conversation, phone = nick
    with standing_still(it):
        assert 204 == presser(it.inbox(), f"/conversations/{conversation}/initial", key=uuid4().hex)()
        assert 200 == webhook(it, phone, "STOP", "SM" + uuid4().hex)()

    wait_for(lambda: ["refused"] == it.states(phone))
    assert [] == texts_to(it, phone)


@WITH_WORKERS
def test_two_workers_that_hear_of_one_text_at_once(it: Product, nick: tuple[int, str]) -> None:
    conversation, phone = nick
    with standing_still(it):
        assert 204 == presser(it.inbox(), f"/conversations/{conversation}/initial", key=uuid4().hex)()
        ring(it, FIFTY)

    assert_one_text(it, phone)
