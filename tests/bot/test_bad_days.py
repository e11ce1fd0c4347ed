"""Slack fails, the database is away, rights went meanwhile: it is told where people are, nothing is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot.blocks import actions, button
from bot.troubles import DATABASE_AWAY, OUTGROWN, TOO_LATE
from core.labels import tags
from core.labels.tags import TagForm
from core.models import Action, Contact, ContactList, Tag, User
from sandbox.slack import App
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON

Away = Callable[[], Any]


@pytest.fixture
def away(bot: Bot) -> Away:
    """Take the database away for a while."""

    @contextmanager
    def for_a_while() -> Iterator[None]:
        def gone(*_: object) -> None:
            raise OperationalError("BEGIN", {}, Exception("database is locked"))

        engine = bot.database.engine
        event.listen(engine, "before_cursor_execute", gone)
        yield
        event.remove(engine, "before_cursor_execute", gone)

    return for_a_while


@pytest.fixture
def supporter(session: Session, maya: User) -> Tag:
    tag = tags.create(session, TagForm("Supporter"), by=maya, now=NOON)
    session.commit()
    return tag


@pytest.fixture
def draft(session: Session, voters: ContactList, pat: Contact) -> Action:
    made = factories.action(session, voters, state="draft")
    session.commit()
    return made


def last_words(bot: Bot, person: Any) -> str:
    """Return what was said to somebody last: to them alone, or directly."""
    told = [*person.ephemerals, *person.dm.messages]
    return str(bot.slack.text_of(max(told, key=lambda message: message.ts))) if told else ""


def typed_a_tag(maya: Any) -> None:
    maya.command("/tags")
    maya.click(None, "Create tag")
    maya.fill("Tag name", "Friend")


def test_a_command_is_answered_where_the_app_may_not_speak(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", channel="#field")

    assert "Text bank" in last_words(bot, maya_in_slack)
    assert [] == maya_in_slack.ephemerals


def test_a_stranger_is_answered_where_the_app_may_not_speak(bot: Bot, maya: User) -> None:
    nat = bot.person("Nat")

    nat.command("/tags", channel="#field")

    assert "Maya Torres can help" in last_words(bot, nat)


def test_rights_are_looked_at_when_a_button_is_pressed(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, supporter: Tag
) -> None:
    maya_in_slack.command("/tags")
    maya.role = "staff"
    session.commit()
    maya_in_slack.click(None, "Edit Supporter")

    assert "Nobody owns this text bank" in bot.slack.text_of(maya_in_slack.modal)


def test_rights_are_looked_at_when_a_form_is_submitted(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any
) -> None:
    typed_a_tag(maya_in_slack)
    maya.deactivated_at = NOON
    session.commit()
    maya_in_slack.submit()

    assert "Not done" in bot.slack.text_of(maya_in_slack.modal)
    assert [] == session.scalars(select(Tag)).all()


def test_rights_are_looked_at_when_a_menu_is_searched(
    session: Session, maya: User, maya_in_slack: Any, voters: ContactList
) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "actions new")
    maya.role = "volunteer"
    session.commit()

    assert [] == maya_in_slack.options("Contact list", "V")
    assert "Title" in str(maya_in_slack.modal.blocks)


def test_a_window_that_comes_too_late_is_told(bot: Bot, maya_in_slack: Any) -> None:
    bot.slack.fail("views.open", "expired_trigger_id")

    maya_in_slack.command("/tags")

    assert TOO_LATE in last_words(bot, maya_in_slack)


@pytest.mark.parametrize("fault", [{"error": "internal_error"}, {"status": 503}, {"error": "invalid_auth"}])
def test_a_window_that_slack_does_not_open_is_told(
    bot: Bot, maya_in_slack: Any, fault: dict[str, Any]
) -> None:
    bot.slack.fail("views.open", **fault, times=3)

    maya_in_slack.command("/tags")

    assert "Slack did not do its part" in last_words(bot, maya_in_slack)


def test_a_rate_limit_is_waited_out(bot: Bot, maya_in_slack: Any, supporter: Tag) -> None:
    bot.slack.fail("views.open", retry_after=0)

    maya_in_slack.command("/tags")

    assert "Supporter" in bot.slack.text_of(maya_in_slack.modal)


def test_a_publication_that_slack_disturbs_is_told_and_goes_on(
    bot: Bot, session: Session, maya_in_slack: Any, draft: Action
) -> None:
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Continue")
    maya_in_slack.click(None, "Publish …")
    bot.slack.fail("views.update", times=9)
    maya_in_slack.submit()
    bot.slack.state.faults.clear()
    assert "Slack did not do its part" in last_words(bot, maya_in_slack)

    bot.work()
    session.expire_all()
    assert "published" == session.get_one(Action, draft.id).state


def test_closing_a_window_early_is_no_trouble(
    bot: Bot, session: Session, maya_in_slack: Any, supporter: Tag
) -> None:
    typed_a_tag(maya_in_slack)
    bot.slack.fail("views.update", "not_found")
    maya_in_slack.submit()

    assert "" == last_words(bot, maya_in_slack)
    assert ["Supporter", "Friend"] == list(session.scalars(select(Tag.name).order_by(Tag.id)))


def test_an_upload_that_slack_does_not_hand_over_leaves_no_window_waiting(
    bot: Bot, maya_in_slack: Any
) -> None:
    maya_in_slack.command("/textbank", "lists import")
    maya_in_slack.fill("List name", "Voters")
    maya_in_slack.fill("File", [("voters.csv", b"phone\n2125550111\n")])
    bot.slack.state.files.clear()
    maya_in_slack.submit()

    assert "Not done" in bot.slack.text_of(maya_in_slack.modal)


def test_an_upload_is_told_of_though_its_window_cannot_be_changed(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "lists import")
    maya_in_slack.fill("List name", "Voters")
    maya_in_slack.fill("File", [("voters.csv", b"\x00\x01\x02" * 99)])
    bot.slack.fail("views.update", times=9)
    maya_in_slack.submit()

    assert "not a table of text" in last_words(bot, maya_in_slack)


def test_a_form_outlives_a_database_that_is_away(
    bot: Bot, session: Session, maya_in_slack: Any, away: Away
) -> None:
    typed_a_tag(maya_in_slack)
    with away(), capture_logs() as logs:
        maya_in_slack.submit()

    assert DATABASE_AWAY in bot.slack.text_of(maya_in_slack.modal)
    assert ["database_away"] == [line["event"] for line in logs]
    maya_in_slack.close()
    assert {} == maya_in_slack.submit()
    assert ["Friend"] == list(session.scalars(select(Tag.name)))


def test_a_form_outlives_a_button_that_fails(bot: Bot, maya_in_slack: Any, draft: Action, away: Away) -> None:
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Continue")
    maya_in_slack.click(None, "Edit initial scripts")
    maya_in_slack.fill("Initial script", "Hello, wording that took an hour")
    with away():
        maya_in_slack.click(None, "Add another script")

    assert DATABASE_AWAY in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.close()
    assert "Hello, wording that took an hour" == maya_in_slack.values["Initial script"]["value"]


def test_a_command_hears_that_the_database_is_away(bot: Bot, maya_in_slack: Any, away: Away) -> None:
    with away():
        assert 200 == maya_in_slack.command("/tags").status

    assert DATABASE_AWAY in last_words(bot, maya_in_slack)


def test_a_home_tab_comes_back_after_the_database(bot: Bot, maya_in_slack: Any, away: Away) -> None:
    with away():
        maya_in_slack.home(wait=0)

    assert "Running now" in bot.slack.text_of(maya_in_slack.home())


def test_a_button_of_an_earlier_version_says_so(bot: Bot, maya_in_slack: Any) -> None:
    """Messages outlive releases; a press on an old one must not end in silence."""
    WebClient(token=App.bot_token, base_url=bot.slack.api_url).chat_postMessage(
        channel="#general", text="Old", blocks=[actions(button("Old", "no.longer.there"))]
    )
    old = bot.slack.channel("#general").messages[-1]

    assert 200 == maya_in_slack.click(old, "Old").status
    assert OUTGROWN in last_words(bot, maya_in_slack)


def test_an_event_that_nobody_listens_to_is_told_to_nobody(bot: Bot, maya_in_slack: Any) -> None:
    bot.slack.event({"type": "team_rename", "name": "Riverside", "user": "U0MAYA"})
    bot.hands.rest()

    assert "" == last_words(bot, maya_in_slack)
