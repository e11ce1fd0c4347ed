"""Another admin was quicker: what is gone meanwhile is said, over the form, and what was typed stays."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions import states
from core.contacts import lists
from core.models import Action, Contact, ContactList, Import, Script, Summary, User
from core.notices import summaries
from core.notices.summaries import SummaryForm
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON

STEPS = ("Edit initial scripts", "Edit responses", "Edit report")


@pytest.fixture
def draft(session: Session, voters: ContactList, pat: Contact) -> Action:
    made = factories.action(session, voters, state="draft")
    session.commit()
    return made


@pytest.fixture
def evening(session: Session, maya: User) -> Summary:
    made = summaries.create(session, SummaryForm("C0GENERAL", "20:00", "UTC"), by=maya, now=NOON)
    session.commit()
    return made


def scripts(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(Script.body).order_by(Script.id)))


@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_an_action_that_was_closed(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, draft: Action, step: str
) -> None:
    before = scripts(session)
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Continue")
    maya_in_slack.click(None, step)
    states.close(session, draft.id, by=maya, now=NOON)
    session.commit()
    maya_in_slack.submit()

    assert "That action is closed now" in bot.slack.text_of(maya_in_slack.modal)
    assert before == scripts(session)


def test_publishing_an_action_that_was_closed(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, draft: Action
) -> None:
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Continue")
    states.close(session, draft.id, by=maya, now=NOON)
    session.commit()
    maya_in_slack.click(None, "Publish …")

    assert "closed now" in bot.slack.text_of(maya_in_slack.modal)


@pytest.mark.parametrize("button", ["Pause", "Send now", "Delete"])
def test_a_summary_that_was_deleted(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, evening: Summary, button: str
) -> None:
    maya_in_slack.command("/textbank", "summaries")
    summaries.archive(session, evening.id, by=maya, now=NOON)
    session.commit()
    maya_in_slack.click(None, button)

    assert "That summary was not found" in bot.slack.text_of(maya_in_slack.modal)


def test_an_import_that_was_started_in_another_window(session: Session, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "lists import")
    maya_in_slack.fill("List name", "Voters")
    maya_in_slack.fill("File", [("voters.csv", b"phone\n2125550111\n")])
    maya_in_slack.submit()
    session.expire_all()
    session.scalars(select(Import)).one().state = "finished"
    session.commit()

    assert {} == maya_in_slack.submit()
    assert ["finished"] == list(session.scalars(select(Import.state)))


def test_a_list_that_was_archived(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, voters: ContactList
) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "lists")
    maya_in_slack.click(None, "Open Voters")
    lists.archive(session, voters.id, by=maya, now=NOON)
    session.commit()
    maya_in_slack.click(None, "Archive Voters")

    assert "archived" in bot.slack.text_of(maya_in_slack.modal)
