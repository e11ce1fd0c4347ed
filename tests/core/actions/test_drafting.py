"""A draft is kept step by step, and nothing that cannot be published is kept."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.drafting import Basics, create_draft, edit_basics
from core.actions.on_report import choose_report, on_report
from core.actions.scripts.initials import write_initials
from core.actions.scripts.keeping import written
from core.errors import Invalid, NotFound, Stale
from core.labels import fields, tags
from core.labels.fields import FieldForm
from core.labels.tags import TagForm
from core.models import Action, Contact, ContactList, Event, Tag, User
from core.people.setting_up import found_campaign, make_owner
from tests import factories
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)
HELLO = "Hi {{ first_name }}, will you vote?"


@pytest.fixture
def draft(session: Session, maya: User, voters: ContactList) -> Action:
    return create_draft(session, Basics("Get out the vote", "Be kind.", voters.id), by=maya, now=NOON)


@pytest.fixture
def supporter(session: Session, maya: User) -> Tag:
    return tags.create(session, TagForm("Supporter"), by=maya, now=NOON)


def bodies(session: Session, action: Action, kind: str = "initial") -> list[str]:
    return [script.body for script in written(session, action.id, kind)]


def test_a_draft_begins_with_the_campaigns_batch_size(draft: Action, voters: ContactList) -> None:
    assert (draft.state, draft.batch_size, draft.list_id) == ("draft", 100, voters.id)


def test_what_is_shown_on_reports_is_on_a_new_draft(
    session: Session, maya: User, voters: ContactList, supporter: Tag
) -> None:
    tags.create(session, TagForm("Inner", reportable=False), by=maya, now=NOON)
    notes = fields.create(session, FieldForm("Notes", "text"), by=maya, now=NOON)

    draft = create_draft(session, Basics("A", "", voters.id), by=maya, now=NOON)

    assert on_report(session, draft.id) == ({supporter.id}, {notes.id})


def test_a_form_sent_twice_makes_one_draft(session: Session, maya: User, voters: ContactList) -> None:
    twice = Basics("Canvass", "Be kind.", voters.id)

    first = create_draft(session, twice, by=maya, now=NOON)

    assert create_draft(session, twice, by=maya, now=NOON + timedelta(seconds=1)) is first
    assert create_draft(session, twice, by=maya, now=LATER) is not first


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 3000}, "title"),
        ({"instructions": "x" * 2001}, "instructions"),
        ({"list_id": None}, "contact_list"),
        ({"list_id": 10**9}, "contact_list"),
        ({"batch_size": 0}, "batch_size"),
        ({"batch_size": 1001}, "batch_size"),
    ],
)
def test_basics_that_cannot_be_kept_are_refused(
    session: Session, maya: User, voters: ContactList, change: dict[str, Any], field: str
) -> None:
    given: dict[str, Any] = {"title": "A", "instructions": "", "list_id": voters.id}

    with pytest.raises(Invalid) as refusal:
        create_draft(session, Basics(**(given | change)), by=maya, now=NOON)

    assert refusal.value.field == field


def test_a_list_archived_meanwhile_is_asked_for_again(
    session: Session, maya: User, draft: Action, voters: ContactList
) -> None:
    voters.archived_at = NOON

    with pytest.raises(Invalid, match="“Voters” was archived meanwhile"):
        edit_basics(session, draft.id, Basics("B", "", voters.id), by=maya, now=LATER)


def test_another_campaigns_list_is_not_there(session: Session, voters: ContactList) -> None:
    other = found_campaign(session, name="Other", team_id="T2", now=NOON)
    stranger = make_owner(session, other, "U1", "Eve", NOON)

    with pytest.raises(Invalid, match="Choose a contact list"):
        create_draft(session, Basics("A", "", voters.id), by=stranger, now=NOON)


def test_a_closed_action_cannot_be_changed(session: Session, maya: User, action: Action) -> None:
    action.state = "closed"

    with pytest.raises(Stale, match="is closed now"):
        edit_basics(session, action.id, Basics("B", "", action.list_id), by=maya, now=LATER)
    with pytest.raises(Stale, match="is closed now"):
        write_initials(session, action.id, [HELLO], by=maya, now=LATER)


def test_a_running_action_is_reworded_for_later_texts(
    session: Session, maya: User, action: Action, voters: ContactList, jo: User
) -> None:
    before = written(session, action.id, "initial")[0].id

    edit_basics(session, action.id, Basics("New title", "", None), by=maya, now=LATER)
    (script,) = write_initials(session, action.id, [HELLO], by=maya, now=LATER)

    session.expire_all()
    assert (script.id, script.body, script.version) == (before, HELLO, 2)
    assert (action.title, action.list_id, jo.inbox_version) == ("New title", voters.id, 2)
    changes = session.scalars(select(Event).filter_by(name="action_changed").order_by(Event.id))
    assert [event.particulars for event in changes] == [
        {"what": "basics", "fields": ["title"]},
        {"what": "initial scripts"},
    ]


def test_somebody_elses_draft_is_not_there(session: Session, draft: Action) -> None:
    other = found_campaign(session, name="Other", team_id="T2", now=NOON)
    stranger = make_owner(session, other, "U1", "Eve", NOON)

    with pytest.raises(NotFound):
        write_initials(session, draft.id, [HELLO], by=stranger, now=LATER)


def test_initials_are_kept_in_order_and_blank_ones_left_out(
    session: Session, maya: User, draft: Action
) -> None:
    write_initials(session, draft.id, [HELLO, " \0", "Second 🗳 {{ zip }}"], by=maya, now=NOON)

    assert bodies(session, draft) == [HELLO, "Second 🗳 {{ zip }}"]


def test_scripts_keep_their_ids_and_count_their_versions(session: Session, maya: User, draft: Action) -> None:
    first = write_initials(session, draft.id, [HELLO, "Two"], by=maya, now=NOON)
    again = write_initials(session, draft.id, ["One"], by=maya, now=LATER)

    assert [(script.id, script.version) for script in again] == [(first[0].id, 2)]
    assert bodies(session, draft) == ["One"]


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ([], "initial_1", "Write the first text"),
        (["  ", ""], "initial_1", "Write the first text"),
        ([HELLO, "Hi {{ first_name"], "initial_2", "braces near"),
        ([HELLO, "Hi {{ shoe_size }}"], "initial_2", "no “shoe_size”"),
        ([HELLO, HELLO.upper().replace("FIRST_NAME", "first_name")], "initial_2", "there twice"),
        (["x" * 1601], "initial_1", "at most 1,600 characters"),
        (["x" * 1599 + "í"], "initial_1", "needs 24 segments; at most 10 can be sent. “í” makes"),
        ([f"Text {number}" for number in range(9)], "initial_9", "at most 8"),
    ],
)
def test_initials_that_cannot_be_kept_are_refused(
    session: Session, maya: User, draft: Action, given: list[str], field: str, said: str
) -> None:
    with pytest.raises(Invalid, match=said) as refusal:
        write_initials(session, draft.id, given, by=maya, now=NOON)

    assert refusal.value.field == field
    assert bodies(session, draft) == []


def test_an_imported_column_can_be_used(
    session: Session, maya: User, draft: Action, voters: ContactList
) -> None:
    factories.contact(session, voters, "Kim", "+12125550160", extra={"polling_place": "Town Hall"})

    write_initials(session, draft.id, ["Vote at {{ polling_place }}"], by=maya, now=NOON)

    assert bodies(session, draft) == ["Vote at {{ polling_place }}"]


def test_a_column_that_is_blank_nearly_everywhere_can_be_used(
    session: Session, maya: User, draft: Action, voters: ContactList
) -> None:
    for number in range(601):
        extra = {"ride": "Ann"} if number == 300 else {}
        factories.contact(session, voters, f"Voter {number}", f"+12125{number:06}", extra=extra)

    write_initials(session, draft.id, ["Ride: {{ ride }}"], by=maya, now=NOON)
    with pytest.raises(Invalid, match="no “rider”"):
        write_initials(session, draft.id, ["Ride: {{ rider }}"], by=maya, now=NOON)


def test_a_tag_archived_while_the_modal_was_open_is_named(
    session: Session, maya: User, draft: Action, supporter: Tag
) -> None:
    tags.archive(session, supporter.id, by=maya, now=NOON)

    with pytest.raises(Invalid, match="“Supporter” was archived meanwhile") as refusal:
        choose_report(session, draft.id, tag_ids=[supporter.id], field_ids=[], by=maya, now=LATER)
    assert refusal.value.field == "report_tags"


def test_the_report_is_chosen(
    session: Session, maya: User, draft: Action, supporter: Tag, pat: Contact
) -> None:
    notes = fields.create(session, FieldForm("Notes", "text"), by=maya, now=NOON)

    for _ in range(2):
        choose_report(session, draft.id, tag_ids=[supporter.id], field_ids=[notes.id], by=maya, now=LATER)

    assert on_report(session, draft.id) == ({supporter.id}, {notes.id})
