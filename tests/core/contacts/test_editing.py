"""A contact's details are put right by hand."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.editing import FOUND, KEPT, ChangedMeanwhile, Details, Erased, edit
from core.contacts.importing.merging import merge
from core.contacts.importing.rows import Person
from core.errors import Invalid, NotAllowed, NotFound
from core.models import Contact, ContactList, Event, User
from tests import factories
from tests.factories import NOON

LATER = NOON + timedelta(minutes=1)
AS_IT_IS = Details("Pat", "Quinn", "", "", KEPT, None)


def change(session: Session, contact: Contact, by: User, **more: Any) -> Contact:
    details = replace(AS_IT_IS, **more)
    return edit(session, contact.id, details, by=by, seen=contact.updated_at, now=LATER)


def test_what_changed_is_kept_with_its_event_but_no_words(
    session: Session, pat: Contact, maya: User, jo: User
) -> None:
    change(session, pat, maya, first_name=" Patricia  Ann ", state="ohio", assigned_to_id=jo.id)

    assert ("Patricia Ann", "OH", jo.id, LATER) == (
        pat.first_name,
        pat.state,
        pat.assigned_to_id,
        pat.updated_at,
    )
    event = session.scalars(select(Event)).one()
    assert ("contact_changed", {"changed": ["assigned_to_id", "first_name", "state"]}) == (
        event.name,
        event.particulars,
    )


def test_nothing_changed_is_no_change(session: Session, pat: Contact, maya: User) -> None:
    change(session, pat, maya)

    assert NOON == pat.updated_at
    assert [] == session.scalars(select(Event)).all()


def test_a_new_zip_code_finds_a_new_time_zone(session: Session, pat: Contact, maya: User) -> None:
    change(session, pat, maya, zip="60601", zone=FOUND)

    assert "America/Chicago" in pat.zones.split()
    assert "zip" == pat.zone_source


def test_a_time_zone_set_by_hand_outlives_an_import(
    session: Session, pat: Contact, voters: ContactList, maya: User
) -> None:
    change(session, pat, maya, zone="America/Phoenix")
    person = Person(pat.phone, "", "", "10001", "NY", "America/New_York", "zip", "{}", "")
    session.flush()
    merge(session, [person], campaign_id=pat.campaign_id, list_id=voters.id, now=LATER)
    session.expire_all()

    assert ("America/Phoenix", "hand") == (pat.zones, pat.zone_source)


def test_a_form_opened_before_somebody_elses_change_is_refused(
    session: Session, pat: Contact, maya: User
) -> None:
    seen = pat.updated_at
    change(session, pat, maya, zip="10001")

    with pytest.raises(ChangedMeanwhile):
        edit(session, pat.id, replace(AS_IT_IS, zip="10002"), by=maya, seen=seen, now=LATER)
    assert "10001" == pat.zip


def test_the_same_form_twice_is_one_change(session: Session, pat: Contact, maya: User) -> None:
    seen = pat.updated_at
    for _ in range(2):
        edit(session, pat.id, replace(AS_IT_IS, zip="10002"), by=maya, seen=seen, now=LATER)

    assert 1 == len(session.scalars(select(Event)).all())


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"first_name": "x" * 101}, "first_name"),
        ({"zip": "1" * 21}, "zip"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"assigned_to_id": 777_777}, "contact_volunteer"),
    ],
)
def test_what_cannot_be_kept_is_told_beside_its_field(
    session: Session, pat: Contact, maya: User, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        change(session, pat, maya, **more)

    assert field == refusal.value.field


def test_only_admins_change_only_their_own_and_nobody_who_was_erased(
    session: Session, pat: Contact, maya: User, abe: User
) -> None:
    other = factories.campaign(session, slack_team_id="T0HILL", join_code="hill", service="MG" + "1" * 32)
    stranger = factories.user(session, other, "Hill", role="owner")
    with pytest.raises(NotAllowed):
        change(session, pat, abe, zip="1")
    with pytest.raises(NotFound):
        change(session, pat, stranger, zip="1")
    pat.erased_at = NOON
    with pytest.raises(Erased):
        change(session, pat, maya, zip="1")
