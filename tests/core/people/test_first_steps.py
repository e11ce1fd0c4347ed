"""How far a new campaign is: facts count where there are some, a person's word where only they can know."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.errors import NotAllowed, NotFound
from core.models import Campaign, ContactList, Event, SendingService, User
from core.people import first_steps
from core.people.first_steps import ADMINS, CONTACTS, GENERAL, HOURS, SAID, SERVICE, STEPS
from core.people.first_steps import first_steps as steps_of
from tests import factories
from tests.factories import NOON


def done(session: Session, campaign: Campaign) -> set[str]:
    session.flush()
    return set(steps_of(session, campaign.id).done)


def test_a_new_campaign_has_all_before_it(session: Session, campaign: Campaign, maya: User) -> None:
    steps = steps_of(session, campaign.id)

    assert (frozenset(), 1, 0, "not stated") == (steps.done, steps.admins, steps.lists, steps.registration)
    assert not steps.over


def test_a_stated_registration_is_a_fact(session: Session, campaign: Campaign) -> None:
    service = session.scalars(select(SendingService)).one()
    service.registration = "pending"
    assert {SERVICE} == done(session, campaign)

    session.execute(delete(SendingService))
    assert set() == done(session, campaign)


def test_a_second_admin_is_a_fact_until_they_leave(session: Session, campaign: Campaign, maya: User) -> None:
    ann = factories.user(session, campaign, "Ann Bell", role="admin")
    assert {ADMINS} == done(session, campaign)

    ann.deactivated_at = NOON
    assert set() == done(session, campaign)


def test_a_list_is_a_fact_until_it_is_archived(
    session: Session, campaign: Campaign, voters: ContactList
) -> None:
    assert {CONTACTS} == done(session, campaign)

    voters.archived_at = NOON
    assert set() == done(session, campaign)


def test_what_only_a_person_knows_is_said_once(session: Session, campaign: Campaign, maya: User) -> None:
    for _ in range(2):
        for step in SAID:
            first_steps.say_done(session, step, by=maya, now=NOON)

    assert {GENERAL, HOURS, ADMINS} == done(session, campaign)
    told = session.scalars(select(Event).filter_by(name="first_step_seen").order_by(Event.id)).all()
    assert list(SAID) == [event.particulars["step"] for event in told]


@pytest.mark.parametrize("step", [SERVICE, CONTACTS, "hidden", ""])
def test_facts_cannot_be_talked_into_being(session: Session, maya: User, step: str) -> None:
    with pytest.raises(NotFound):
        first_steps.say_done(session, step, by=maya, now=NOON)


def test_only_whoever_runs_the_campaign_says_so(session: Session, maya: User, abe: User) -> None:
    with pytest.raises(NotAllowed, match="Maya Torres can help"):
        first_steps.say_done(session, GENERAL, by=abe, now=NOON)
    with pytest.raises(NotAllowed):
        first_steps.hide(session, by=abe, now=NOON)


def test_they_are_over_when_all_are_done_or_somebody_hides_them(
    session: Session, campaign: Campaign, maya: User
) -> None:
    first_steps.hide(session, by=maya, now=NOON)
    assert steps_of(session, campaign.id).over

    campaign.set_up = {}
    factories.user(session, campaign, "Ann Bell", role="admin")
    factories.contact_list(session, campaign, "Voters")
    session.scalars(select(SendingService)).one().registration = "registered"
    for step in (GENERAL, HOURS):
        assert not steps_of(session, campaign.id).over
        first_steps.say_done(session, step, by=maya, now=NOON)

    steps = steps_of(session, campaign.id)
    assert (frozenset(STEPS), True, False) == (steps.done, steps.over, steps.hidden)
