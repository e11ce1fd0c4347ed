"""A contact is put right from Slack: details, tags, answers."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.contacts import answers, details
from core.contacts.labelling import MOST_TAGS, PAGE, Sheet
from core.conversations.facts import present
from core.models import Action, Contact, CustomField, Tag, User
from sandbox.slack.rules import check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON

LONG = "<@everyone> " + "ع" * 243


@pytest.fixture
def shown(bot: Bot) -> Callable[[Any], str]:
    """Return what stands in somebody's modal."""
    return lambda person: bot.slack.text_of(person.modal)


@pytest.fixture
def open_pat(session: Session, maya_in_slack: Any, action: Action) -> Any:
    """Maya, looking at Pat."""
    factories.tag(session, action.campaign_id, "Supporter", on=action)
    factories.field(session, action, "Ride?", "Bus", "Car")
    factories.field(session, action, "Notes")
    session.commit()
    maya_in_slack.command("/textbank", "contacts quinn")
    return maya_in_slack


def values(session: Session, contact: Contact) -> set[str | None]:
    session.expire_all()
    return set(present(session, contact.id).values())


def test_details_are_changed(
    session: Session, open_pat: Any, pat: Contact, shown: Callable[[Any], str]
) -> None:
    open_pat.click(None, "Edit details")
    open_pat.fill("First name", "Patricia")
    open_pat.fill("ZIP code", "60601")
    open_pat.fill("Time zone", "Found by ZIP code and area code")
    open_pat.fill("Assigned volunteer", "Jo Park")
    assert {} == open_pat.submit()

    text = shown(open_pat)
    for part in ("Patricia Quinn", "60601", "by the ZIP code", "Jo Park"):
        assert part in text


def test_tags_and_answers_are_changed(
    session: Session, open_pat: Any, pat: Contact, shown: Callable[[Any], str]
) -> None:
    open_pat.click(None, "Tags and answers")
    open_pat.fill("Tags", ["Supporter"])
    open_pat.fill("Ride?", "Bus")
    open_pat.fill("Notes", "Needs a <ramp>")
    assert {} == open_pat.submit()

    assert {"yes", "Bus", "Needs a <ramp>"} == values(session, pat)
    assert "Supporter" in shown(open_pat)
    open_pat.click(None, "Tags and answers")
    open_pat.fill("Tags", [])
    open_pat.submit()
    assert {"no", "Bus", "Needs a <ramp>"} == values(session, pat)


def test_the_options_are_found_as_somebody_types(open_pat: Any) -> None:
    open_pat.click(None, "Tags and answers")

    assert ["Bus", "Car"] == open_pat.options("Ride?")
    assert ["Car"] == open_pat.options("Ride?", "c")


def test_who_lost_the_right_meanwhile_changes_nothing(
    bot: Bot, session: Session, maya: User, abe: User, pat: Contact, action: Action
) -> None:
    abe.role = "admin"
    session.commit()
    person = bot.person("Abe")
    person.command("/textbank", "contacts quinn")
    person.click(None, "Edit details")
    person.fill("First name", "Patricia")
    abe.role = "staff"
    session.commit()
    person.submit()

    assert "Only the text bank's admins" in bot.slack.text_of(person.modal)
    session.expire_all()
    assert "Pat" == pat.first_name


def test_a_change_meanwhile_is_told_and_the_words_stay(
    bot: Bot, session: Session, open_pat: Any, pat: Contact
) -> None:
    open_pat.click(None, "Edit details")
    open_pat.fill("First name", "Patricia")
    pat.zip, pat.updated_at = "10001", NOON.replace(hour=18)
    session.commit()
    open_pat.submit()

    assert "while you had it open" in bot.slack.text_of(open_pat.modal)
    open_pat.close()
    assert "Patricia" in str(open_pat.values)


def test_many_questions_have_pages(session: Session, open_pat: Any, action: Action, pat: Contact) -> None:
    for number in range(PAGE):
        factories.field(session, action, f"Question {number:02}", position=100 + number)
    session.commit()
    open_pat.click(None, "Tags and answers")
    open_pat.click(None, "Next")
    open_pat.fill(f"Question {PAGE - 1:02}", "The last")
    assert {} == open_pat.submit()

    assert {"The last"} == values(session, pat)


def test_the_largest_forms_are_accepted() -> None:
    contact = Contact(
        id=1,
        phone="+12125550111",
        first_name=LONG,
        last_name=LONG,
        state=LONG,
        zip=LONG,
        zones=" ".join(["America/Argentina/ComodRivadavia"] * 9),
        zone_source="import",
        updated_at=NOON,
    )
    tags = [Tag(id=10**9 + each, name=LONG[:80]) for each in range(MOST_TAGS)]
    fields = [CustomField(id=10**9 + each, name=LONG[:80], kind="selection") for each in range(PAGE)]
    words = [CustomField(id=10**9 + each, name=LONG[:80], kind="text") for each in range(PAGE)]
    views = [
        details.form(contact, User(id=1, first_name=LONG, last_name=LONG)),
        details.form(contact, None),
        answers.form(Sheet(contact, tags, [(each, "&" * 75) for each in fields], 3, 500, 10**12)),
        answers.form(Sheet(contact, [], [(each, "&" * 2000) for each in words], 0, 500, 0)),
    ]

    assert [] == [problem for view in views for problem in check_view(view)]
