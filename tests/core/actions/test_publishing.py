"""Publishing puts each contact into the pool once and sends the action to every volunteer."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.publishing import add_newcomers, publish
from core.actions.reaching import add_volunteer
from core.actions.readiness import NotReady
from core.actions.states import close, pause, resume
from core.errors import Invalid, NotFound, Stale
from core.models import Action, Audience, Campaign, Contact, ContactList, Conversation, Event, Script, User
from core.people.setting_up import found_campaign
from tests import factories
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def draft(session: Session, voters: ContactList, pat: Contact, lee: Contact) -> Action:
    """A draft for the voters, with one initial script."""
    return factories.action(session, voters, state="draft")


def pool(session: Session, action: Action) -> list[Conversation]:
    query = select(Conversation).filter_by(action_id=action.id).order_by(Conversation.id)
    return list(session.scalars(query))


def test_every_contact_of_the_list_enters_the_pool(
    session: Session, draft: Action, maya: User, jo: User, pat: Contact, lee: Contact
) -> None:
    published = publish(session, draft.id, by=maya, now=LATER)

    assert [(each.contact_id, each.holder_id, each.reply_count) for each in pool(session, draft)] == [
        (pat.id, None, 0),
        (lee.id, None, 0),
    ]
    assert (published.contacts, published.volunteers) == (2, 1)
    assert (draft.state, draft.published_at) == ("published", LATER)


def test_every_active_volunteer_is_sent_the_action(
    session: Session, draft: Action, maya: User, jo: User, sam: User, campaign: Campaign
) -> None:
    factories.user(session, campaign, "Gone", phone="+12125550170", deactivated_at=NOON)
    factories.user(session, campaign, "Invited", phone="+12125550171", joined_at=None)

    publish(session, draft.id, by=maya, now=LATER)

    audience = session.scalars(select(Audience).filter_by(action_id=draft.id)).all()
    assert {(row.user_id, row.sent_at) for row in audience} == {(jo.id, LATER), (sam.id, LATER)}
    assert [1, 1] == [
        session.get_one(User, each.id, populate_existing=True).inbox_version for each in (jo, sam)
    ]


def test_an_admin_who_joined_by_phone_may_text_too(session: Session, draft: Action, maya: User) -> None:
    maya.phone = "+12125550180"

    assert publish(session, draft.id, by=maya, now=LATER).volunteers == 1


def test_a_second_press_publishes_once(session: Session, draft: Action, maya: User, jo: User) -> None:
    publish(session, draft.id, by=maya, now=NOON)
    again = publish(session, draft.id, by=maya, now=LATER)

    assert (again.contacts, again.volunteers, draft.published_at) == (2, 1, NOON)
    assert len(session.scalars(select(Event).filter_by(name="action_published")).all()) == 1


def test_variants_are_spread_evenly(session: Session, draft: Action, maya: User, voters: ContactList) -> None:
    for number in range(7):
        factories.contact(session, voters, f"Voter {number}", f"+121255502{number:02}")
    second = factories.script(session, draft, "initial", "Hello {{ first_name }}", position=2)
    factories.script(session, draft, "initial", "Old wording", position=3).archived_at = NOON

    publish(session, draft.id, by=maya, now=LATER)

    spread = Counter(each.script_id for each in pool(session, draft))
    assert sorted(spread.values()) == [4, 5]
    assert second.id in spread


def test_a_list_without_contacts_cannot_be_published(
    session: Session, campaign: Campaign, maya: User
) -> None:
    empty = factories.contact_list(session, campaign, "Empty")
    action = factories.action(session, empty, state="draft")

    with pytest.raises(NotReady, match="“Empty” has no contacts yet"):
        publish(session, action.id, by=maya, now=LATER)


@pytest.mark.parametrize("change", [{"list_id": None}, {"list_id": "archived"}])
def test_a_list_that_is_gone_is_asked_for_again(
    session: Session, draft: Action, maya: User, voters: ContactList, change: dict[str, Any]
) -> None:
    if change["list_id"]:
        voters.archived_at = NOON
    else:
        draft.list_id = None

    with pytest.raises(NotReady, match="Choose a contact list"):
        publish(session, draft.id, by=maya, now=LATER)


def test_an_initial_script_is_needed(session: Session, draft: Action, maya: User) -> None:
    for script in session.scalars(select(Script).filter_by(action_id=draft.id, kind="initial")):
        script.archived_at = NOON

    with pytest.raises(NotReady, match="at least one initial script"):
        publish(session, draft.id, by=maya, now=LATER)


def test_scripts_are_checked_once_more(session: Session, draft: Action, maya: User) -> None:
    factories.script(session, draft, "response", "See you at {{ polling_place }}", position=3)

    with pytest.raises(Invalid, match="no “polling_place”"):
        publish(session, draft.id, by=maya, now=LATER)


def test_another_campaigns_action_is_not_there(session: Session, draft: Action) -> None:
    other = found_campaign(session, name="Other", team_id="T2", now=NOON)
    stranger = factories.user(session, other, "Eve", role="owner")

    with pytest.raises(NotFound):
        publish(session, draft.id, by=stranger, now=LATER)


def test_newcomers_of_the_list_join_a_running_action(
    session: Session, draft: Action, maya: User, jo: User, voters: ContactList
) -> None:
    publish(session, draft.id, by=maya, now=NOON)
    factories.contact(session, voters, "Kim New", "+12125550190")

    assert [add_newcomers(session, voters.id, LATER), add_newcomers(session, voters.id, LATER)] == [1, 0]
    assert len(pool(session, draft)) == 3


def test_newcomers_do_not_enter_a_draft(session: Session, draft: Action, voters: ContactList) -> None:
    assert add_newcomers(session, voters.id, LATER) == 0


def test_a_new_volunteer_gets_the_running_actions(
    session: Session, draft: Action, maya: User, campaign: Campaign, voters: ContactList
) -> None:
    publish(session, draft.id, by=maya, now=NOON)
    factories.action(session, voters, state="draft", title="Later")
    kim = factories.user(session, campaign, "Kim New", phone="+12125550191")

    assert [add_volunteer(session, kim, LATER), add_volunteer(session, kim, LATER)] == [1, 0]


def test_an_action_is_paused_resumed_and_closed(
    session: Session, draft: Action, maya: User, jo: User
) -> None:
    publish(session, draft.id, by=maya, now=NOON)

    assert pause(session, draft.id, by=maya, now=LATER).paused_at == LATER
    assert pause(session, draft.id, by=maya, now=LATER).state == "paused"
    assert resume(session, draft.id, by=maya, now=LATER).state == "published"
    assert close(session, draft.id, by=maya, now=LATER).closed_at == LATER
    assert [each.name for each in session.scalars(select(Event).order_by(Event.id))] == [
        "action_published",
        "action_paused",
        "action_resumed",
        "action_closed",
    ]


def test_a_closed_action_stays_closed(session: Session, draft: Action, maya: User) -> None:
    close(session, draft.id, by=maya, now=NOON)

    for verb in (publish, pause, resume):
        with pytest.raises(Stale, match="is closed now"):
            verb(session, draft.id, by=maya, now=LATER)
