"""Each lost text becomes one text of the carrier's, no two the same one, whoever looks or is told."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.delivery.endings.statuses import hear
from core.delivery.gateway import Carried, Outgoing
from core.delivery.settling.adopting import Lost, adopt
from core.delivery.settling.unknown import settle
from core.models import Conversation, Message
from tests import factories
from tests.core.delivery.kit import SERVICE, attempted
from tests.factories import NOON
from tests.fakes import FakeGateway

Lose = Callable[..., Message]

WORDS = "Thanks!"
SOON = NOON + timedelta(seconds=2)


@pytest.fixture
def lost(session: Session, conversation: Conversation) -> Lose:
    """Make a text of which nobody knows, with the same words as every other one."""

    def make(attempt: str, state: str = "unknown", **more: Any) -> Message:
        return attempted(session, conversation, state, attempt, **({"due_at": NOON} | more))

    return make


def carry(gateway: FakeGateway, to: str, **more: object) -> Carried:
    made = gateway.carry(Outgoing("", to, WORDS, SERVICE), status="delivered")
    gateway.carried[made.sid] = replace(made, **({"created_at": SOON} | more))  # type: ignore[arg-type]
    return gateway.carried[made.sid]


def look(database: Database, gateway: FakeGateway, minutes: float = 2) -> None:
    settle(database, gateway, clock=lambda: NOON + timedelta(minutes=minutes))


def sids(session: Session) -> list[str | None]:
    session.expire_all()
    return list(session.scalars(select(Message.carrier_sid).order_by(Message.id)))


def test_two_with_the_same_words_take_one_each(
    database: Database, session: Session, gateway: FakeGateway, lost: Lose
) -> None:
    first, _ = lost("a1"), lost("a2", attempted_at=NOON + timedelta(seconds=40))
    carried = [
        carry(gateway, first.their_number, created_at=at) for at in (SOON, NOON + timedelta(seconds=41))
    ]

    look(database, gateway)

    assert [each.sid for each in carried] == sids(session)


def test_where_the_list_has_fewer_a_callback_may_tell_which_is_which(
    database: Database, session: Session, gateway: FakeGateway, lost: Lose
) -> None:
    first, second = lost("a1"), lost("a2")
    made = carry(gateway, first.their_number)

    look(database, gateway)
    assert [None, None] == sids(session)
    hear(session, "a2", {"MessageSid": made.sid, "MessageStatus": "sent"}, now=NOON)
    session.commit()
    look(database, gateway, 10)

    assert [None, made.sid] == sids(session)
    assert ("not_confirmed", "sent") == (first.state, second.state)


def test_without_a_callback_the_first_one_takes_it_at_the_last_look(
    database: Database, session: Session, gateway: FakeGateway, lost: Lose
) -> None:
    first, second = lost("a1"), lost("a2")
    made = carry(gateway, first.their_number)

    look(database, gateway, 10)

    assert [made.sid, None] == sids(session)
    assert ("delivered", "not_confirmed") == (first.state, second.state)


def test_one_that_a_worker_has_in_hand_may_be_the_one(
    database: Database, session: Session, gateway: FakeGateway, lost: Lose
) -> None:
    """Its answer is on the way; taking its SID would leave it without one."""
    first = lost("a1", state="sending", due_at=None, attempted_at=NOON + timedelta(minutes=1))
    lost("a2")
    carry(gateway, first.their_number)

    look(database, gateway)

    assert [None, None] == sids(session)


@pytest.mark.parametrize("created_at", [NOON - timedelta(seconds=61), NOON + timedelta(minutes=4, seconds=1)])
def test_a_text_from_another_time_is_another_text(
    database: Database,
    session: Session,
    gateway: FakeGateway,
    lost: Lose,
    created_at: datetime,
) -> None:
    carry(gateway, lost("a1").their_number, created_at=created_at)

    look(database, gateway, 10)

    assert [None] == sids(session)


def test_line_ends_may_come_back_in_another_way(
    database: Database, session: Session, gateway: FakeGateway, lost: Lose
) -> None:
    made = carry(gateway, lost("a1", body="Thanks!\r\nSee you").their_number, body="Thanks!\nSee you")

    look(database, gateway)

    assert [made.sid] == sids(session)


def test_a_callback_between_the_look_and_the_taking_is_what_counts(
    database: Database, session: Session, lost: Lose
) -> None:
    told = "SM" + "f" * 32

    class Told(FakeGateway):
        def list_since(
            self, since: datetime, *, until: datetime | None = None, to: str | None = None
        ) -> Iterator[Carried]:
            listed = list(super().list_since(since, until=until, to=to))
            with database.sessions.begin() as session:
                hear(session, "a1", {"MessageSid": told, "MessageStatus": "sent"}, now=NOON)
            return iter(listed)

    gateway = Told()
    first = lost("a1")
    carry(gateway, first.their_number)

    look(database, gateway)

    assert [told] == sids(session)
    assert "sent" == first.state


def test_what_is_known_by_now_is_not_found_in_the_list(
    database: Database, session: Session, gateway: FakeGateway, lost: Lose
) -> None:
    first = lost("a1")
    known = (first.attempt or "", first.their_number, first.body, first.attempted_at or NOON)
    missed = Lost(first.id, first.contact_id, *known, frozenset({SERVICE}))
    hear(session, "a1", {"MessageSid": "SM" + "f" * 32, "MessageStatus": "sent"}, now=NOON)
    session.commit()

    assert not adopt(database, missed, [carry(gateway, first.their_number)], now=NOON, last=True)


def test_two_who_look_at_once_share_nothing(own_database: Database) -> None:
    """Both read the list before either takes anything."""
    with own_database.sessions() as session:
        texts = _lost_twice(session)
    gateway = FakeGateway()
    carried = [carry(gateway, texts[0].their_number) for _ in texts]
    one, other = threading.Event(), threading.Event()

    class Slow(FakeGateway):
        def __init__(self, mine: threading.Event, others: threading.Event) -> None:
            super().__init__()
            self.mine, self.others = mine, others

        def list_since(
            self, since: datetime, *, until: datetime | None = None, to: str | None = None
        ) -> Iterator[Carried]:
            self.mine.set()
            assert self.others.wait(60)
            return gateway.list_since(since, until=until, to=to)

    gateways = Slow(one, other), Slow(other, one)
    lookers = [threading.Thread(target=look, args=(own_database, each)) for each in gateways]
    for each in lookers:
        each.start()
    for each in lookers:
        each.join()

    with own_database.readers() as session:
        assert {each.sid for each in carried} == set(sids(session))
        assert {"delivered"} == set(session.scalars(select(Message.state)))


def _lost_twice(session: Session) -> list[Message]:
    campaign = factories.campaign(session)
    voters = factories.contact_list(session, campaign, "Voters")
    pat = factories.contact(session, voters, "Pat Quinn", "+12125550111")
    action = factories.action(session, voters, contacts=[pat])
    held = factories.held(session, action, pat, factories.user(session, campaign, "Jo Park"))
    return [attempted(session, held, "unknown", attempt, due_at=NOON) for attempt in ("a1", "a2")]
