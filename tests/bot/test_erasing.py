"""A person is erased on request, from Slack."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.contacts import erasing
from core.contacts.erasing.erasing import Consequence
from core.models import Action, Contact, User
from sandbox.slack.rules import check_view
from tests.bot.conftest import Bot

LONG = "<@everyone> " + "ع" * 243


@pytest.fixture
def shown(bot: Bot) -> Callable[[Any], str]:
    """Return what stands in somebody's modal."""
    return lambda person: bot.slack.text_of(person.modal)


@pytest.fixture
def asked(session: Session, maya_in_slack: Any, action: Action) -> Any:
    """Maya, asked whether Pat is to be erased."""
    session.commit()
    maya_in_slack.command("/textbank", "contacts quinn")
    maya_in_slack.click(None, "Erase Pat Quinn on request")
    return maya_in_slack


def test_what_goes_is_said_in_numbers_and_a_word_erases(
    session: Session, asked: Any, pat: Contact, shown: Callable[[Any], str]
) -> None:
    assert "0 texts in 1 conversation" in shown(asked)
    assert "Their place in 1 list" in shown(asked)
    asked.fill("Type ERASE to confirm", "ERASE")
    assert {} == asked.submit()

    assert "Erased." in shown(asked)
    session.expire_all()
    assert pat.erased_at is not None
    asked.command("/textbank", "optout (212) 555-0111")
    assert "Erased on request" in shown(asked)
    assert "Opt out" not in str(asked.modal.blocks)


def test_another_word_erases_nobody(session: Session, asked: Any, pat: Contact) -> None:
    asked.fill("Type ERASE to confirm", "yes")

    assert "Type ERASE" in asked.submit()["Type ERASE to confirm"]
    session.expire_all()
    assert pat.erased_at is None


def test_who_lost_the_right_meanwhile_erases_nobody(
    bot: Bot, session: Session, maya: User, abe: User, pat: Contact
) -> None:
    abe.role = "admin"
    session.commit()
    person = bot.person("Abe")
    person.command("/textbank", "contacts quinn")
    person.click(None, "Erase Pat Quinn on request")
    person.fill("Type ERASE to confirm", "ERASE")
    abe.role = "staff"
    session.commit()
    person.submit()

    assert "Only the text bank's admins" in bot.slack.text_of(person.modal)
    session.expire_all()
    assert pat.erased_at is None


def test_somebody_erased_is_found_by_nothing_and_shown_as_such(
    session: Session, asked: Any, pat: Contact, shown: Callable[[Any], str]
) -> None:
    asked.fill("Type ERASE to confirm", "erase")
    asked.submit()
    asked.command("/textbank", "contacts quinn")

    assert "Nobody fits" in shown(asked)


def test_the_largest_form_is_accepted() -> None:
    contact = Contact(id=1, phone="+12125550111", first_name=LONG, last_name=LONG)
    seen = Consequence(contact, texts=10**6, conversations=10**6, lists=10**6, queued=10**6)

    assert [] == check_view(erasing.form(seen))
    assert [] == check_view(erasing.erased())
