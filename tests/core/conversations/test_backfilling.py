"""Whatever was written while we were away is taken in from the carrier's list, once, and at its own time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from core.contacts.opting_out import is_opted_out
from core.conversations import backfilling
from core.conversations.receiving import take_in
from core.conversations.writing import write
from core.db import Database
from core.delivery.gateway import Carried, Media
from core.models import Bookmark, Campaign, Contact, Conversation, MediaFile, Message
from core.results.recount import recount
from tests.factories import NOON
from tests.fakes import FakeGateway

Written = Callable[..., Carried]


@pytest.fixture
def gateway() -> FakeGateway:
    return FakeGateway()


@pytest.fixture
def texted(session: Session, conversation: Conversation) -> Conversation:
    """Pat's conversation, in which Jo wrote two hours before noon."""
    write(session, conversation.id, "Hi Pat", at=NOON - timedelta(hours=2))
    session.commit()
    return conversation


@pytest.fixture
def pat_wrote(gateway: FakeGateway, pat: Contact) -> Written:
    """Let Pat write so many minutes before noon; no webhook brings it."""

    def write(body: str, minutes: float = 5, **more: Any) -> Carried:
        return gateway.written(pat.phone, body, created_at=NOON - timedelta(minutes=minutes), **more)

    return write


def backfill(database: Database, gateway: FakeGateway, minutes: float = 0) -> int:
    return backfilling.backfill(database, gateway, clock=lambda: NOON + timedelta(minutes=minutes))


def told(gateway: FakeGateway, text: Carried) -> dict[str, str]:
    """Return what a webhook brings of a text."""
    sid, body = text.sid, text.body
    return {"MessageSid": sid, "From": text.sender or "", "To": text.to, "Body": body, "NumMedia": "0"}


def bodies(session: Session) -> list[str]:
    query = select(Message.body).where(Message.direction == "in").order_by(Message.id)
    return list(session.scalars(query))


def test_a_reply_that_no_webhook_brought_is_taken_in_once(
    database: Database, session: Session, gateway: FakeGateway, texted: Conversation, pat_wrote: Written
) -> None:
    pat_wrote("Yes")

    with capture_logs() as logs:
        assert [1, 0, 0] == [backfill(database, gateway, at) for at in (0, 1, 30)]

    session.expire_all()
    assert ["Yes"] == bodies(session)
    assert NOON - timedelta(minutes=5) == session.scalars(select(Message.created_at)).one()
    assert (1, "in") == (texted.reply_count, texted.last_direction)
    assert [1] == [each["taken"] for each in logs if each["event"] == "backfilled"]


def test_what_a_webhook_brought_is_left_alone(
    database: Database, session: Session, gateway: FakeGateway, texted: Conversation, pat_wrote: Written
) -> None:
    take_in(database, told(gateway, pat_wrote("Yes")), now=NOON)

    assert 0 == backfill(database, gateway)

    assert ["Yes"] == bodies(session)


def test_a_webhook_that_comes_after_all_changes_nothing(
    database: Database, session: Session, gateway: FakeGateway, texted: Conversation, pat_wrote: Written
) -> None:
    text = pat_wrote("Yes")
    backfill(database, gateway)
    take_in(database, told(gateway, text), now=NOON)

    session.expire_all()
    assert (["Yes"], 1) == (bodies(session), texted.reply_count)


def test_our_own_texts_are_none_of_it(
    database: Database, session: Session, gateway: FakeGateway, pat_wrote: Written
) -> None:
    text = pat_wrote("Hi Pat")
    gateway.carried[text.sid] = Carried(**(vars(text) | {"direction": "out"}))

    assert 0 == backfill(database, gateway)


def test_a_stop_counts_and_the_later_of_stop_and_start_has_its_way(
    database: Database,
    session: Session,
    gateway: FakeGateway,
    texted: Conversation,
    pat: Contact,
    lee: Contact,
    pat_wrote: Written,
) -> None:
    pat_wrote("START", 20)
    pat_wrote("Stop.", 10)
    gateway.written(lee.phone, "STOP", created_at=NOON - timedelta(minutes=20))
    gateway.written(lee.phone, "START", created_at=NOON - timedelta(minutes=10))

    backfill(database, gateway)

    assert is_opted_out(session, pat.campaign_id, pat.phone)
    assert not is_opted_out(session, lee.campaign_id, lee.phone)


@pytest.mark.parametrize(("late", "known", "stopped"), [("START", "STOP", True), ("STOP", "START", False)])
def test_of_late_and_known_words_the_later_one_has_its_way_too(
    database: Database,
    session: Session,
    gateway: FakeGateway,
    texted: Conversation,
    pat: Contact,
    pat_wrote: Written,
    late: str,
    known: str,
    stopped: bool,
) -> None:
    pat_wrote(late, 30)
    take_in(database, told(gateway, pat_wrote(known, 5)), now=NOON - timedelta(minutes=5))

    backfill(database, gateway)

    assert stopped is is_opted_out(session, pat.campaign_id, pat.phone)
    assert [] == recount(session, pat.campaign_id)


def test_a_reply_from_before_our_latest_text_is_unread_and_keeps_its_place(
    database: Database, session: Session, gateway: FakeGateway, texted: Conversation, pat_wrote: Written
) -> None:
    written_at = NOON - timedelta(minutes=20)
    write(session, texted.id, "Are you there?", at=NOON - timedelta(minutes=10))
    texted.read_at = NOON - timedelta(minutes=9)
    session.commit()
    pat_wrote("Yes", 20)

    backfill(database, gateway)

    session.expire_all()
    assert ("out", NOON - timedelta(minutes=10), "Are you there?") == (
        texted.last_direction,
        texted.last_message_at,
        texted.last_preview,
    )
    assert (written_at, 1, None) == (texted.last_inbound_at, texted.reply_count, texted.attention_since)
    assert texted.is_unread


def test_a_carrier_that_is_away_loses_nothing(
    database: Database, session: Session, gateway: FakeGateway, texted: Conversation, pat_wrote: Written
) -> None:
    backfill(database, gateway, -60)
    pat_wrote("Yes", 50)
    gateway.away = True
    assert 0 == backfill(database, gateway)
    gateway.away = False

    assert 1 == backfill(database, gateway, 600)

    assert ["Yes"] == bodies(session)


def test_the_first_time_looks_back_an_hour(
    database: Database, session: Session, gateway: FakeGateway, texted: Conversation, pat_wrote: Written
) -> None:
    pat_wrote("long ago", 61)
    pat_wrote("lately", 59)

    backfill(database, gateway)

    assert ["lately"] == bodies(session)


def test_after_a_long_outage_all_of_it_is_read(
    database: Database, session: Session, gateway: FakeGateway, texted: Conversation, pat_wrote: Written
) -> None:
    backfill(database, gateway, -50 * 60)
    for hours in (49, 30, 1):
        pat_wrote(f"{hours} hours ago", hours * 60)

    assert 3 == backfill(database, gateway)

    assert ["49 hours ago", "30 hours ago", "1 hours ago"] == bodies(session)


def test_the_bookmark_never_goes_back(database: Database, session: Session, gateway: FakeGateway) -> None:
    backfill(database, gateway)
    backfill(database, gateway, 10)
    backfill(database, gateway, 5)

    assert NOON + timedelta(minutes=10) == session.scalars(select(Bookmark.at)).one()


def test_pictures_come_along(
    database: Database, session: Session, gateway: FakeGateway, texted: Conversation, pat_wrote: Written
) -> None:
    (address,) = gateway.attach(pat_wrote("Look"), Media("image/png", b"png"))

    backfill(database, gateway)

    assert [(address, "image/png")] == [
        (each.url, each.content_type) for each in session.scalars(select(MediaFile))
    ]


def test_a_text_from_the_future_is_from_now(
    database: Database,
    session: Session,
    gateway: FakeGateway,
    campaign: Campaign,
    texted: Conversation,
    pat_wrote: Written,
) -> None:
    """The carrier's clock may be ahead of ours."""
    pat_wrote("Yes", -1)

    backfill(database, gateway)

    session.expire_all()
    assert NOON == texted.last_message_at


def test_before_anything_is_sent_a_list_not_read_for_long_is_read(
    database: Database, session: Session, gateway: FakeGateway, texted: Conversation, pat_wrote: Written
) -> None:
    """Every press rings for delivery, and must not make a call of its own."""

    def catch_up(minutes: float) -> list[str]:
        now = NOON + timedelta(minutes=minutes)
        backfilling.catch_up(database, gateway, clock=lambda: now)
        return bodies(session)

    pat_wrote("before", 1)
    assert ["before"] == catch_up(0)
    pat_wrote("after", -1)
    assert ["before"] == catch_up(14)
    assert ["before", "after"] == catch_up(16)


def test_an_emoji_that_was_cut_in_two_is_kept_as_what_it_is(
    database: Database, session: Session, gateway: FakeGateway, texted: Conversation, pat_wrote: Written
) -> None:
    """JSON may bring half of one, which no database takes: all behind it and all sending would wait."""
    pat_wrote("Yes \ud83d", 5)
    pat_wrote("Whole \ud83d\ude00", 4)

    assert 2 == backfill(database, gateway)

    assert ["Yes \N{REPLACEMENT CHARACTER}", "Whole \N{GRINNING FACE}"] == bodies(session)


def test_a_text_that_cannot_be_kept_holds_up_no_other(
    database: Database, session: Session, gateway: FakeGateway, texted: Conversation, pat_wrote: Written
) -> None:
    odd = pat_wrote(7, 5)  # a body such as nobody has
    pat_wrote("STOP", 4)

    with capture_logs() as logs:
        assert 1 == backfill(database, gateway)

    assert ["STOP"] == bodies(session)
    assert [odd.sid] == [each["sid"] for each in logs if each["event"] == "inbound_not_kept"]
    assert NOON == session.scalars(select(Bookmark.at)).one()
