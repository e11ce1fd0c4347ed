"""Responses are added, changed, moved and removed one by one, with what they note and what follows them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.drafting import Basics, create_draft
from core.actions.scripts.keeping import written
from core.actions.scripts.responses import (
    MOST_RESPONSES,
    ChangedMeanwhile,
    Response,
    add_response,
    edit_response,
    place_response,
    read_response,
    remove_response,
)
from core.errors import Invalid, NotFound
from core.labels import fields, tags
from core.labels.fields import FieldForm
from core.labels.tags import TagForm
from core.models import Action, ContactList, CustomField, ScriptVersion, Tag, User
from core.people.setting_up import found_campaign, make_owner
from tests import factories
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)
YES = Response("Yes", "Great, {{ first_name }}!")


@pytest.fixture
def draft(session: Session, maya: User, voters: ContactList) -> Action:
    return create_draft(session, Basics("Get out the vote", "", voters.id), by=maya, now=NOON)


@pytest.fixture
def supporter(session: Session, maya: User) -> Tag:
    return tags.create(session, TagForm("Supporter"), by=maya, now=NOON)


@pytest.fixture
def support(session: Session, maya: User) -> CustomField:
    return fields.create(session, FieldForm("Support", "selection", "Strong\nLeaning"), by=maya, now=NOON)


def names(session: Session, action: Action) -> list[str]:
    return [script.name for script in written(session, action.id, "response")]


def test_a_response_is_kept_with_all_it_carries(
    session: Session, maya: User, draft: Action, supporter: Tag, support: CustomField
) -> None:
    fields.create(session, FieldForm("Notes", "text"), by=maya, now=NOON)
    thanks = add_response(session, draft.id, Response("Thanks", "Thank you!"), by=maya, now=NOON)
    given = replace(
        YES, tag_ids=(supporter.id,), answers="notes = called = back\n support=STRONG", next_ids=(thanks.id,)
    )

    script = add_response(session, draft.id, given, by=maya, now=NOON)

    assert ["Thanks", "Yes"] == names(session, draft)
    expected = replace(given, answers="Support = Strong\nNotes = called = back")
    assert expected == read_response(session, script)


def test_the_same_form_twice_adds_one(session: Session, maya: User, draft: Action) -> None:
    first = add_response(session, draft.id, YES, by=maya, now=NOON)

    assert first is add_response(session, draft.id, YES, by=maya, now=NOON)
    assert ["Yes"] == names(session, draft)


def test_a_reworded_response_keeps_how_it_read(session: Session, maya: User, draft: Action) -> None:
    script = add_response(session, draft.id, YES, by=maya, now=NOON)

    for _ in range(2):
        edit_response(session, script.id, replace(YES, body="Good!"), seen=YES.stamp, by=maya, now=LATER)

    (kept,) = session.scalars(select(ScriptVersion))
    assert (YES.body, LATER, maya.id) == (kept.body, kept.until, kept.reworded_by_id)
    assert ("Good!", 2) == (script.body, script.version)


def test_another_name_makes_no_version(session: Session, maya: User, draft: Action) -> None:
    script = add_response(session, draft.id, YES, by=maya, now=NOON)

    edit_response(session, script.id, replace(YES, name="Sure"), seen=YES.stamp, by=maya, now=LATER)

    assert ("Sure", 1) == (script.name, script.version)


def test_the_second_of_two_admins_is_shown_the_difference(
    session: Session, maya: User, draft: Action, supporter: Tag
) -> None:
    script = add_response(session, draft.id, YES, by=maya, now=NOON)
    theirs = replace(YES, body="Good!", tag_ids=(supporter.id,))
    edit_response(session, script.id, theirs, seen=YES.stamp, by=maya, now=LATER)

    with pytest.raises(ChangedMeanwhile, match="its text is now “Good!”, its tags are others"):
        edit_response(session, script.id, replace(YES, body="Fine!"), seen=YES.stamp, by=maya, now=LATER)

    assert "Good!" == script.body


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name": ""}, "response_name", "Give it a response name"),
        ({"name": "x" * 81}, "response_name", "at most 80"),
        ({"name": "no"}, "response_name", "called “No” already"),
        ({"body": ""}, "response_body", "Write the text"),
        ({"body": "{{ nope }}"}, "response_body", "no “nope”"),
        ({"tag_ids": (10**9,)}, "response_tags", "not there any more"),
        ({"tag_ids": tuple(range(1, 7))}, "response_tags", "at most 5 tags"),
        ({"answers": "Support"}, "response_answers", "Write “Support” as: field = answer"),
        ({"answers": "Suport = Strong"}, "response_answers", "Did you mean “Support”?"),
        ({"answers": "Support = Strung"}, "response_answers", "Did you mean “Strong”?"),
        ({"answers": "Support = Strong\nsupport = Leaning"}, "response_answers", "there twice"),
        ({"answers": "a = b\n" * 11}, "response_answers", "at most 10 answers"),
        ({"next_ids": (10**9,)}, "response_nexts", "was removed meanwhile"),
        ({"next_ids": tuple(range(21))}, "response_nexts", "At most 20"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    session: Session,
    maya: User,
    draft: Action,
    support: CustomField,
    change: dict[str, Any],
    field: str,
    said: str,
) -> None:
    add_response(session, draft.id, Response("No", "OK"), by=maya, now=NOON)

    with pytest.raises(Invalid, match=said) as refusal:
        add_response(session, draft.id, replace(YES, **change), by=maya, now=NOON)

    assert field == refusal.value.field
    assert ["No"] == names(session, draft)


def test_a_tag_archived_while_the_form_was_open_is_named(
    session: Session, maya: User, draft: Action, supporter: Tag
) -> None:
    tags.archive(session, supporter.id, by=maya, now=NOON)

    with pytest.raises(Invalid, match="“Supporter” was archived meanwhile"):
        add_response(session, draft.id, replace(YES, tag_ids=(supporter.id,)), by=maya, now=LATER)


def test_there_is_an_end_to_responses(session: Session, maya: User, draft: Action) -> None:
    for number in range(MOST_RESPONSES):
        factories.script(session, draft, "response", "OK", name=f"No {number}", position=number)

    with pytest.raises(Invalid, match="at most 300 responses"):
        add_response(session, draft.id, YES, by=maya, now=NOON)


def test_a_removed_response_follows_nothing_any_more(session: Session, maya: User, draft: Action) -> None:
    first = add_response(session, draft.id, YES, by=maya, now=NOON)
    second = add_response(session, draft.id, Response("No", "OK", next_ids=(first.id,)), by=maya, now=NOON)

    for _ in range(2):
        remove_response(session, first.id, by=maya, now=LATER)

    assert ["No"] == names(session, draft)
    assert () == read_response(session, second).next_ids


def test_a_response_is_put_elsewhere(session: Session, maya: User, draft: Action) -> None:
    for name in "ABC":
        add_response(session, draft.id, Response(name, name), by=maya, now=NOON)
    last = written(session, draft.id, "response")[-1]

    for _ in range(2):
        place_response(session, last.id, 2, by=maya, now=LATER)

    assert ["A", "C", "B"] == names(session, draft)


def test_somebody_elses_response_is_not_there(session: Session, maya: User, draft: Action) -> None:
    script = add_response(session, draft.id, YES, by=maya, now=NOON)
    other = found_campaign(session, name="Other", team_id="T2", now=NOON)
    stranger = make_owner(session, other, "U1", "Eve", NOON)

    with pytest.raises(NotFound):
        edit_response(session, script.id, YES, seen=YES.stamp, by=stranger, now=LATER)
    with pytest.raises(NotFound):
        remove_response(session, script.id, by=stranger, now=LATER)
    with pytest.raises(NotFound):
        place_response(session, script.id, 1, by=stranger, now=LATER)
