"""HELP is answered by the carrier: the inbox shows it, but it is no reply, and nobody waits for an answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.opting_out import lift, opt_out
from core.conversations.archiving import archive
from core.conversations.receiving import receive
from core.conversations.sending import send_initial
from core.models import Action, Conversation, Message, User
from core.results.day import day
from core.results.performance import performance
from core.results.recount import recount
from core.results.texts import texts
from tests.core.delivery.kit import SERVICE
from tests.factories import NOON

PAT = "+12125550111"


@pytest.fixture
def texted(session: Session, conversation: Conversation, jo: User) -> Conversation:
    send_initial(session, conversation.id, by=jo, key="first", now=NOON)
    return conversation


def hear(session: Session, body: str, minutes: int) -> None:
    form = {"MessageSid": f"SM{minutes}", "From": PAT, "To": "+13125550170", "Body": body, "NumSegments": "1"}
    more = {"MessagingServiceSid": SERVICE, "NumMedia": "0"}
    receive(session, form | more, now=NOON + timedelta(minutes=minutes))
    session.flush()
    session.expire_all()


def test_it_is_shown_and_unread_but_no_reply(session: Session, texted: Conversation, action: Action) -> None:
    hear(session, "Help!", 1)

    assert ("Help!", "in", True) == (texted.last_preview, texted.last_direction, texted.is_unread)
    assert (0, None) == (texted.reply_count, texted.attention_since)
    assert ["help"] == session.scalars(select(Message.kind).filter_by(direction="in")).all()
    counted = texts(session, action.id)
    assert 0 == counted.replies
    assert 0 == performance(session, action, counted).responders
    whole = day(session, action.campaign_id, NOON, NOON + timedelta(days=1))
    assert (0, 0) == (whole.replies, whole.repliers)
    assert [] == recount(session, action.campaign_id)


def test_a_reply_before_it_still_waits(session: Session, texted: Conversation) -> None:
    hear(session, "Who is this?", 1)
    hear(session, "INFO", 2)

    assert (1, NOON + timedelta(minutes=1)) == (texted.reply_count, texted.attention_since)
    assert [] == recount(session, texted.campaign_id)


def test_a_reply_after_it_counts(session: Session, texted: Conversation) -> None:
    hear(session, "help", 1)
    hear(session, "Yes I will", 2)

    assert 1 == texted.reply_count
    assert texted.attention_since
    assert [] == recount(session, texted.campaign_id)


def test_what_is_archived_stays_so(session: Session, texted: Conversation, jo: User) -> None:
    hear(session, "Yes I will", 1)
    archive(session, texted.id, by=jo, now=NOON + timedelta(minutes=2))
    hear(session, "help", 3)

    assert texted.archived_at
    assert texted.attention_since is None
    assert [] == recount(session, texted.campaign_id)


def test_after_a_stop_was_lifted_nobody_waits(session: Session, texted: Conversation) -> None:
    hear(session, "Yes I will", 1)
    opt_out(session, texted.campaign_id, PAT, route="admin", at=NOON + timedelta(minutes=2))
    lift(session, texted.campaign_id, PAT, at=NOON + timedelta(minutes=3))
    hear(session, "help", 4)

    assert texted.attention_since is None
    assert [] == recount(session, texted.campaign_id)
