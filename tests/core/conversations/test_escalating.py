"""What volunteers ask admins is told in a thread, with all that comes of it, and never with a text."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversations import escalating, escalations_told
from core.conversations.answering import answer
from core.db import Database
from core.errors import NotAllowed, NotFound
from core.models import Campaign, Conversation, Escalation, Event, Notice, User
from core.notices.delivering import deliver_due
from tests import factories
from tests.factories import NOON
from tests.fakes import FakeSlack

SECRET = "My number is 555-0199"


@pytest.fixture
def talk(session: Session, campaign: Campaign, conversation: Conversation, maya: User) -> Conversation:
    """Pat, held by Jo, said something; admins hear of trouble in a channel."""
    campaign.alerts_channel = "C0ADMINS"
    conversation.initial_at = NOON
    factories.heard(session, conversation, SECRET)
    return conversation


@pytest.fixture
def asked(session: Session, talk: Conversation, jo: User) -> Escalation:
    """Jo asks the admins."""
    made = escalating.escalate(session, talk.id, by=jo, note="Please help", key="k", now=NOON)
    session.commit()
    return made


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack()


def post(database: Database, slack: FakeSlack) -> None:
    """Tell what came, and post what is to be told."""
    escalations_told.tell_all(database, now=NOON)
    deliver_due(database, slack, clock=lambda: NOON + timedelta(minutes=1))


def said(slack: FakeSlack) -> list[tuple[str | None, dict[str, Any]]]:
    """Return what stands in Slack: the thread, and the data."""
    return [(each.posting.thread_ts, each.posting.data) for each in slack.messages.values()]


def test_the_channel_for_alerts_hears_who_asks_and_why_but_no_text(
    database: Database, session: Session, asked: Escalation, slack: FakeSlack
) -> None:
    post(database, slack)

    ((thread, data),) = said(slack)
    assert thread is None
    assert ("Jo Park", "Please help", "Get out the vote") == (data["by"], data["note"], data["action"])
    assert SECRET not in str(data)
    assert "Pat" not in str(data)


def test_without_a_channel_each_owner_hears_it(
    session: Session, campaign: Campaign, talk: Conversation, jo: User
) -> None:
    campaign.alerts_channel = None
    made = escalating.escalate(session, talk.id, by=jo, note="", key="k", now=NOON)

    assert ["U0MAYA"] == made.told


def test_asked_again_while_it_is_open_changes_nothing(
    session: Session, talk: Conversation, asked: Escalation, jo: User
) -> None:
    for key in ("k", "another"):
        again = escalating.escalate(session, talk.id, by=jo, note="Again", key=key, now=NOON)
        assert asked.id == again.id

    assert ["conversation_escalated"] == session.scalars(select(Event.name)).all()
    assert 1 == len(session.scalars(select(Notice)).all())


def test_replies_and_answers_are_told_in_the_thread_several_in_a_row_at_once(
    database: Database, session: Session, talk: Conversation, asked: Escalation, maya: User, slack: FakeSlack
) -> None:
    post(database, slack)
    factories.heard(session, talk, "Hello?")
    factories.heard(session, talk, "Anybody?")
    answer(session, talk.id, by=maya, body="I am here", key="a", seen=10**9, now=NOON)
    session.commit()
    for _ in range(2):
        post(database, slack)

    (parent,) = [ts for ts, each in slack.messages.items() if each.posting.kind == "escalation"]
    assert [
        (parent, {"what": "replied", "who": "", "count": 2}),
        (parent, {"what": "answered", "who": "Maya Torres", "count": 1}),
    ] == said(slack)[1:]


def test_resolving_changes_the_message_and_says_so_in_the_thread(
    database: Database, session: Session, talk: Conversation, asked: Escalation, maya: User, slack: FakeSlack
) -> None:
    post(database, slack)
    for _ in range(2):
        escalating.resolve(session, talk.id, by=maya, now=NOON)
    session.commit()
    post(database, slack)

    (top, data), (thread, news) = said(slack)
    assert (None, "Maya Torres") == (top, data["resolved_by"])
    assert (next(iter(slack.messages)), "resolved") == (thread, news["what"])
    names = session.scalars(select(Event.name).order_by(Event.id)).all()
    assert ["conversation_escalated", "escalation_resolved"] == list(names)
    assert talk.attention_since is not None  # it waits for an answer still


def test_resolving_may_close_the_conversation_too(
    session: Session, talk: Conversation, asked: Escalation, maya: User
) -> None:
    escalating.resolve(session, talk.id, by=maya, now=NOON, archiving=True)

    assert (NOON, None) == (talk.archived_at, talk.attention_since)


def test_after_it_is_resolved_another_may_be_asked_and_no_more_is_told_of_the_first(
    database: Database, session: Session, talk: Conversation, asked: Escalation, maya: User, jo: User
) -> None:
    escalating.resolve(session, talk.id, by=maya, now=NOON)
    factories.heard(session, talk, "Hello?")
    session.commit()
    assert 0 == escalations_told.tell_all(database, now=NOON)

    second = escalating.escalate(session, talk.id, by=jo, note="", key="k2", now=NOON)
    assert second.id != asked.id


def test_a_reply_in_a_thread_waits_until_the_message_stands(
    database: Database, session: Session, talk: Conversation, asked: Escalation, slack: FakeSlack
) -> None:
    factories.heard(session, talk, "Hello?")
    session.commit()
    escalations_told.tell_all(database, now=NOON)
    top = session.scalars(select(Notice).filter_by(thread_of=None)).one()
    top.due_at = NOON + timedelta(hours=1)
    session.commit()

    deliver_due(database, slack, clock=lambda: NOON)
    assert {} == slack.messages
    deliver_due(database, slack, clock=lambda: NOON + timedelta(hours=1))
    assert [None, next(iter(slack.messages))] == [thread for thread, _ in said(slack)]


def test_a_reply_is_said_apart_where_the_message_could_never_be_posted(
    database: Database, session: Session, talk: Conversation, asked: Escalation, slack: FakeSlack
) -> None:
    top = session.scalars(select(Notice)).one()
    top.state = "failed"
    factories.heard(session, talk, "Hello?")
    session.commit()
    post(database, slack)

    assert [None] == [thread for thread, _ in said(slack)]


def test_only_the_holder_asks_and_only_staff_resolves(
    session: Session, talk: Conversation, asked: Escalation, jo: User, sam: User, maya: User
) -> None:
    with pytest.raises(NotFound):
        escalating.escalate(session, talk.id, by=sam, note="", key="s", now=NOON)
    with pytest.raises(NotAllowed):
        escalating.resolve(session, talk.id, by=jo, now=NOON)
    with pytest.raises(NotAllowed):
        escalating.page(session, by=jo)
