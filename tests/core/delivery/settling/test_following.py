"""What the carrier took and never spoke of again is asked for, and in the end nobody waits for it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from core.db import Database
from core.delivery.endings.statuses import hear
from core.delivery.gateway import Carried
from core.delivery.settling.following import OPEN, follow
from core.models import Conversation, Event, Message, User
from tests.core.delivery.kit import SERVICE, attempted
from tests.factories import NOON
from tests.fakes import FakeGateway

HOURS = 60
SID = "SM" + "1" * 32


def ask(database: Database, gateway: FakeGateway, minutes: float) -> int:
    return follow(database, gateway, clock=lambda: NOON + timedelta(minutes=minutes))


@pytest.fixture
def silent(session: Session, conversation: Conversation) -> Message:
    """A text that was accepted at noon; no callback ever came."""
    due_at = NOON + timedelta(minutes=15)
    return attempted(session, conversation, "accepted", "a1", carrier_sid=SID, due_at=due_at)


def carries(gateway: FakeGateway, message: Message, status: str, **more: Any) -> None:
    """Let the carrier have the text, in this state."""
    made = Carried(SID, "out", status, message.their_number, None, message.body, None, NOON, SERVICE)
    gateway.carried = {SID: replace(made, **more)}


def test_it_is_asked_for_after_a_quarter_of_an_hour_and_after_six_and_72_hours(
    database: Database, gateway: FakeGateway, session: Session, silent: Message, jo: User
) -> None:
    version = jo.inbox_version
    times = (14, 15, 20, 5 * HOURS, 6 * HOURS, 7 * HOURS, 71 * HOURS, 72 * HOURS, 100 * HOURS)

    assert [0, 1, 0, 0, 1, 0, 0, 1, 0] == [ask(database, gateway, at) for at in times]

    session.expire_all()
    assert ("not_confirmed", SID, None) == (silent.state, silent.carrier_sid, silent.due_at)
    assert version < jo.inbox_version
    assert ["text_not_confirmed"] == session.scalars(select(Event.name)).all()


def test_what_became_of_it_is_taken_over(
    database: Database, gateway: FakeGateway, session: Session, silent: Message
) -> None:
    carries(gateway, silent, "undelivered", code="30007", words="Message filtered", sender="+13125550170")

    ask(database, gateway, 15)

    session.expire_all()
    assert ("undelivered", "carrier_filter", "30007", "Message filtered", "+13125550170") == (
        silent.state,
        silent.bucket,
        silent.code,
        silent.problem,
        silent.our_number,
    )
    assert 0 == ask(database, gateway, 100 * HOURS)


def test_sent_may_be_the_last_word(
    database: Database, gateway: FakeGateway, session: Session, silent: Message
) -> None:
    """Not every carrier returns a receipt: it is no failure, and nothing to press again."""
    carries(gateway, silent, "sent")

    assert [1, 1, 1, 0] == [ask(database, gateway, at * HOURS) for at in (1, 6, 72, 100)]

    session.expire_all()
    assert ("sent", None, None) == (silent.state, silent.due_at, silent.bucket)


def test_a_late_word_moves_even_what_was_handed_back(
    database: Database, gateway: FakeGateway, session: Session, silent: Message
) -> None:
    ask(database, gateway, 72 * HOURS)
    hear(session, "a1", {"MessageSid": SID, "MessageStatus": "delivered"}, now=NOON + timedelta(days=4))
    session.commit()

    session.expire_all()
    assert "delivered" == silent.state


def test_an_older_word_moves_nothing_back(
    database: Database, gateway: FakeGateway, session: Session, silent: Message
) -> None:
    carries(gateway, silent, "queued")
    hear(session, "a1", {"MessageSid": SID, "MessageStatus": "sent"}, now=NOON)
    session.commit()

    ask(database, gateway, 15)

    session.expire_all()
    assert "sent" == silent.state


def test_a_carrier_that_is_away_is_asked_in_the_next_round(
    database: Database, gateway: FakeGateway, session: Session, silent: Message
) -> None:
    gateway.away = True
    with capture_logs() as logs:
        assert 0 == ask(database, gateway, 80 * HOURS)
    gateway.away = False

    assert ["following_put_off"] == [each["event"] for each in logs]
    session.expire_all()
    assert "accepted" == silent.state
    assert 1 == ask(database, gateway, 80 * HOURS)


def test_a_word_that_nobody_knows_is_logged_and_waited_out(
    database: Database, gateway: FakeGateway, session: Session, silent: Message
) -> None:
    carries(gateway, silent, "teleported")

    with capture_logs() as logs:
        ask(database, gateway, 15)

    session.expire_all()
    assert "accepted" == silent.state
    assert {"status_unknown", "followed"} == {each["event"] for each in logs}


def test_an_answer_that_breaks_holds_up_no_other_text(
    database: Database, gateway: FakeGateway, session: Session, conversation: Conversation, silent: Message
) -> None:
    other, due_at = "SM" + "2" * 32, NOON + timedelta(minutes=16)
    behind = attempted(session, conversation, "accepted", "a2", carrier_sid=other, due_at=due_at)
    carries(gateway, silent, ["no", "word"])  # type: ignore[arg-type]  # such as no carrier ever gave
    gateway.carried[other] = replace(gateway.carried[SID], sid=other, status="delivered")

    with capture_logs() as logs:
        assert 2 == ask(database, gateway, 20)

    session.expire_all()
    assert ("accepted", "delivered") == (silent.state, behind.state)
    assert ["text_not_followed"] == [each["event"] for each in logs if each["log_level"] == "error"]
    assert [0, 1, 1] == [ask(database, gateway, at * HOURS) for at in (5, 6, 72)]
    session.expire_all()
    assert "not_confirmed" == silent.state


def test_an_accepted_text_is_asked_for_even_where_only_its_callback_came(
    database: Database, gateway: FakeGateway, session: Session, conversation: Conversation
) -> None:
    sending = attempted(session, conversation, "sending", "a1")
    hear(session, "a1", {"MessageSid": SID, "MessageStatus": "queued"}, now=NOON)
    session.commit()
    carries(gateway, sending, "delivered")

    assert 1 == ask(database, gateway, 16)

    session.expire_all()
    assert "delivered" == sending.state


def test_what_is_finished_is_never_looked_through(
    database: Database, gateway: FakeGateway, session: Session, silent: Message
) -> None:
    asked: list[tuple[str, Any]] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda *call: asked.append((str(call[2]), call[3]))
    )
    ask(database, gateway, 15)

    (scan,) = [call for call in asked if str(OPEN) in call[0]][:1]
    assert "ix_messages_open" in plan(session, database, *scan)


def plan(session: Session, database: Database, statement: str, values: Any) -> str:
    connection = session.connection()
    if not database.is_postgresql:
        return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
    # the table is too small to be worth an index
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return str(connection.exec_driver_sql(f"EXPLAIN {statement}", values).all())
