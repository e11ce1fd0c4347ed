"""What a race needs: calls at the same instant, workers that stand still, and what the carrier was asked."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TypeVar

import dramatiq
import requests
from dramatiq.brokers.redis import RedisBroker

from sandbox.twilio.signing import sign
from tests.running.browsing import HTMX, Inbox
from tests.running.parts import ACCOUNT, SERVICE, TOKEN
from tests.running.product import Product
from tests.running.waiting import wait_for

SENT = {"accepted", "sent", "delivered"}

Came = TypeVar("Came")


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
