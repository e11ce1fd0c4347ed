"""The checklist before publishing: who can be texted, why the others not, and what to look at again."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from core.actions.assignments import Assignments
from core.actions.checklist import LARGE, Checklist, checklist
from core.actions.readiness import NotReady
from core.models import (
    Action,
    Campaign,
    Contact,
    ContactList,
    ErasedPhone,
    ExternalId,
    OptOut,
    SendingService,
    User,
)
from tests import factories
from tests.factories import NOON


@pytest.fixture
def draft(session: Session, voters: ContactList, pat: Contact, lee: Contact, jo: User, sam: User) -> Action:
    """For eight voters; Pat and Lee can be texted."""
    erased, out, landline, lately, late_out, west = (
        factories.contact(session, voters, f"C{at} Y", f"+121255502{at:02}") for at in range(6)
    )
    of = {"campaign_id": voters.campaign_id}
    session.add(ErasedPhone(hash="x", contact_id=erased.id, at=NOON, **of))
    for contact, known in ((out, out.id), (late_out, None), (erased, erased.id)):
        session.add(OptOut(phone=contact.phone, contact_id=known, at=NOON, route="keyword", **of))
    landline.undeliverable = "landline"
    west.zones = "America/Los_Angeles"
    other = factories.action(session, voters, contacts=[lately, pat])
    factories.held(session, other, lately, jo).initial_at = NOON - timedelta(hours=1)
    factories.held(session, other, pat, jo).initial_at = NOON - timedelta(hours=7)
    session.add(ExternalId(contact_id=pat.id, system="van", value="1", **of))
    session.flush()
    return factories.action(session, voters, state="draft")


def made(session: Session, draft: Action, maya: User, hour: int = 17) -> Checklist:
    return checklist(session, draft.id, by=maya, now=NOON.replace(hour=hour))


def test_it_says_who_can_be_texted_and_why_the_others_not(
    session: Session, draft: Action, maya: User
) -> None:
    found = made(session, draft, maya).reach

    assert found.barred == {"erased": 1, "opted_out": 2, "undeliverable": 1, "texted_lately": 1}
    assert (found.contacts, found.eligible, found.without_van_id) == (8, 3, 7)


def test_it_says_when_those_who_sleep_wake(session: Session, draft: Action, maya: User, lee: Contact) -> None:
    lee.zones = ""
    session.flush()

    found = made(session, draft, maya, hour=14).reach  # 10:00 in New York, 7:00 in Los Angeles

    assert (found.awake, found.asleep, found.without_zone) == (0, 2, 1)  # Pat was texted too lately
    assert found.opens_at == NOON.replace(hour=16)


def test_it_says_whose_the_contacts_are(
    session: Session, draft: Action, maya: User, abe: User, jo: User, pat: Contact, lee: Contact
) -> None:
    assert made(session, draft, maya).assigned is None
    draft.keeps_assignments = True
    pat.assigned_to_id, lee.assigned_to_id = jo.id, abe.id
    session.flush()

    found = made(session, draft, maya)

    assert found.assigned == Assignments(assigned=2, people=2, out_of_reach=1)
    assert found.is_risky


def test_a_small_and_clean_action_is_no_risk(session: Session, draft: Action, maya: User) -> None:
    found = made(session, draft, maya)

    assert (found.concerns, found.can_send, found.volunteers) == ([], True, 2)
    assert found.segments == 3
    assert not found.is_risky


def test_a_script_that_is_warned_of_is_a_risk(session: Session, draft: Action, maya: User) -> None:
    factories.script(session, draft, "initial", "Hi {{ first_name }}", position=2)

    found = made(session, draft, maya)

    assert (found.concerns[0].number, found.concerns[0].sentence[:28]) == (2, "It does not say how to stop.")
    assert found.is_risky


def test_what_only_costs_more_is_no_risk(session: Session, draft: Action, maya: User, pat: Contact) -> None:
    pat.first_name = "Siobhán"
    session.flush()

    found = made(session, draft, maya)

    assert found.dear
    assert not found.is_risky


def test_it_says_what_is_put_behind_first_texts(
    session: Session, draft: Action, maya: User, campaign: Campaign
) -> None:
    assert made(session, draft, maya).ending == ""
    campaign.appends_opt_out = True
    session.flush()

    assert made(session, draft, maya).ending == "Reply STOP to opt out."


def test_a_number_that_cannot_send_is_a_risk(session: Session, draft: Action, maya: User) -> None:
    session.query(SendingService).update({"registration": "pending"})

    assert made(session, draft, maya).is_risky


def test_a_large_one_is_a_risk(session: Session, draft: Action, maya: User) -> None:
    found = made(session, draft, maya)
    object.__setattr__(found.reach, "awake", LARGE + 1)

    assert found.is_risky


def test_what_cannot_be_published_says_why(
    session: Session, draft: Action, maya: User, voters: ContactList
) -> None:
    voters.archived_at = NOON

    with pytest.raises(NotReady, match="Choose a contact list"):
        made(session, draft, maya)
