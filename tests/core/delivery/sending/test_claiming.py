"""Texts are taken in hand once, in order, no more than is granted, and none whose sender rests."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlalchemy import event, select, update

from core.contacts.opting_out import opt_out
from core.db import Database
from core.delivery.gateway import Outgoing
from core.delivery.pace import daily_caps
from core.delivery.sending.claiming import claim
from core.delivery.sending.lanes import Lane, lanes
from core.models import Action, Contact, Conversation, Message, SendingDay, SendingService
from tests.core.delivery.busy import press, states
from tests.factories import NOON


def take(database: Database, campaign_id: int, limit: int = 100, **more: int) -> list[Outgoing]:
    with database.sessions.begin() as session:
        return claim(session, campaign_id, now=NOON, limit=limit, **more)


def phones(texts: Sequence[Outgoing]) -> list[str]:
    return [text.to[-2:] for text in texts]


def test_workers_that_claim_at_once_share_nothing(own_database: Database) -> None:
    campaign_id = press(own_database, 60)
    start = Barrier(4)

    def work(_: int) -> list[Outgoing]:
        start.wait()
        found: list[Outgoing] = []
        while texts := take(own_database, campaign_id, 7):
            found += texts
        return found

    with ThreadPoolExecutor(4) as workers:
        shares = list(workers.map(work, range(4)))

    taken = [text for share in shares for text in share]
    assert 60 == len(taken) == len({text.to for text in taken}) == len({text.attempt for text in taken})
    assert {"sending": 60} == states(own_database)


def test_a_stop_and_a_claim_at_once_never_let_a_text_slip(own_database: Database) -> None:
    """Whichever comes first, the text is sent before the stop was known, or refused: never left queued."""
    campaign_id = press(own_database, 20)
    with own_database.readers() as session:
        stopped = list(session.scalars(select(Contact.phone).order_by(Contact.id)))[:10]
    start = Barrier(2)

    def stop() -> None:
        start.wait()
        for phone in stopped:
            with own_database.sessions.begin() as session:
                opt_out(session, campaign_id, phone, route="keyword", at=NOON)

    def work() -> list[Outgoing]:
        start.wait()
        return [text for _ in range(20) for text in take(own_database, campaign_id, 1)]

    with ThreadPoolExecutor(2) as both:
        stopping, working = both.submit(stop), both.submit(work)
    stopping.result()
    taken = [*working.result(), *take(own_database, campaign_id)]

    left = states(own_database)
    assert 20 == left["sending"] + left["refused"]
    assert left["sending"] == len(taken)
    assert set(left) <= {"sending", "refused"}


def test_the_oldest_go_first_and_no_more_than_was_granted(own_database: Database) -> None:
    campaign_id = press(own_database, 4)
    with own_database.sessions.begin() as session:
        session.execute(update(Message).where(Message.their_number.endswith("1")).values(segments=3))

    assert ["00", "01"] == phones(take(own_database, campaign_id, segments=4))
    assert ["02"] == phones(take(own_database, campaign_id, segments=1))
    assert ["03"] == phones(take(own_database, campaign_id, limit=1, segments=9))


def test_a_text_longer_than_the_grant_was_paid_for_with_all_of_it(own_database: Database) -> None:
    campaign_id = press(own_database, 1)
    with own_database.sessions.begin() as session:
        session.execute(update(Message).values(segments=24))

    assert 1 == len(take(own_database, campaign_id, segments=10))


def test_what_is_claimed_is_counted_for_the_day(own_database: Database) -> None:
    campaign_id = press(own_database, 3)
    take(own_database, campaign_id, limit=2)
    take(own_database, campaign_id)

    with own_database.readers() as session:
        assert [3] == list(session.scalars(select(SendingDay.segments)))


def test_texts_of_a_service_that_rests_stay_queued(own_database: Database) -> None:
    campaign_id = press(own_database, 2)
    with own_database.sessions.begin() as session:
        service = session.scalars(select(SendingService)).one()
        daily_caps.rest(session, service.id, code="30023", now=NOON)

    assert [] == take(own_database, campaign_id)
    assert {"queued": 2} == states(own_database)
    with own_database.readers() as session:
        assert [] == lanes(session, NOON)
        assert [Lane(campaign_id, service.id, "")] == lanes(session, NOON + timedelta(hours=14))


def test_what_is_refused_together_returns_to_its_volunteers(own_database: Database) -> None:
    campaign_id = press(own_database, 3)
    with own_database.sessions.begin() as session:
        session.execute(update(Action).values(state="paused"))

    assert [] == take(own_database, campaign_id)

    assert {"refused": 3} == states(own_database)
    with own_database.readers() as session:
        assert [None] * 3 == list(session.scalars(select(Conversation.initial_at)))


def test_a_claim_takes_the_same_few_statements_for_one_and_for_many(own_database: Database) -> None:
    campaign_id = press(own_database, 30)

    assert _statements(own_database, campaign_id, 1) == _statements(own_database, campaign_id, 25)


def test_lanes_are_only_those_with_something_due(own_database: Database) -> None:
    first, second = press(own_database, 1), press(own_database, 1, service="MG" + "1" * 32)
    with own_database.sessions.begin() as session:
        session.execute(
            update(Message).where(Message.campaign_id == first).values(due_at=NOON + timedelta(seconds=9))
        )

    with own_database.readers() as session:
        assert [second] == [lane.campaign_id for lane in lanes(session, NOON)]
        assert [first, second] == [lane.campaign_id for lane in lanes(session, NOON + timedelta(seconds=9))]


def _statements(database: Database, campaign_id: int, limit: int) -> list[str]:
    asked: list[str] = []

    def note(*call: object) -> None:
        asked.append(str(call[2]).split()[0])

    event.listen(database.engine, "before_cursor_execute", note)
    assert limit == len(take(database, campaign_id, limit))
    event.remove(database.engine, "before_cursor_execute", note)
    return asked
