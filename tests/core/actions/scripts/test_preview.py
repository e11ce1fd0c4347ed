"""A preview is made of real contacts of the list."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.actions.scripts.preview import preview
from core.models import Action, Contact, ContactList, Script, SendingService, User
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


def test_an_accent_in_the_script_is_named_with_what_it_makes_of_the_costliest_text(
    session: Session, action: Action, maya: User, pat: Contact, lee: Contact
) -> None:
    script = session.scalars(select(Script).filter_by(kind="initial")).one()
    script.body += " Está en tus manos." + "x" * 70
    session.flush()

    (initial,) = preview(session, action, by=maya).initials

    assert ("UCS-2", 3, "á") == (
        initial.worst.billed.encoding,
        initial.worst.billed.count,
        initial.worst.billed.forced_by,
    )
    assert "“á” in every text needs UCS-2" in initial.concerns[0].sentence


def test_how_the_sender_is_registered_is_known(session: Session, action: Action, maya: User) -> None:
    assert "not stated" == preview(session, action, by=maya).registration
    session.execute(delete(SendingService))
    assert preview(session, action, by=maya).registration is None


def test_an_empty_list_has_no_examples(session: Session, action: Action, maya: User) -> None:
    action.list_id = None

    made = preview(session, action, by=maya)

    assert (made.contacts, made.initials, made.segments) == (0, [], 0)
