"""Slack delivers the same thing twice at the same time: it is done once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actions import states
from core.config import Settings
from core.db import Database
from core.jobs import JOBS
from core.models import (
    Action,
    ContactList,
    Conversation,
    Event,
    Import,
    Notice,
    Reassignment,
    Script,
    ScriptVersion,
    StoredFile,
    Summary,
    Tag,
)
from core.models.base import Base
from core.notices import incidents
from core.notices.incidents import Trouble
from tests import factories
from tests.bot.conftest import Bot, at_work
from tests.factories import NOON

Rows = Callable[[type[Base]], int]


@pytest.fixture
def bot(own_database: Database, slack_settings: Settings) -> Iterator[Bot]:
    """The bot on a database where two can be at work at once, with a campaign in full swing."""
    with own_database.sessions.begin() as session:
        _prepare(session)
    with at_work(own_database, slack_settings) as bot:
        yield bot


@pytest.fixture
def maya(bot: Bot) -> Any:
    return bot.person("Maya")


@pytest.fixture
def rows(bot: Bot) -> Rows:
    """Count the rows of a table."""

    def count(kind: type[Base]) -> int:
        with bot.database.readers() as session:
            return session.scalar(select(func.count()).select_from(kind)) or 0

    return count


def test_a_first_step_is_noted_once(bot: Bot, maya: Any, rows: Rows) -> None:
    maya.home()
    before = rows(Event)
    bot.deliveries = 2
    maya.click(maya.home_view, "This is right")

    assert before + 1 == rows(Event)


def test_an_import_is_started_once(bot: Bot, maya: Any, rows: Rows) -> None:
    maya.command("/textbank", "lists import")
    maya.fill("List name", "New people")
    maya.fill("File", [("new.csv", b"phone\n2125550119\n")])
    assert {} == maya.submit()
    before = rows(ContactList)
    bot.deliveries = 2
    maya.submit()

    assert (1, before + 1) == (rows(Import), rows(ContactList))
    assert 1 == _events(bot, "import_started")


def test_an_action_is_published_once(bot: Bot, maya: Any, rows: Rows) -> None:
    before = rows(Conversation)
    maya.command("/textbank", "actions")
    maya.click(None, "Continue Phone week")
    maya.click(None, "Publish …")
    bot.deliveries = 2
    assert {} == maya.submit()
    for _ in range(2):
        JOBS["publish_actions"](bot.tools)

    assert before + 1 == rows(Conversation)
    assert 1 == _events(bot, "action_published")


def test_an_action_is_scheduled_once(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "actions")
    maya.click(None, "Continue Phone week")
    maya.click(None, "Schedule …")
    bot.deliveries = 2
    assert {} == maya.submit()

    assert 1 == _events(bot, "action_scheduled")


def test_its_volunteers_are_chosen_once(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "actions")
    maya.click(None, "Manage Get out the vote")
    maya.click(None, "Edit volunteers")
    maya.fill("Most contacts for each", "500")
    bot.deliveries = 2
    assert {} == maya.submit()

    assert 1 == _events(bot, "action_changed")


def test_an_action_is_copied_once(bot: Bot, maya: Any, rows: Rows) -> None:
    before = rows(Action)
    maya.command("/textbank", "actions")
    maya.click(None, "Manage Get out the vote")
    bot.deliveries = 2
    maya.click(None, "Copy")

    assert before + 1 == rows(Action)


def test_an_action_is_opened_again_once(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "actions")
    maya.click(None, "Manage Get out the vote")
    maya.click(None, "End action")
    bot.deliveries = 2
    maya.click(None, "Open again")

    assert 1 == _events(bot, "action_reopened")


def test_a_response_is_added_once(bot: Bot, maya: Any, rows: Rows) -> None:
    before = rows(Script)
    maya.command("/textbank", "actions")
    maya.click(None, "Manage Get out the vote")
    maya.click(None, "Edit responses")
    maya.click(None, "Add response")
    maya.fill("Response name", "No")
    maya.fill("Text", "OK")
    bot.deliveries = 2
    assert {} == maya.submit()

    assert before + 1 == rows(Script)


def test_a_script_is_reworded_and_another_added_once(bot: Bot, maya: Any, rows: Rows) -> None:
    before = rows(Script)
    maya.command("/textbank", "actions")
    maya.click(None, "Manage Get out the vote")
    maya.click(None, "Edit initial scripts")
    maya.fill("Initial script", "Good day")
    maya.click(None, "Add another script")
    maya.fill("Initial script B", "Good evening")
    bot.deliveries = 2
    assert {} == maya.submit()

    assert (before + 1, 1) == (rows(Script), rows(ScriptVersion))


def test_settings_are_changed_once(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "settings")
    maya.click(None, "Edit limits")
    maya.fill("Hours after another action", "24")
    bot.deliveries = 2
    maya.submit()

    assert 1 == _events(bot, "settings_changed")


def test_a_state_is_changed_once(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "settings")
    maya.click(None, "See hours by state")
    maya.click(None, "Edit Ohio")
    maya.fill("In force", ["Keep texts to these hours"])
    bot.deliveries = 2
    maya.submit()

    assert 1 == _events(bot, "settings_changed")


def test_a_draft_is_begun_once(bot: Bot, maya: Any, rows: Rows) -> None:
    before = rows(Action)
    maya.command("/textbank", "actions new")
    maya.fill("Title", "Another")
    maya.fill("Contact list", "Voters")
    bot.deliveries = 2
    maya.submit()

    assert before + 1 == rows(Action)


def test_conversations_are_moved_once(bot: Bot, maya: Any, rows: Rows) -> None:
    maya.command("/reassign")
    maya.fill("From", "Jo Park")
    maya.fill("To", "Sam Ruiz")
    maya.submit()
    bot.deliveries = 2
    maya.submit()

    assert 1 == rows(Reassignment)
    assert "Moved *1 conversation*" in bot.slack.text_of(maya.modal)


def test_a_tag_is_made_once(bot: Bot, maya: Any, rows: Rows) -> None:
    maya.command("/tags")
    maya.click(None, "Create tag")
    maya.fill("Tag name", "Friend")
    bot.deliveries = 2
    maya.submit()

    assert 1 == rows(Tag)


def test_a_summary_is_planned_once(bot: Bot, maya: Any, rows: Rows) -> None:
    maya.command("/textbank", "summaries")
    maya.click(None, "Create summary")
    bot.deliveries = 2
    maya.submit()

    assert 1 == rows(Summary)


def test_a_summary_is_sent_once(bot: Bot, maya: Any, rows: Rows) -> None:
    maya.command("/textbank", "summaries")
    maya.click(None, "Create summary")
    maya.submit()
    bot.deliveries = 2
    maya.click(None, "Send now")

    assert 1 == rows(Notice)


def test_results_are_posted_once(bot: Bot, maya: Any, rows: Rows) -> None:
    maya.command("/results")
    maya.click(None, "Post to channel")
    bot.deliveries = 2
    maya.submit()

    assert 1 == rows(Notice)


@pytest.mark.parametrize(("step", "form"), [("Edit initial scripts", ""), ("Edit responses", "Edit Yes")])
def test_a_picture_is_kept_once(bot: Bot, maya: Any, rows: Rows, step: str, form: str) -> None:
    maya.command("/textbank", "actions")
    maya.click(None, "Manage Get out the vote")
    maya.click(None, step)
    if form:
        maya.click(None, form)
    maya.fill("Picture", [("vote.png", factories.PNG)])
    bot.deliveries = 2
    assert {} == maya.submit()

    assert (1, 1) == (rows(StoredFile), rows(ScriptVersion))


def test_an_action_is_resumed_from_its_alert_once(bot: Bot, maya: Any, rows: Rows) -> None:
    general = bot.slack.channel("#general").id
    with bot.database.sessions.begin() as session:
        paused = states.pause_itself(session, Action.state == "published", code="20003", now=NOON)
        for each in paused:
            data = {"title": each.title, "code": "20003", "words": "No."}
            trouble = Trouble("paused_setup", f"paused:{each.id}", data, each.id, general)
            incidents.open_or_count(session, each.campaign_id, trouble, now=NOON)
    JOBS["deliver_notices"](bot.tools)
    (shown,) = bot.slack.channel("#general").messages
    before = rows(Event)
    bot.deliveries = 2

    maya.click(shown, "Resume")

    assert before + 2 == rows(Event)  # resumed, and the alert ended


def _prepare(session: Session) -> None:
    campaign = factories.campaign(session)
    factories.user(session, campaign, "Maya Torres", role="owner", slack_id="U0MAYA")
    jo = factories.user(session, campaign, "Jo Park", phone="+12125550101")
    sam = factories.user(session, campaign, "Sam Ruiz", phone="+12125550102")
    voters = factories.contact_list(session, campaign, "Voters")
    pat = factories.contact(session, voters, "Pat Quinn", "+12125550111")
    running = factories.action(session, voters, contacts=[pat], audience=[jo, sam])
    factories.held(session, running, pat, jo)
    factories.action(session, voters, state="draft", title="Phone week")


def _events(bot: Bot, name: str) -> int:
    with bot.database.readers() as session:
        return session.scalar(select(func.count()).select_from(Event).filter_by(name=name)) or 0
