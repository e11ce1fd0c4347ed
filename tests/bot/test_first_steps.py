"""The first steps in App Home: each opens its screen, and what is right is said with one press."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Campaign, ContactList, Event, SendingService, User
from tests import factories
from tests.bot.conftest import Bot


@pytest.fixture
def home(session: Session, campaign: Campaign, maya: User, maya_in_slack: Any) -> Any:
    """Maya, looking at App Home of a new campaign."""
    session.commit()
    maya_in_slack.home()
    return maya_in_slack


def said(bot: Bot, person: Any) -> str:
    return str(bot.slack.text_of(person.home_view))


def press(person: Any, words: str) -> None:
    person.click(person.home_view, words)


def test_a_new_campaign_is_led_through_five_steps(bot: Bot, home: Any) -> None:
    text = said(bot, home)

    assert "0 of 5 done." in text
    titles = ("Name and time zone", "Texting hours", "Sending number", "Invite admins", "Import a list")
    assert list(titles) == sorted(titles, key=text.index)
    assert "Texts are from “Riverside for All”" in text


@pytest.mark.parametrize("words", ["This is right", "These are right", "Just me for now"])
def test_what_is_right_is_said_with_one_press(bot: Bot, session: Session, home: Any, words: str) -> None:
    press(home, words)

    assert "1 of 5 done." in said(bot, home)
    assert words not in said(bot, home)
    assert 1 == len(session.scalars(select(Event).filter_by(name="first_step_seen")).all())


def test_names_and_zone_are_changed_and_that_is_right_too(
    bot: Bot, session: Session, campaign: Campaign, home: Any
) -> None:
    press(home, "Change name or zone")
    home.fill("Organisation name", "Hillside")
    assert {} == home.submit()

    session.refresh(campaign)
    assert "Hillside" == campaign.organisation
    assert home.modal is None
    assert "1 of 5 done." in said(bot, home)
    assert "Texts are from “Hillside”" in said(bot, home)


def test_hours_that_cannot_be_kept_are_refused_beside_them_and_nothing_is_noted(bot: Bot, home: Any) -> None:
    press(home, "Change hours")
    home.fill("From", "8 PM")
    home.fill("Until", "9 AM")

    assert "From" in home.submit()
    home.close()
    assert "0 of 5 done." in said(bot, home)


def test_the_registration_is_stated(bot: Bot, session: Session, home: Any) -> None:
    press(home, "Set up sending")
    home.fill("Registration", "Registered")
    assert {} == home.submit()

    assert "registered" == session.scalars(select(SendingService.registration)).one()
    assert "registration: registered" in said(bot, home)
    assert "1 of 5 done." in said(bot, home)


def test_people_and_imports_open_their_own_screens(bot: Bot, home: Any) -> None:
    press(home, "Invite admins")
    assert "People" in str(home.modal.title)
    home.close()

    press(home, "Import contacts")
    assert "Import contacts" == home.modal.title


def test_they_can_be_put_away(bot: Bot, home: Any) -> None:
    press(home, "Hide these steps")

    assert "First steps" not in said(bot, home)
    assert "Nothing is running" in said(bot, home)


def test_they_are_gone_when_all_is_done(
    bot: Bot, session: Session, campaign: Campaign, home: Any, voters: ContactList
) -> None:
    factories.user(session, campaign, "Ann Bell", role="admin", slack_id="U0ANN")
    session.scalars(select(SendingService)).one().registration = "registered"
    session.commit()

    press(home, "This is right")
    assert "4 of 5 done." in said(bot, home)
    press(home, "These are right")
    assert "First steps" not in said(bot, home)


def test_staff_do_not_see_them_and_a_right_lost_meanwhile_changes_nothing(
    bot: Bot, session: Session, home: Any, maya: User, abe: User
) -> None:
    session.commit()
    assert "First steps" not in bot.slack.text_of(bot.person("Abe").home())

    maya.role = "volunteer"
    session.commit()
    press(home, "This is right")

    assert [] == session.scalars(select(Event).filter_by(name="first_step_seen")).all()
