"""Callbacks come early, late, twice, reversed or never; a text only moves forward."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select, update
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from core.contacts.opting_out import is_opted_out
from core.conversations.sending import send_initial
from core.db import Database
from core.delivery.endings.advancing import SILENCE
from core.delivery.endings.statuses import hear
from core.delivery.gateway import Accepted, Outgoing
from core.delivery.sending.recording import record
from core.delivery.states import OF_TWILIO
from core.metrics import tallies
from core.metrics.catalogue import CALLBACKS
from core.models import Contact, Conversation, Message, StatusEvent, User
from tests import factories
from tests.factories import NOON

SID = "SM" + "7" * 32
WORDS = ["queued", "sent", "delivered"]


@pytest.fixture
def text(session: Session, conversation: Conversation, jo: User) -> Message:
    """A text that a worker has just called for."""
    message = factories.queued(session, send_initial(session, conversation.id, by=jo, key="k1", now=NOON))
    message.state, message.attempt, message.attempted_at = "sending", "a1", NOON
    session.flush()
    return message


def tell(session: Session, status: str, *, attempt: str = "a1", sid: str = SID, **more: str) -> bool:
    form = {"MessageSid": sid, "MessageStatus": status, "From": "+13125550171", **more}
    moved = hear(session, attempt, form, now=NOON + timedelta(seconds=9))
    session.expire_all()
    return moved


@pytest.mark.parametrize("order", list(permutations(WORDS)))
def test_in_any_order_the_last_word_stands(session: Session, text: Message, order: tuple[str, ...]) -> None:
    for status in order:
        tell(session, status)

    assert ("delivered", 9, SID, "+13125550171") == (
        text.state,
        text.rank,
        text.carrier_sid,
        text.our_number,
    )
    assert NOON + timedelta(seconds=9) == text.finished_at


@given(st.lists(st.sampled_from(sorted(OF_TWILIO)), max_size=8))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_never_moves_back(session: Session, text: Message, told: list[str]) -> None:
    session.execute(update(Message).values(state="sending", rank=0, carrier_sid=None))
    session.query(StatusEvent).delete()
    ranks = []
    for status in told:
        tell(session, status)
        ranks.append(text.rank)

    assert sorted(ranks) == ranks
    assert (max((OF_TWILIO[status].rank for status in told), default=0)) == (ranks[-1] if ranks else 0)


ANSWER = "the answer to the call"
NOT_FINAL, FINAL = ["accepted", "queued", "sending", "sent"], ["delivered", "undelivered", "failed"]


@st.composite
def tellings(draw: st.DrawFn) -> list[str]:
    """Callbacks and the answer itself, in any order, any of them twice or more, some never."""
    words = draw(st.lists(st.sampled_from([*NOT_FINAL, *draw(st.permutations(FINAL))[:2]]), max_size=6))
    return draw(st.permutations([*words, *draw(st.lists(st.sampled_from(words or [ANSWER]))), ANSWER]))


@given(tellings())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_order_things_are_told_in_the_end_is_the_same(
    session: Session, text: Message, told: list[str]
) -> None:
    """The first final word stands; without one the farthest that was told does."""
    session.execute(update(Message).values(state="sending", rank=0, carrier_sid=None, code=None, bucket=None))
    session.query(StatusEvent).delete()

    for word in told:
        if word == ANSWER:
            out = Outgoing("a1", text.their_number, text.body, "MG")
            record(session, [(out, Accepted(SID, "accepted"))], now=NOON)
            session.expire_all()
        else:
            tell(session, word)

    words = [OF_TWILIO[word] for word in told if word != ANSWER] + [OF_TWILIO["accepted"]]
    finals = [state for state in words if state.is_final]
    expected = finals[0] if finals else max(words, key=lambda state: state.rank)
    assert (expected.name, expected.rank, SID) == (text.state, text.rank, text.carrier_sid)
    assert (text.finished_at is None, text.due_at is None) == (not finals, bool(finals))


def test_a_text_that_is_underway_is_asked_for_when_nothing_more_is_told(
    session: Session, text: Message
) -> None:
    tell(session, "sent")
    assert NOON + timedelta(seconds=9) + SILENCE == text.due_at

    tell(session, "delivered")
    assert text.due_at is None


def test_a_callback_takes_two_statements(session: Session, database: Database, text: Message) -> None:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: asked.append(str(call[2])))
    tell(session, "sent")

    assert ["INSERT", "UPDATE"] == [statement.split()[0] for statement in asked]


@pytest.mark.parametrize(
    ("word", "sid", "said"),
    [
        ("delivered", SID, "status_contradicts"),
        ("delivered", "SMother", "status_of_another_sid"),
        ("teleported", SID, "status_unknown"),
    ],
)
def test_what_contradicts_is_said_and_kept(
    session: Session, text: Message, word: str, sid: str, said: str
) -> None:
    tell(session, "undelivered", ErrorCode="30003")

    with capture_logs() as logs:
        assert not tell(session, word, sid=sid)

    assert [said] == [each["event"] for each in logs]
    assert 2 == session.scalar(select(func.count(StatusEvent.id)))
    assert "undelivered" == text.state


def test_callbacks_are_counted_by_word(session: Session, text: Message) -> None:
    tallies.forget()
    for word in ("sent", "sent", "delivered", "teleported"):
        tell(session, word)

    counted = {labels: times for (name, labels), times in tallies.forget().items() if name == CALLBACKS}
    assert {"status=sent": 1, "status=delivered": 1, "status=unknown": 1} == counted


def test_a_doubled_callback_is_kept_once(session: Session, text: Message) -> None:
    assert tell(session, "sent")
    assert not tell(session, "sent")

    assert 1 == session.scalar(select(func.count(StatusEvent.id)))


def test_the_first_final_word_stands(session: Session, text: Message) -> None:
    tell(session, "undelivered", ErrorCode="30007", ErrorMessage="Message filtered")
    tell(session, "delivered")

    assert ("undelivered", "carrier_filter", "30007", "Message filtered") == (
        text.state,
        text.bucket,
        text.code,
        text.problem,
    )
    assert ["undelivered", "delivered"] == list(
        session.scalars(select(StatusEvent.status).order_by(StatusEvent.id))
    )


def test_a_late_failure_shows_in_the_volunteers_inbox(session: Session, text: Message, jo: User) -> None:
    session.refresh(jo)
    version = jo.inbox_version
    tell(session, "sent")
    assert version == jo.inbox_version
    tell(session, "undelivered", ErrorCode="30003")

    assert version + 1 == jo.inbox_version
    assert "carrier" == text.bucket


@pytest.mark.parametrize(("code", "why"), [("30005", "bad_number"), ("30006", "landline"), ("30003", None)])
def test_what_a_failure_says_of_the_phone_is_kept(
    session: Session, text: Message, pat: Contact, code: str, why: str | None
) -> None:
    tell(session, "undelivered", ErrorCode=code)

    assert why == pat.undeliverable


def test_a_stop_known_to_the_carrier_is_kept(session: Session, text: Message) -> None:
    tell(session, "failed", ErrorCode="21610")

    assert is_opted_out(session, text.campaign_id, text.their_number)


def test_another_sid_for_the_same_attempt_changes_nothing(session: Session, text: Message) -> None:
    tell(session, "sent")

    assert not tell(session, "delivered", sid="SMother")
    assert ("sent", SID) == (text.state, text.carrier_sid)


def test_callbacks_of_nobodys_text_are_kept_only(session: Session, text: Message) -> None:
    assert not tell(session, "sent", attempt="unheard of")
    assert ("sending", None) == (text.state, text.carrier_sid)
    assert 1 == session.scalar(select(func.count(StatusEvent.id)))


def test_a_new_word_of_twilios_is_kept_and_changes_nothing(session: Session, text: Message) -> None:
    assert not tell(session, "teleported")
    assert "sending" == text.state
