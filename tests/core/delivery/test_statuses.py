"""Callbacks come early, late, twice, reversed or never; a text only moves forward."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.contacts.opting_out import is_opted_out
from core.conversations.sending import send_initial
from core.delivery.states import OF_TWILIO
from core.delivery.statuses import hear
from core.models import Contact, Conversation, Message, StatusEvent, User
from tests.factories import NOON

SID = "SM" + "7" * 32
WORDS = ["queued", "sent", "delivered"]


@pytest.fixture
def text(session: Session, conversation: Conversation, jo: User) -> Message:
    """A text that a worker has just called for."""
    message = send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    message.state, message.attempt, message.attempted_at = "sending", "a1", NOON
    session.flush()
    return message


def tell(
    session: Session, status: str, *, attempt: str = "a1", sid: str = SID, **more: str
) -> Message | None:
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


def test_a_doubled_callback_is_kept_once(session: Session, text: Message) -> None:
    assert tell(session, "sent") is not None
    assert tell(session, "sent") is None

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

    assert tell(session, "delivered", sid="SMother") is None
    assert ("sent", SID) == (text.state, text.carrier_sid)


def test_callbacks_of_nobodys_text_are_kept_only(session: Session, text: Message) -> None:
    assert tell(session, "sent", attempt="unheard of") is None
    assert ("sending", None) == (text.state, text.carrier_sid)
    assert 1 == session.scalar(select(func.count(StatusEvent.id)))


def test_a_new_word_of_twilios_is_kept_and_changes_nothing(session: Session, text: Message) -> None:
    assert tell(session, "teleported") is None
    assert "sending" == text.state
