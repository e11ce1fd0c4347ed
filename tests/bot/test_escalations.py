"""What volunteers ask admins, in Slack: told with a button, resolved there or in the conversation."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.review.message import escalation_message, escalation_news
from core.conversations import escalating
from core.models import Campaign, Conversation, Escalation, User
from sandbox.slack.rules import check_message
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON


@pytest.fixture
def asked(
    bot: Bot, session: Session, campaign: Campaign, conversation: Conversation, jo: User, maya: User
) -> Escalation:
    """Jo asks the admins about Pat, in their channel."""
    campaign.alerts_channel = "C0GENERAL"
    conversation.initial_at = NOON
    factories.heard(session, conversation, "Are you a lawyer?")
    made = escalating.escalate(session, conversation.id, by=jo, note="Help <me>", key="k", now=NOON)
    session.commit()
    bot.work()
    return made


def said(bot: Bot) -> list[str]:
    return [bot.slack.text_of(each) for each in bot.slack.channel("#general").messages]


def test_the_message_opens_the_conversation(bot: Bot, maya_in_slack: Any, asked: Escalation) -> None:
    (message,) = bot.slack.channel("#general").messages
    assert "Jo Park asks an admin" in bot.slack.text_of(message)
    assert "Help &lt;me&gt;" in bot.slack.text_of(message)
    assert "lawyer" not in bot.slack.text_of(message)
    maya_in_slack.click(message, "Open this conversation")

    shown = bot.slack.text_of(maya_in_slack.modal)
    assert "Are you a lawyer?" in shown
    assert "Jo Park asks an admin to look." in shown


def test_resolved_from_the_message_twice_it_is_resolved_once(
    bot: Bot, session: Session, maya_in_slack: Any, asked: Escalation
) -> None:
    (message,) = bot.slack.channel("#general").messages
    for _ in range(2):
        maya_in_slack.click(message, "review.resolve")
    bot.work()

    first, reply = bot.slack.channel("#general").messages
    assert "Resolved by Maya Torres" in bot.slack.text_of(first)
    assert "review.resolve" not in str(first.blocks)
    assert (first.ts, "Resolved by Maya Torres.") == (reply.thread_ts, reply.text)


def test_resolved_and_closed_from_the_conversation(
    bot: Bot, session: Session, conversation: Conversation, maya_in_slack: Any, asked: Escalation
) -> None:
    maya_in_slack.click(bot.slack.channel("#general").messages[0], "Open this conversation")
    maya_in_slack.click(None, "Resolve and close the conversation")

    assert "Resolved, and the conversation is closed." in bot.slack.text_of(maya_in_slack.modal)
    session.expire_all()
    assert conversation.archived_at is not None
    assert session.scalars(select(Escalation.resolved_at)).one() is not None


def test_somebody_who_is_no_staff_is_turned_away(
    bot: Bot, session: Session, asked: Escalation, sam: User
) -> None:
    sam.slack_id = "U0ABE"
    session.commit()
    bot.person("Abe").click(bot.slack.channel("#general").messages[0], "review.resolve")

    session.expire_all()
    assert asked.resolved_at is None


def test_the_largest_messages_are_accepted() -> None:
    evil = "<!channel> & " * 90
    data = {"conversation": 10**15, "action": evil, "by": evil, "note": "\n>" * 500, "at": 1.0}
    told = [escalation_message(data | {"resolved_by": evil, "resolved_at": at}) for at in (None, 2.0)] + [
        escalation_news({"what": what, "who": who, "count": 10**6})
        for what in ("replied", "answered", "resolved")
        for who in (evil, "")
    ]

    assert [] == [problem for message in told for problem in check_message(message.payload())]
