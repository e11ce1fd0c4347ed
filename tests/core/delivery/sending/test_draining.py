"""One drain at a time, and none too few; a process that is to end leaves nothing in its hands."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from core.contacts.opting_out import opt_out
from core.db import Database
from core.delivery.gateway import NotSent, Outcome, Outgoing
from core.delivery.pace.buckets import Grant, make_pace
from core.delivery.pace.throughput import THROUGHPUTS, Throughput
from core.delivery.sending.outbox import Outbox
from core.models import Campaign, Contact, Message, SendingDay, SendingService, User
from tests.core.delivery.busy import press, press_more, states
from tests.factories import NOON
from tests.fakes import FakeGateway


class SlowGateway(FakeGateway):
    """Every text waits for a word of the test."""

    def __init__(self) -> None:
        super().__init__()
        self.called, self.go_on = Event(), Event()

    def send(self, text: Outgoing) -> Outcome:
        self.called.set()
        assert self.go_on.wait(10)
        return super().send(text)


class Purse:
    """A `Pace` that gives what a test put in; with an empty one there is nothing to be had for a moment."""

    def __init__(self, database: Database, *grants: Grant) -> None:
        self.grants = list(grants)
        self.asked: list[list[int]] = []
        self._pool = database.engine.pool

    def take(self, service_id: int, pace: Throughput, costs: Sequence[int]) -> Grant:
        assert "Current Checked out connections: 0" in self._pool.status(), "a transaction waits"
        self.asked.append(list(costs))
        return self.grants.pop(0) if self.grants else Grant(len(costs))


def outbox_of(database: Database, gateway: FakeGateway, **more: object) -> Outbox:
    return Outbox(database, gateway, clock=lambda: NOON, **more)  # type: ignore[arg-type]


def test_a_bell_while_draining_makes_it_look_again(own_database: Database) -> None:
    campaign_id = press(own_database, 1)
    gateway = SlowGateway()
    outbox = outbox_of(own_database, gateway)

    with ThreadPoolExecutor(1) as other:
        first = other.submit(outbox.drain)
        assert gateway.called.wait(10)
        with own_database.sessions.begin() as session:
            jo = session.scalars(select(User)).one()
            press_more(session, jo, session.get_one(Campaign, campaign_id), 2)
        second = outbox.drain()
        gateway.go_on.set()

    assert (3, 0) == (first.result(), second)
    assert {"accepted": 3} == states(own_database)
    outbox.close()


def test_no_bell_is_lost_however_many_ring(own_database: Database) -> None:
    """Each thread presses, then rings; all presses are seen when the last bell is over."""
    campaign_id = press(own_database, 1)
    gateway = FakeGateway()
    outbox = outbox_of(own_database, gateway, threads=4)

    def press_and_ring(_: int) -> int:
        with own_database.sessions.begin() as session:
            session.execute(update(Campaign).values(name="locked"))  # one press at a time
            jo = session.scalars(select(User)).one()
            press_more(session, jo, session.get_one(Campaign, campaign_id), 1)
        return outbox.drain()

    with ThreadPoolExecutor(4) as people:
        handed = sum(people.map(press_and_ring, range(16)))

    assert 17 == handed == len(gateway.sent)
    assert {"accepted": 17} == states(own_database)
    outbox.close()


def test_stopping_finishes_what_is_in_flight_and_gives_the_rest_back(own_database: Database) -> None:
    press(own_database, 4)
    gateway, stopping = SlowGateway(), Event()
    outbox = outbox_of(own_database, gateway, stopping=stopping.is_set, threads=1)

    with ThreadPoolExecutor(1) as worker:
        draining = worker.submit(outbox.drain)
        assert gateway.called.wait(10)
        stopping.set()
        while states(own_database)["queued"] < 3:
            assert not draining.done()
        gateway.go_on.set()
    outbox.close()

    assert 4 == draining.result()
    assert 1 == len(gateway.sent)
    assert {"accepted": 1, "queued": 3} == states(own_database)
    with own_database.readers() as session:
        left = session.scalars(select(Message).filter_by(state="queued")).all()
        assert {(None, None)} == {(each.attempt, each.attempted_at) for each in left}
    assert 3 == outbox_of(own_database, gateway).drain()


def test_what_cannot_be_kept_now_is_kept_by_the_next_drain(own_database: Database) -> None:
    press(own_database, 3)
    gateway = FakeGateway()
    outbox = outbox_of(own_database, gateway)
    is_away = [True]

    @event.listens_for(own_database.engine, "before_cursor_execute")
    def go_away(connection: object, cursor: object, statement: str, *_: object) -> None:
        if is_away[0] and statement.startswith("UPDATE messages") and "carrier_sid" in statement:
            raise OperationalError(statement, None, Exception("the database is away"))

    with pytest.raises(OperationalError):
        outbox.drain()
    assert {"sending": 3} == states(own_database)
    is_away[0] = False
    outbox.drain()
    outbox.close()

    assert {"accepted": 3} == states(own_database)
    assert 3 == len(gateway.sent)


def test_only_what_is_granted_is_claimed_and_no_transaction_waits(own_database: Database) -> None:
    press(own_database, 10, throughput="toll_free")
    purse = Purse(own_database, Grant(3), Grant(0, wait=0.01), Grant(2, wait=0.01))
    gateway = FakeGateway()
    outbox = outbox_of(own_database, gateway, pace=purse)

    assert 10 == outbox.drain()

    assert [10, 7, 7, 5] == [len(each) for each in purse.asked]
    assert 10 == len({text.to for text in gateway.sent})
    outbox.close()


def test_a_service_without_a_class_has_no_pace(own_database: Database) -> None:
    press(own_database, 3)
    purse = Purse(own_database)
    outbox = outbox_of(own_database, FakeGateway(), pace=purse)

    assert 3 == outbox.drain()
    assert [] == purse.asked
    outbox.close()


def test_one_campaigns_pace_holds_up_no_other(own_database: Database) -> None:
    press(own_database, 2, throughput="toll_free")
    press(own_database, 2, service="MG" + "1" * 32)
    stopping = Event()
    gateway = FakeGateway()

    class Empty(Purse):
        def take(self, service_id: int, pace: Throughput, costs: Sequence[int]) -> Grant:
            if len(gateway.sent) == 2:
                stopping.set()
            return Grant(0, wait=0.01)

    outbox = outbox_of(own_database, gateway, pace=Empty(own_database), stopping=stopping.is_set)

    assert 2 == outbox.drain()
    assert {"MG" + "1" * 32} == {text.sender for text in gateway.sent}
    outbox.close()


def test_stopping_ends_a_wait_for_the_pace(own_database: Database) -> None:
    press(own_database, 2, throughput="toll_free")
    purse = Purse(own_database, Grant(0, wait=3600))
    outbox = outbox_of(own_database, FakeGateway(), pace=purse, stopping=lambda: bool(purse.asked))

    assert 0 == outbox.drain()
    assert {"queued": 2} == states(own_database)
    outbox.close()


def test_a_day_that_is_used_up_ends_the_sending_until_midnight(own_database: Database) -> None:
    press(own_database, 5, throughput="low_volume")
    cap = THROUGHPUTS["low_volume"].per_day or 0
    with own_database.sessions.begin() as session:
        service = session.scalars(select(SendingService)).one()
        session.add(SendingDay(service_id=service.id, day="2026-10-20", segments=cap - 2))
    gateway = FakeGateway()
    outbox = outbox_of(own_database, gateway)

    assert [2, 0] == [outbox.drain(), outbox.drain()]

    assert {"accepted": 2, "queued": 3} == states(own_database)
    after = Outbox(own_database, gateway, clock=lambda: NOON + timedelta(hours=14))  # midnight, Pacific
    assert 0 == after.drain()
    assert {"accepted": 2, "refused": 3} == states(own_database)
    with own_database.readers() as session:
        refused = session.scalars(select(Message.code).filter_by(state="refused")).all()
        assert {"outside_hours"} == set(refused)


def test_a_class_that_was_made_smaller_than_the_day_has_been_rests_at_once(own_database: Database) -> None:
    press(own_database, 1, throughput="low_volume")
    with own_database.sessions.begin() as session:
        service = session.scalars(select(SendingService)).one()
        session.add(SendingDay(service_id=service.id, day="2026-10-20", segments=5000))

    assert 0 == outbox_of(own_database, FakeGateway()).drain()

    with own_database.readers() as session:
        assert "daily_cap" == session.scalars(select(SendingService)).one().pause_code


def test_without_redis_a_stop_still_holds(own_database: Database) -> None:
    """The pace fails open; the wish of a person, and the hours, never do."""
    press(own_database, 3, throughput="toll_free")
    with own_database.sessions.begin() as session:
        pat = session.scalars(select(Contact).order_by(Contact.id)).first()
        assert pat
        # as if the stop had not seen the queued text
        session.execute(update(Message).where(Message.contact_id == pat.id).values(contact_id=None))
        opt_out(session, pat.campaign_id, pat.phone, route="keyword", at=NOON)
    gateway = FakeGateway()
    outbox = outbox_of(own_database, gateway, pace=make_pace("redis://127.0.0.1:1/0"))

    assert 2 == outbox.drain()

    assert {"accepted": 2, "refused": 1} == states(own_database)
    assert pat.phone not in {text.to for text in gateway.sent}
    outbox.close()


def test_a_busy_carrier_is_left_alone_for_as_long_as_it_asks(own_database: Database) -> None:
    press(own_database, 1)
    gateway = FakeGateway()
    gateway.outcomes = [NotSent("too many requests", retry_after=30)]
    outbox = outbox_of(own_database, gateway)

    assert [1, 0] == [outbox.drain(), outbox.drain()]
    outbox.close()


def test_a_gateway_that_breaks_its_promise_leaves_the_text_unknown(own_database: Database) -> None:
    class Broken(FakeGateway):
        def send(self, text: Outgoing) -> Outcome:
            raise ZeroDivisionError

    press(own_database, 2)
    outbox = outbox_of(own_database, Broken())

    assert 2 == outbox.drain()
    assert {"unknown": 2} == states(own_database)
    outbox.close()


def test_closing_keeps_what_a_failed_drain_left_and_gives_back_the_rest(own_database: Database) -> None:
    press(own_database, 4)
    gateway, is_away = SlowGateway(), Event()

    def clock() -> datetime:
        if is_away.is_set():  # whoever looks at the database looks at the clock first
            raise OperationalError("", None, Exception("the database is away"))
        return NOON

    outbox = Outbox(own_database, gateway, clock=clock, threads=1)
    with ThreadPoolExecutor(1) as worker:
        draining = worker.submit(outbox.drain)
        assert gateway.called.wait(10)
        is_away.set()
        outbox.drain()  # rings, so that the other looks again
        assert isinstance(draining.exception(timeout=5), OperationalError)
        is_away.clear()
        closing = worker.submit(outbox.close)
        while states(own_database)["queued"] < 3:
            assert not closing.done()
        gateway.go_on.set()

    assert 1 == len(gateway.sent)
    assert {"accepted": 1, "queued": 3} == states(own_database)


class Torn:
    """A `Pace` that breaks for one class of senders."""

    def take(self, service_id: int, pace: Throughput, costs: Sequence[int]) -> Grant:
        if pace is THROUGHPUTS["low_volume"]:
            raise ValueError(service_id)
        return Grant(len(costs))


def test_a_campaign_that_cannot_be_claimed_holds_up_no_other(own_database: Database) -> None:
    press(own_database, 2, throughput="low_volume")
    press(own_database, 3, throughput="short_code", service="MG" + "1" * 32)
    outbox = outbox_of(own_database, FakeGateway(), pace=Torn())

    with capture_logs() as logs:
        assert 3 == outbox.drain()

    assert {"queued": 2, "accepted": 3} == states(own_database)
    assert {"campaign_not_claimed"} == {each["event"] for each in logs}
    outbox.close()
