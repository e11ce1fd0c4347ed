"""`/textbank summaries`: planned, paused, deleted and sent from a list; the message carries the numbers."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.summaries import views
from bot.summaries.message import summary_message
from bot.summaries.zones import zone_options
from core.conversations.hearing import hear
from core.delivery.endings.outcomes import BUCKETS
from core.jobs import JOBS
from core.models import Action, Conversation, Summary, User
from sandbox.slack.rules import check_message, check_options_response, check_view
from tests.bot.conftest import Bot
from tests.factories import NOON

QUIET: dict[str, Any] = {
    "sent": 0,
    "delivered": 0,
    "replies": 0,
    "repliers": 0,
    "opt_outs": 0,
    "reports": 0,
    "waiting": 0,
    "waiting_since": None,
    "problems": {},
    "actions": [],
    "first": "2026-10-20",
    "last": "2026-10-20",
    "timezone": "America/New_York",
    "at": NOON.timestamp(),
}
BUSY = QUIET | {
    "sent": 1_234_567,
    "delivered": 1_200_000,
    "replies": 30_000,
    "repliers": 24_000,
    "waiting": 512,
    "waiting_since": NOON.timestamp(),
    "problems": {bucket: 1_000 + number for number, bucket in enumerate(BUCKETS)},
    "actions": [{"title": "Ö & <" * 600, "sent": 1, "replies": 1, "waiting": 1_000}] * 300,
    "due": NOON.timestamp(),
    "by": "U0MAYA",
}


@pytest.fixture
def planned(maya_in_slack: Any) -> Any:
    """Maya with the list open, and one summary planned for #textbank at 20:00."""
    maya_in_slack.command("/textbank", "summaries", channel="#textbank")
    maya_in_slack.click(None, "Create summary")
    maya_in_slack.submit()
    return maya_in_slack


def only(session: Session) -> Summary:
    session.expire_all()
    return session.scalars(select(Summary)).one()


def test_a_summary_is_planned_from_the_form(bot: Bot, session: Session, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "summaries", channel="#textbank")
    assert "No summaries yet." in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Create summary")
    maya_in_slack.fill("Channel", "#general")
    maya_in_slack.fill("Time", "18:30")
    maya_in_slack.fill("Time zone", "America/Los Angeles")

    assert {} == maya_in_slack.submit()

    summary = only(session)
    assert ("C0GENERAL", 18 * 60 + 30, "America/Los_Angeles") == (
        summary.channel,
        summary.at_minute,
        summary.timezone,
    )
    text = bot.slack.text_of(maya_in_slack.modal)
    assert "The summary is planned." in text
    assert "every day at 6:30 PM, America/Los Angeles" in text


def test_the_form_begins_with_this_channel_and_the_campaigns_zone(session: Session, planned: Any) -> None:
    summary = only(session)

    assert ("C0TEXTBANK", 20 * 60, "America/New_York") == (
        summary.channel,
        summary.at_minute,
        summary.timezone,
    )


def test_one_sent_now_reaches_the_channel(
    bot: Bot, session: Session, planned: Any, action: Action, conversation: Conversation
) -> None:
    hear(session, conversation.id, "Who is this?", at=NOON)
    session.flush()
    planned.click(None, "Send now")
    bot.work()

    (message,) = bot.slack.channel("#textbank").messages
    assert "1 conversation waiting for an answer" in message.text
    assert "Get out the vote" in bot.slack.text_of(message)
    assert "on its way" in bot.slack.text_of(planned.modal)


def test_two_presses_are_two_messages(bot: Bot, planned: Any) -> None:
    for _ in range(2):
        planned.click(None, "Send now")
    bot.work()

    assert 2 == len(bot.slack.channel("#textbank").messages)


def test_one_that_is_due_reaches_the_channel(bot: Bot, session: Session, planned: Any) -> None:
    summary = only(session)
    summary.next_at = summary.next_at - timedelta(days=2)
    session.flush()
    JOBS["send_summaries"](bot.tools)
    bot.work()

    (message,) = bot.slack.channel("#textbank").messages
    assert "This summary is late" in bot.slack.text_of(message)


def test_it_is_paused_and_resumed(bot: Bot, session: Session, planned: Any) -> None:
    planned.click(None, "Pause")
    assert "Paused" in bot.slack.text_of(planned.modal)
    assert only(session).paused_at

    planned.click(None, "Resume")
    assert only(session).paused_at is None


def test_it_is_deleted_after_a_question(bot: Bot, session: Session, planned: Any) -> None:
    planned.click(None, "Delete", confirm=False)
    assert only(session).archived_at is None

    planned.click(None, "Delete")
    assert only(session).archived_at
    assert "No summaries yet." in bot.slack.text_of(planned.modal)


def test_results_open_from_the_message(bot: Bot, planned: Any, action: Action) -> None:
    planned.click(None, "Send now")
    bot.work()
    planned.close(everything=True)

    planned.click(bot.slack.channel("#textbank").messages[0], "Results")

    assert "Get out the vote" in bot.slack.text_of(planned.modal)


def test_a_channel_that_is_gone_is_told_to_the_owner(bot: Bot, planned: Any) -> None:
    bot.slack.archive("#textbank")
    planned.click(None, "Send now")
    bot.work()

    (told,) = bot.slack.dm("Maya").messages
    assert "the channel is archived" in bot.slack.text_of(told)


def test_staff_may_not(bot: Bot, maya: User, abe: User) -> None:
    person = bot.person("Abe")

    person.command("/textbank", "summaries")

    assert person.modal is None


def test_the_plain_text_carries_the_numbers() -> None:
    text = summary_message(BUSY).text

    assert text.startswith(
        "Texting summary, Tuesday, 20 October: 1,234,567 texts sent, 1,200,000 delivered, "
        "30,000 replies from 24,000 people"
    )
    assert "512 conversations waiting for an answer" in text


@pytest.mark.parametrize("data", [QUIET, BUSY])
def test_the_message_is_within_slacks_limits(data: dict[str, Any]) -> None:
    assert [] == check_message(summary_message(data).payload())


def test_a_summary_over_several_days_says_so() -> None:
    assert (
        "Tuesday, 20 October, to Thursday, 22 October" in summary_message(QUIET | {"last": "2026-10-22"}).text
    )


def test_a_full_list_is_within_slacks_limits() -> None:
    one = Summary(id=1, channel="C0FIELD", at_minute=0, timezone="America/New_York", next_at=NOON)

    view = views.list_modal([one] * 200, "C0FIELD", "Done.")

    assert [] == check_view(view)
    assert "… and 160 more" in str(view)
    assert [] == check_view(views.form_modal(None, "America/New_York"))


def test_zones_are_found_by_their_names() -> None:
    assert [] == check_options_response({"options": zone_options()})
    assert ["America/Los_Angeles"] == [each["value"] for each in zone_options("los angeles")]
    assert "America/New_York" == zone_options()[0]["value"]
