"""A new list from a filter, and lists put together, in Slack."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.lists import combining, conditions, filters, words
from core.contacts.filtering.criteria import MOST, Criterion, read
from core.contacts.filtering.finding import ROWS, SETS
from core.contacts.labelling import Wanted, label
from core.errors import Invalid
from core.models import Action, Campaign, Contact, ContactList, ListMember, User
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
def supporter(session: Session, action: Action, pat: Contact, maya: User) -> None:
    """Pat is tagged, Lee is not."""
    tag = factories.tag(session, action.campaign_id, "Supporter")
    factories.field(session, action, "Ride?", "Bus", "Car")
    label(session, pat.id, Wanted({tag.id}, (), {}), by=maya, seen=0, now=NOON)


@pytest.fixture
def filtering(session: Session, maya_in_slack: Any, supporter: None) -> Any:
    """Maya, before an empty filter that she opened from the lists."""
    session.commit()
    maya_in_slack.command("/textbank", "lists")
    maya_in_slack.click(None, "New from a filter")
    return maya_in_slack


def members(session: Session, name: str) -> list[str]:
    session.expire_all()
    query = select(Contact.first_name).join(ListMember, ListMember.contact_id == Contact.id)
    query = query.join(ContactList, ContactList.id == ListMember.list_id).where(ContactList.name == name)
    return sorted(session.scalars(query))


def test_a_condition_is_counted_and_saved_as_a_list(
    bot: Bot, session: Session, filtering: Any, shown: Callable[[Any], str]
) -> None:
    filtering.fill("List name", "Supporters")
    filtering.fill("Add a condition", "Tag")
    filtering.fill("Tags", ["Supporter"])
    assert {} == filtering.submit()

    text = shown(filtering)
    assert "1 contact" in text
    assert "tagged Supporter" in text
    assert {} == filtering.submit()
    assert "is being made" in shown(filtering)
    bot.work()
    assert ["Pat"] == members(session, "Supporters")
    assert "Supporters is made: 1 contact in it." in bot.slack.text_of(filtering.dm.messages[0])
    filtering.close()
    filtering.click(None, "Open Supporters")
    assert "tagged Supporter" in shown(filtering)


def test_conditions_add_up_and_can_be_taken_away(filtering: Any, shown: Callable[[Any], str]) -> None:
    filtering.fill("Add a condition", "Tag")
    filtering.fill("Tags", ["Supporter"])
    filtering.fill("Who is taken", "Has none of these tags")
    filtering.submit()
    filtering.fill("Add a condition", "Opted out")
    filtering.submit()
    assert "0 contacts" in shown(filtering)

    filtering.click(None, "Remove condition 2")

    text = shown(filtering)
    assert "1 contact" in text
    assert "not tagged Supporter" in text
    filtering.click(None, "Remove condition 1")
    assert "Add a condition" in shown(filtering)


@pytest.mark.parametrize(
    ("kind", "filled", "said"),
    [
        ("Custom field", {"Custom field": "Ride?", "Answer": "bus"}, "Ride? is Bus"),
        ("Custom field", {"Custom field": "Ride?"}, "any answer to Ride?"),
        ("Replied", {"Actions": ["Get out the vote"]}, "replied in Get out the vote"),
        ("Texted", {"Who is taken": "Was not texted"}, "was not texted"),
        ("State", {"States": ["New York", "Ohio"]}, "in New York or Ohio"),
        ("Can get texts", {}, "can get texts"),
        ("Contact list", {"Contact lists": ["Voters"]}, "in the list Voters"),
        ("Assigned volunteer", {"Who is taken": "Is assigned to none of them"}, "assigned to nobody"),
        ("Assigned volunteer", {"Volunteers": ["Jo Park"]}, "assigned to Jo Park"),
        ("VAN ID", {"Who is taken": "Has no VAN ID"}, "has no VAN ID"),
        ("Conversation in an action", {"The conversation is": ["Answered"]}, "in any action: answered"),
    ],
)
def test_each_kind_of_condition_is_asked_and_said(
    filtering: Any, shown: Callable[[Any], str], kind: str, filled: dict[str, Any], said: str
) -> None:
    filtering.fill("Add a condition", kind)
    for name, value in filled.items():
        filtering.fill(name, value)
    assert {} == filtering.submit()

    assert said in shown(filtering)


def test_what_is_missing_or_wrong_is_told_beside_its_field(filtering: Any) -> None:
    filtering.fill("Add a condition", "Custom field")
    filtering.fill("Custom field", "Ride?")
    filtering.fill("Answer", "Rocket")

    assert "It has: Bus, Car" in filtering.submit()["Answer"]


def test_without_a_condition_or_with_a_name_that_is_taken_nothing_is_made(
    session: Session, filtering: Any, voters: ContactList
) -> None:
    filtering.fill("List name", "Everybody")
    assert "Add a condition first" in filtering.submit()["List name"]
    filtering.fill("Add a condition", "Opted out")
    filtering.submit()
    filtering.fill("List name", "Voters")
    assert "called “Voters” already" in filtering.submit()["List name"]

    assert 1 == session.scalar(select(func.count()).select_from(ContactList))


def test_lists_are_combined(
    bot: Bot, session: Session, campaign: Campaign, maya_in_slack: Any, pat: Contact, lee: Contact,
    shown: Callable[[Any], str],
) -> None:  # fmt: skip
    some = factories.contact_list(session, campaign, "Some")
    session.add(ListMember(list_id=some.id, contact_id=lee.id))
    session.commit()
    maya_in_slack.command("/textbank", "lists")
    maya_in_slack.click(None, "Combine lists")
    maya_in_slack.fill("Lists", ["Voters"])
    maya_in_slack.fill("But nobody of these lists", ["Some"])
    assert {} == maya_in_slack.submit()
    assert "1 contact" in shown(maya_in_slack)
    maya_in_slack.fill("List name", "The rest")
    assert {} == maya_in_slack.submit()
    bot.work()

    assert ["Pat"] == members(session, "The rest")


def test_a_list_on_both_sides_is_refused(session: Session, maya_in_slack: Any, voters: ContactList) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "lists")
    maya_in_slack.click(None, "Combine lists")
    maya_in_slack.fill("Lists", ["Voters"])
    maya_in_slack.fill("But nobody of these lists", ["Voters"])

    assert "on both sides" in maya_in_slack.submit()["But nobody of these lists"]


def test_a_filter_may_be_asked_for_by_the_command(maya_in_slack: Any, shown: Callable[[Any], str]) -> None:
    maya_in_slack.command("/textbank", "lists filter")

    assert "Add a condition" in shown(maya_in_slack)


def test_every_kind_of_condition_has_its_words_and_its_sql() -> None:
    assert words.KINDS.keys() == {**ROWS, **SETS}.keys()
    for what in words.KINDS:
        for negated in (True, False):
            one = Criterion(what, (1,), ("NY",), negated)
            assert words.said(one, {})


def test_the_largest_forms_are_accepted() -> None:
    ids = tuple(range(10**9, 10**9 + 9))
    criteria = [Criterion("tag", ids, negated=True)] * MOST
    named = {("Tag", each): LONG for each in ids}
    views = [
        filters.builder([], {}),
        filters.builder(criteria, named),
        filters.builder(criteria, named, 10**6),
        filters.begun(LONG),
        combining.form(),
        *(conditions.form(what, criteria) for what in words.KINDS),
    ]

    assert [] == [problem for view in views for problem in check_view(view)]
    assert criteria == filters.criteria_of(views[1])
    assert criteria == read([each.as_json() for each in criteria])


def test_more_than_a_form_can_carry_is_told() -> None:
    with pytest.raises(Invalid, match="more than one form can carry"):
        filters.metadata([Criterion("tag", tuple(range(10**17, 10**17 + 20)))] * MOST)
