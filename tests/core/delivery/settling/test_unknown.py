"""A text of which nobody knows is looked for, then handed back; a machine never sends it again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from core.conversations.sending import send_initial
from core.db import Database
from core.delivery.endings.statuses import hear
from core.delivery.gateway import Carried, Outgoing, Unknown
from core.delivery.sending.claiming import claim
from core.delivery.sending.lanes import QUEUED, UNFINISHED
from core.delivery.sending.outbox import deliver
from core.delivery.settling.unknown import LAST_LOOK, LEASE, settle
from core.models import Conversation, Event, Message, User
from tests import factories
from tests.core.delivery.kit import SERVICE, attempted
from tests.factories import NOON
from tests.fakes import FakeGateway

Stands = Callable[[Message], tuple[str, str | None, str | None]]


@pytest.fixture
def unknown(database: Database, gateway: FakeGateway, pressed: Message) -> Outgoing:
    """Jo's text was called for, and no clear answer came."""
    gateway.outcomes = [Unknown("ReadTimeout")]
    deliver(database, gateway, clock=lambda: NOON)
    return gateway.sent[0]


def look(database: Database, gateway: FakeGateway, minutes: float) -> int:
    return settle(database, gateway, clock=lambda: NOON + timedelta(minutes=minutes))


def test_it_is_looked_for_after_two_and_ten_minutes_then_handed_back(
    database: Database,
    gateway: FakeGateway,
    session: Session,
    unknown: Outgoing,
    pressed: Message,
    jo: User,
    stands: Stands,
) -> None:
    version = jo.inbox_version

    assert [0, 1, 0, 1, 0] == [look(database, gateway, at) for at in (1.9, 2, 5, 10, 60)]

    assert "not_confirmed" == stands(pressed)[0]
    assert version < jo.inbox_version
    assert "text_not_confirmed" in session.scalars(select(Event.name)).all()
    assert 1 == len(gateway.sent)


def test_it_is_found_in_the_carriers_list(
    database: Database, gateway: FakeGateway, unknown: Outgoing, pressed: Message, stands: Stands
) -> None:
    gateway.now = NOON + timedelta(seconds=3)
    found = gateway.carry(unknown, status="sent")

    look(database, gateway, 2)

    assert "sent" == stands(pressed)[0]
    assert found.sid == pressed.carrier_sid


def test_a_failure_is_found_with_its_code(
    database: Database, gateway: FakeGateway, unknown: Outgoing, pressed: Message, stands: Stands
) -> None:
    found = gateway.carry(unknown, status="undelivered")
    gateway.carried[found.sid] = _with(found, code="30007")

    look(database, gateway, 2)

    assert ("undelivered", "carrier_filter", "30007") == stands(pressed)


@pytest.mark.parametrize(
    "other",
    [
        {"body": "Something else"},
        {"to": "+12125550199"},
        {"direction": "in"},
        {"messaging_service_sid": "MG" + "9" * 32},
        {"created_at": NOON - timedelta(seconds=61)},
    ],
)
def test_another_text_is_not_taken_for_it(
    database: Database,
    gateway: FakeGateway,
    unknown: Outgoing,
    pressed: Message,
    stands: Stands,
    other: dict[str, str | datetime],
) -> None:
    found = gateway.carry(unknown)
    gateway.carried[found.sid] = _with(found, **other)

    look(database, gateway, 2)

    assert "unknown" == stands(pressed)[0]


def test_a_sid_that_another_text_holds_is_not_taken(
    database: Database,
    gateway: FakeGateway,
    session: Session,
    unknown: Outgoing,
    pressed: Message,
    jo: User,
    stands: Stands,
) -> None:
    found = gateway.carry(unknown)
    session.add(
        Message(
            campaign_id=pressed.campaign_id, direction="out", kind="initial", their_number=unknown.to,
            body=unknown.body, state="sent", rank=5, carrier_sid=found.sid, created_at=NOON,
        )
    )  # fmt: skip
    session.commit()

    look(database, gateway, 2)

    assert "unknown" == stands(pressed)[0]


def test_a_list_that_breaks_over_one_text_holds_up_no_other(
    database: Database, gateway: FakeGateway, session: Session, conversation: Conversation
) -> None:
    lost = {"due_at": NOON, "body": "Odd"}
    odd = attempted(session, conversation, "unknown", "a1", **lost)
    behind = attempted(session, conversation, "unknown", "a2", due_at=NOON)
    made = [Outgoing(each.attempt or "", each.their_number, each.body, SERVICE) for each in (odd, behind)]
    found = [gateway.carry(each, status="delivered") for each in made]
    gateway.carried[found[0].sid] = _with(found[0], status=["no", "word"])

    with capture_logs() as logs:
        assert 2 == look(database, gateway, 2)

    session.expire_all()
    assert ("unknown", "delivered") == (odd.state, behind.state)
    assert ["text_not_settled"] == [each["event"] for each in logs if each["log_level"] == "error"]
    look(database, gateway, 10)
    session.expire_all()
    assert "not_confirmed" == odd.state


def test_a_carrier_that_is_away_proves_nothing(
    database: Database, gateway: FakeGateway, unknown: Outgoing, pressed: Message, stands: Stands
) -> None:
    gateway.away = True

    assert 0 == look(database, gateway, 60)

    assert "unknown" == stands(pressed)[0]


def test_a_worker_that_died_leaves_a_text_to_be_settled(
    database: Database, gateway: FakeGateway, pressed: Message, stands: Stands
) -> None:
    with database.sessions.begin() as session:
        claim(session, pressed.campaign_id, now=NOON, limit=10)

    look(database, gateway, LEASE.total_seconds() / 60)
    assert "sending" == stands(pressed)[0]
    look(database, gateway, LEASE.total_seconds() / 60 + 0.1)
    assert "unknown" == stands(pressed)[0]
    look(database, gateway, LAST_LOOK.total_seconds() / 60)

    assert "not_confirmed" == stands(pressed)[0]
    assert [] == gateway.sent


@pytest.mark.parametrize("minutes", [1, 60])
def test_a_late_callback_settles_it(
    database: Database,
    gateway: FakeGateway,
    session: Session,
    unknown: Outgoing,
    pressed: Message,
    stands: Stands,
    minutes: int,
) -> None:
    look(database, gateway, 2)
    look(database, gateway, minutes)
    hear(session, unknown.attempt, {"MessageSid": "SM9", "MessageStatus": "delivered"}, now=NOON)
    session.commit()

    assert "delivered" == stands(pressed)[0]
    assert "SM9" == pressed.carrier_sid


def test_a_text_handed_back_may_be_pressed_again(
    database: Database, gateway: FakeGateway, session: Session, unknown: Outgoing, pressed: Message, jo: User
) -> None:
    look(database, gateway, 10)
    session.expire_all()
    assert pressed.conversation_id

    again = factories.queued(
        session, send_initial(session, pressed.conversation_id, by=jo, key="k2", now=NOON)
    )
    session.commit()
    deliver(database, gateway, clock=lambda: NOON)

    session.expire_all()
    assert ("not_confirmed", "accepted") == (pressed.state, again.state)


def test_finished_texts_are_never_looked_through(
    database: Database, session: Session, gateway: FakeGateway, pressed: Message
) -> None:
    """The queue and the lost ones are found by an index that holds nothing finished."""
    asked: list[tuple[str, Any]] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda *call: asked.append((str(call[2]), call[3]))
    )
    deliver(database, gateway, clock=lambda: NOON)
    settle(database, gateway, clock=lambda: NOON)

    scans = [call for call in asked if str(QUEUED) in call[0] or str(UNFINISHED) in call[0]]
    assert 4 <= len(scans)
    for statement, values in scans:
        plan = _plan(session, database, statement, values)
        assert "ix_messages_queue" in plan or "ix_messages_unfinished" in plan


def _plan(session: Session, database: Database, statement: str, values: Any) -> str:
    connection = session.connection()
    if not database.is_postgresql:
        return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
    connection.exec_driver_sql(
        "SET LOCAL enable_seqscan = off"
    )  # the table is too small to be worth an index
    return str(connection.exec_driver_sql(f"EXPLAIN {statement}", values).all())


def _with(carried: Carried, **values: object) -> Carried:
    return Carried(**(vars(carried) | values))
