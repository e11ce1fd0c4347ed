"""Contact lists: a page of them costs the same however many there are; renamed, archived, brought back."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts import list_figures, lists
from core.contacts.list_figures import PAGE
from core.contacts.opting_out import opt_out
from core.db import Database
from core.errors import Invalid, NotAllowed, NotFound
from core.models import Action, Campaign, Contact, ContactList, Event, User
from tests import factories
from tests.counting import counted
from tests.factories import NOON


def test_a_page_costs_the_same_however_many_there_are(
    database: Database, session: Session, campaign: Campaign, voters: ContactList, pat: Contact
) -> None:
    def cost() -> int:
        with counted(database) as statements:
            list_figures.page(session, list_figures.lists(campaign.id))
        return len(statements)

    before = cost()
    for number in range(PAGE + 5):
        factories.contact(
            session, factories.contact_list(session, campaign, f"L{number}"), "Kim", f"+1{number:010}"
        )

    assert before == cost()


def test_pages_are_newest_first_and_one_beyond_the_end_is_the_last(
    session: Session, campaign: Campaign, pat: Contact
) -> None:
    for number in range(PAGE):
        factories.contact_list(session, campaign, f"L{number:02}")

    first = list_figures.page(session, list_figures.lists(campaign.id))
    last = list_figures.page(session, list_figures.lists(campaign.id), 99)

    assert (PAGE, 0, PAGE + 1) == (len(first.lists), first.number, first.total)
    assert ([("Voters", 1, 0)], 1) == ([(e.name, e.contacts, e.opted_out) for e in last.lists], last.number)


def test_a_lists_figures_add_up(
    session: Session,
    campaign: Campaign,
    action: Action,
    voters: ContactList,
    pat: Contact,
    lee: Contact,
    maya: User,
) -> None:
    lee.undeliverable = "landline"
    factories.contact(session, voters, "Kim", "+12125550155", zones="")
    for person in (pat, lee):
        opt_out(session, campaign.id, person.phone, route="keyword", at=NOON)
    factories.contact(session, voters, "Dee", "+12125550156", undeliverable="bad_number")

    found = list_figures.sheet(session, voters.id, by=maya)

    assert (4, 1, 2, 1, 1) == (
        found.contacts, found.textable, found.opted_out, found.undeliverable, found.unknown_zone,
    )  # fmt: skip
    assert ([("Get out the vote", "published")], 1) == (found.actions, found.actions_in_all)


def test_its_members_have_pages(session: Session, voters: ContactList, maya: User) -> None:
    for number in range(PAGE + 1):
        factories.contact(session, voters, f"Kim {number:02}", f"+1212556{number:04}")

    last = list_figures.members(session, voters.id, 1, by=maya)

    assert (["Kim 20"], 1, PAGE + 1) == ([each.name for each in last.people], last.number, last.total)


def test_a_list_is_renamed_archived_and_brought_back_once(
    session: Session, voters: ContactList, maya: User
) -> None:
    for _ in range(2):
        lists.rename(session, voters.id, "  All   voters ", by=maya, now=NOON)
        lists.archive(session, voters.id, by=maya, now=NOON)
    for _ in range(2):
        lists.restore(session, voters.id, by=maya, now=NOON)

    assert ("All voters", None) == (voters.name, voters.archived_at)
    names = session.scalars(select(Event.name).order_by(Event.id)).all()
    assert ["list_renamed", "list_archived", "list_restored"] == names


def test_a_name_that_is_taken_is_refused(
    session: Session, campaign: Campaign, voters: ContactList, maya: User
) -> None:
    other = factories.contact_list(session, campaign, "Other")
    with pytest.raises(Invalid, match="called “Other” already"):
        lists.rename(session, voters.id, "Other", by=maya, now=NOON)
    lists.archive(session, other.id, by=maya, now=NOON)
    lists.rename(session, voters.id, "Other", by=maya, now=NOON)
    with pytest.raises(Invalid):
        lists.restore(session, other.id, by=maya, now=NOON)


def test_nobody_else_may(session: Session, voters: ContactList, maya: User, abe: User) -> None:
    stranger = factories.user(
        session,
        factories.campaign(session, slack_team_id="T0HILL", join_code="hill", service="MG" + "1" * 32),
        "Hill",
        role="owner",
    )
    with pytest.raises(NotAllowed):
        lists.archive(session, voters.id, by=abe, now=NOON)
    with pytest.raises(NotFound):
        lists.rename(session, voters.id, "X", by=stranger, now=NOON)
    with pytest.raises(NotFound):
        list_figures.members(session, voters.id, by=stranger)
