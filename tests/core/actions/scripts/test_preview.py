"""A preview is made of real contacts of the list."""

from sqlalchemy.orm import Session

from core.actions.scripts.preview import preview
from core.models import Action, Contact, ContactList, User
from tests import factories


def test_scripts_are_filled_in_for_contacts_of_the_list(
    session: Session, action: Action, maya: User, pat: Contact, lee: Contact
) -> None:
    made = preview(session, action, by=maya)

    (initial,), (response,) = made.initials, made.responses
    assert (made.contacts, made.segments) == (2, 2)
    assert [example.name for example in initial.examples] == ["Pat Quinn", "Lee Wong"]
    assert initial.examples[0].text.startswith("Hi Pat, Maya with Riverside for All.")
    assert initial.concerns == response.concerns == []


def test_the_costliest_and_the_longest_name_are_among_the_examples(
    session: Session, action: Action, maya: User, voters: ContactList
) -> None:
    for number in range(10):
        factories.contact(session, voters, f"Voter {number}", f"+121255502{number:02}")
    factories.contact(session, voters, "María-Guadalupe Días", "+12125550300")
    factories.contact(session, voters, "Wolfeschlegelsteinhausen Bergerdorff", "+12125550301")

    (initial,) = preview(session, action, by=maya).initials

    assert {"María-Guadalupe Días", "Wolfeschlegelsteinhausen Bergerdorff"} <= {
        each.name for each in initial.examples
    }
    assert initial.worst.name == "María-Guadalupe Días"
    assert initial.worst.billed.encoding == "UCS-2"


def test_an_empty_list_has_no_examples(session: Session, action: Action, maya: User) -> None:
    action.list_id = None

    made = preview(session, action, by=maya)

    assert (made.contacts, made.initials, made.segments) == (0, [], 0)
