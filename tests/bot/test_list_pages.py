"""`/textbank lists` in Slack: pages of lists, and one list with its figures and its people."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.lists import filters, listing, page_views
from bot.lists.listing import Place
from core.contacts.filtering.criteria import MOST, Criterion
from core.contacts.list_figures import MOST_ACTIONS, PAGE, ListFigures, ListSheet, Members, Page
from core.models import Action, Campaign, Contact, ContactList, User
from sandbox.slack.rules import check_message, check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON

LONG = "<@everyone> " + "ع" * 243


@pytest.fixture
def shown(bot: Bot) -> Callable[[Any], str]:
    """Return what stands in somebody's modal."""
    return lambda person: bot.slack.text_of(person.modal)


@pytest.fixture
def open_voters(session: Session, maya_in_slack: Any, action: Action) -> Any:
    """Maya, looking at the list of voters."""
    session.commit()
    maya_in_slack.command("/textbank", "lists")
    maya_in_slack.click(None, "Open Voters")
    return maya_in_slack


def test_lists_show_their_sizes(
    session: Session, maya_in_slack: Any, pat: Contact, lee: Contact, shown: Callable[[Any], str]
) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "lists")

    assert "2 contacts · 0 opted out" in shown(maya_in_slack)


def test_lists_have_pages(
    session: Session, campaign: Campaign, maya_in_slack: Any, shown: Callable[[Any], str]
) -> None:
    for number in range(PAGE + 1):
        factories.contact_list(session, campaign, f"Precinct {number:02}")
    session.commit()
    maya_in_slack.command("/textbank", "lists")
    maya_in_slack.click(None, "Next")

    assert f"{PAGE + 1} to {PAGE + 1} of {PAGE + 1}" in shown(maya_in_slack)
    assert "Precinct 00" in shown(maya_in_slack)
    maya_in_slack.click(None, "Previous")
    assert f"1 to {PAGE} of" in shown(maya_in_slack)


def test_a_list_shows_its_figures_and_what_uses_it(open_voters: Any, shown: Callable[[Any], str]) -> None:
    text = shown(open_voters)

    for part in ("Voters", "May be texted", "Time zone unknown", "Used by Get out the vote (running)"):
        assert part in text


def test_its_people_lead_to_each_of_them(open_voters: Any, shown: Callable[[Any], str]) -> None:
    open_voters.click(None, "Contacts of Voters")
    assert "Lee Wong" in shown(open_voters)

    open_voters.click(None, "Open Pat Quinn")

    assert "May be texted" in shown(open_voters)
    assert 2 == len(open_voters.modals)  # so that a thread has room above


def test_a_list_is_renamed(open_voters: Any, shown: Callable[[Any], str]) -> None:
    open_voters.click(None, "Rename Voters")
    open_voters.fill("List name", "All voters")
    assert {} == open_voters.submit()

    assert "All voters" in shown(open_voters)
    open_voters.close()
    assert "All voters" in shown(open_voters)


def test_a_name_that_is_taken_is_told_beside_the_field(
    session: Session, campaign: Campaign, open_voters: Any
) -> None:
    factories.contact_list(session, campaign, "Other")
    session.commit()
    open_voters.click(None, "Rename Voters")
    open_voters.fill("List name", "Other")

    assert "called “Other” already" in open_voters.submit()["List name"]


def test_a_list_is_archived_and_brought_back(
    session: Session, open_voters: Any, voters: ContactList, shown: Callable[[Any], str]
) -> None:
    open_voters.click(None, "Archive Voters")
    assert "archived" in shown(open_voters)
    open_voters.close()
    assert "No contact lists yet" in shown(open_voters)

    open_voters.click(None, "Archived lists")
    open_voters.click(None, "Open Voters")
    open_voters.click(None, "Restore Voters")

    session.expire_all()
    assert voters.archived_at is None


def test_somebody_who_lost_the_right_meanwhile_changes_nothing(
    bot: Bot, session: Session, maya: User, abe: User, voters: ContactList
) -> None:
    abe.role = "admin"
    session.commit()
    person = bot.person("Abe")
    person.command("/textbank", "lists")
    person.click(None, "Open Voters")
    abe.role = "staff"
    session.commit()
    person.click(None, "Archive Voters")

    assert "Only the text bank's admins" in bot.slack.text_of(person.modal)
    session.expire_all()
    assert voters.archived_at is None


def test_the_largest_of_each_is_accepted() -> None:
    of = ContactList(id=1, name=LONG, created_at=NOON, archived_at=None, made_from={"filling": True})
    gone = ContactList(id=1, name=LONG, created_at=NOON, archived_at=NOON, made_from={})
    ids = tuple(range(10**9, 10**9 + 5))
    criteria = [Criterion("tag", ids, negated=True)] * MOST
    named = {("Tag", each): LONG for each in ids}
    actions = [(LONG, "published")] * MOST_ACTIONS
    figures = {
        "contacts": 10**6,
        "textable": 10**6,
        "opted_out": 10**6,
        "undeliverable": 1,
        "unknown_zone": 1,
    }
    full = [
        ListSheet(each, LONG, criteria, named, actions=actions, actions_in_all=500, **figures)
        for each in (of, gone)
    ]
    contact = Contact(id=1, phone="+12125550111", first_name=LONG, last_name=LONG, state=LONG, zip=LONG)
    views = [
        listing.view(Page([ListFigures(1, LONG, 10**6, 10**5)] * PAGE, 3, 10**4), Place()),
        listing.view(Page([], 0, 0), Place(archived=True)),
        *map(page_views.view, full),
        page_views.members(Members(of, [contact] * PAGE, 3, 10**6)),
        page_views.members(Members(of, [], 0, 0)),
        page_views.rename_form(of),
    ]

    assert [] == [problem for view in views for problem in check_view(view)]
    assert "*<@" not in str(views)
    for told in (filters.filling, filters.filled):
        assert [] == check_message(told({"list_name": LONG, "contacts": 10**6}).payload())
