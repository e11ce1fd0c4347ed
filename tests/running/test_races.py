"""Races over real HTTP against real processes, on both scales: a press is one text, whoever comes at once."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import count
from threading import Barrier
from typing import TypeVar
from uuid import uuid4

import dramatiq
import pytest
import requests
from dramatiq.brokers.redis import RedisBroker
from sqlalchemy import func, select

from core.models import Conversation, InboundEvent, Message, OptOut
from sandbox.twilio.signing import sign
from tests import databases
from tests.running.brokers import own_redis
from tests.running.browsing import HTMX, Inbox
from tests.running.parts import ACCOUNT, SERVICE, TOKEN
from tests.running.product import Product, product
from tests.running.waiting import wait_for

FIFTY = 50
PEOPLE = {f"Nick{number}": f"+12125550{number}" for number in range(110, 130)}
SENT = {"accepted", "sent", "delivered"}

# where the workers are processes of their own, which can be held still
WITH_WORKERS = pytest.mark.parametrize("lane", ["postgresql"], indirect=True)

Came = TypeVar("Came")
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


def at_once(calls: Iterator[Callable[[], Came]]) -> list[Came]:
    """Make calls at the same instant and return what came of each."""
    ready = list(calls)
    gate = Barrier(len(ready))

    def make(call: Callable[[], Came]) -> Came:
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(ready)) as hands:
        return list(hands.map(make, ready))


def presser(inbox: Inbox, path: str, **form: str) -> Callable[[], int]:
    """Return a press of a form as this browser would make it, on a connection of its own."""
    token = inbox.page.xpath("//input[@name='csrf_token']/@value")[0]
    cookies = dict(inbox.cookies)
    data = {"csrf_token": str(token), **form}
    address = inbox.url + path
    return lambda: requests.post(address, data, headers=HTMX, cookies=cookies, timeout=60).status_code


def webhook(it: Product, phone: str, words: str, sid: str) -> Callable[[], int]:
    """Return a webhook of the carrier's with what somebody wrote."""
    form = {"AccountSid": ACCOUNT, "MessagingServiceSid": SERVICE, "MessageSid": sid, "Body": words}
    form |= {"From": phone, "To": "+15005550010", "NumMedia": "0", "NumSegments": "1"}
    address = f"{it.parts.url}/twilio/inbound"
    return lambda: post_signed(address, form)


def post_signed(address: str, form: Mapping[str, str]) -> int:
    headers = {"X-Twilio-Signature": sign(TOKEN, address, form)}
    return requests.post(address, dict(form), headers=headers, timeout=60).status_code


@contextmanager
def standing_still(it: Product) -> Iterator[None]:
    """Hold the workers and the clock still, as an overloaded machine does."""
    for process in it.behind:
        os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in it.behind:
            os.kill(process.pid, signal.SIGCONT)


def ring(it: Product, times: int) -> None:
    """Ring for delivery so many times."""
    broker = RedisBroker(url=it.parts.environment["BROKER_URL"])
    for _ in range(times):
        broker.enqueue(
            dramatiq.Message(queue_name="default", actor_name="deliver", args=(), kwargs={}, options={})
        )
    broker.close()


def texts_to(it: Product, phone: str) -> list[str]:
    return [text.sid for text in it.parts.phones.twilio.sent if text.to == phone]


def assert_one_text(it: Product, phone: str) -> None:
    """The carrier was asked once, and nothing is left to be sent."""
    wait_for(lambda: SENT.intersection(it.states(phone)))
    assert (1, 1) == (len(it.states(phone)), len(texts_to(it, phone)))
