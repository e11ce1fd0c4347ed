"""A contact is found by what somebody remembers of them."""

import pytest
from sqlalchemy.orm import Session

from core.contacts.finding import MOST, find
from core.errors import Invalid, NotAllowed
from core.models import Campaign, Contact, ContactList, ExternalId, User
from tests import factories
from tests.factories import NOON


@pytest.fixture
def people(session: Session, voters: ContactList) -> None:
    names = ["José Muñoz", "Maria O’Brien", "Øystein Łuk", "Ana de la Cruz", "Анна Ким", "Jo Smith-Jones"]
    for number, name in enumerate(names):
        factories.contact(session, voters, name, f"+1212555{2000 + number}")


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("munoz", "José Muñoz"),
        ("MUÑOZ", "José Muñoz"),
        ("jose mun", "José Muñoz"),
        ("Muñoz, José", "José Muñoz"),
        ("o'brien", "Maria O’Brien"),
        ("oystein luk", "Øystein Łuk"),
        ("de la cruz", "Ana de la Cruz"),
        ("ana de la c", "Ana de la Cruz"),
        ("анна", "Анна Ким"),
        ("smith-j", "Jo Smith-Jones"),
        ("(212) 555-2003", "Ana de la Cruz"),
        ("+1 212.555.2000", "José Muñoz"),
        ("2001", "Maria O’Brien"),
    ],
)
def test_somebody_is_found(session: Session, maya: User, words: str, name: str) -> None:
    assert [name] == [each.name for each in find(session, words, by=maya).people]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("words", ["[a-z]zz", "%aa", "^.*aa", "a*b", "Cruz de la Ana x", "\\d\\d", "a]b[c"])
def test_signs_that_a_database_may_read_find_nobody(session: Session, maya: User, words: str) -> None:
    assert [] == find(session, words, by=maya).people


def test_a_van_id_finds_its_contact(session: Session, pat: Contact, maya: User) -> None:
    ids = {"contact_id": pat.id, "campaign_id": pat.campaign_id, "system": "van"}
    session.add(ExternalId(**ids, value="2125550199"))
    session.add(ExternalId(**ids, database="OH", value="EID77B"))
    session.flush()

    assert [pat] == find(session, "2125550199", by=maya).people
    assert [pat] == find(session, "EID77B", by=maya).people


@pytest.mark.parametrize("words", ["", "  ", "A", "'", "7"])
def test_too_little_is_refused_beside_the_field(session: Session, maya: User, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        find(session, words, by=maya)

    assert "words" == refusal.value.field


def test_erased_people_and_those_of_others_are_left_out(
    session: Session, pat: Contact, lee: Contact, maya: User
) -> None:
    other = factories.campaign(session, slack_team_id="T0HILL", join_code="hill", service="MG" + "1" * 32)
    factories.contact(session, factories.contact_list(session, other, "Theirs"), "Pat Quinn", pat.phone)
    lee.erased_at = NOON
    session.flush()

    assert [pat] == find(session, "Pat", by=maya).people
    assert [] == find(session, "Lee", by=maya).people


def test_of_many_some_are_shown_and_that_there_are_more(
    session: Session, campaign: Campaign, voters: ContactList, maya: User
) -> None:
    for number in range(MOST + 1):
        factories.contact(session, voters, "Kim Lee", f"+1212556{number:04}")

    found = find(session, "kim", by=maya)

    assert (MOST, True) == (len(found.people), found.are_more)


def test_a_volunteer_may_not_look(session: Session, jo: User, pat: Contact) -> None:
    with pytest.raises(NotAllowed):
        find(session, "Pat", by=jo)
