"""Custom fields are questions; options come and go, and old answers stay readable."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from core.differing import ChangedMeanwhile, Difference
from core.errors import Invalid
from core.labels import fields
from core.labels.fields import FieldForm, live_options
from core.models import CustomField, User
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)


def rating(session: Session, by: User, options: str = "Yes\nNo\nMaybe") -> CustomField:
    return fields.create(session, FieldForm("Voting?", "selection", options), by=by, now=NOON)


def labels_of(field: CustomField) -> list[str]:
    return [option.label for option in live_options(field)]


def test_a_selection_field_has_its_options_in_order(session: Session, maya: User) -> None:
    field = rating(session, maya, " Yes\r\n\nNo \nMaybe")

    assert (field.slug, labels_of(fields.find(session, field.id, by=maya))) == (
        "voting",
        ["Yes", "No", "Maybe"],
    )


def test_a_text_field_has_none(session: Session, maya: User) -> None:
    made = fields.create(session, FieldForm("Notes", "text", required=True), by=maya, now=NOON)

    assert (made.required, live_options(made)) == (True, [])


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        (FieldForm("Q", "selection"), "options", "at least one option"),
        (FieldForm("Q", "selection", "Yes\nyes"), "options", "“yes” is there twice"),
        (FieldForm("Q", "selection", "\n".join(map(str, range(101)))), "options", "at most 100 options"),
        (FieldForm("Q", "selection", "x" * 76), "options", "at most 75 characters"),
        (FieldForm("Q", "text", "Yes"), "options", "A text field has no options"),
        (FieldForm("Q", "number"), "kind", "Choose Selection or Text"),
        (FieldForm("x" * 3000, "text"), "name", "at most 80 characters"),
    ],
)
def test_a_field_that_cannot_be_kept_is_refused(
    session: Session, maya: User, form: FieldForm, field: str, said: str
) -> None:
    with pytest.raises(Invalid, match=said) as refusal:
        fields.create(session, form, by=maya, now=NOON)

    assert refusal.value.field == field


def test_a_field_keeps_its_kind(session: Session, maya: User) -> None:
    field = rating(session, maya)
    old = fields.values(session, field, by=maya)

    with pytest.raises(Invalid, match="keeps its kind"):
        fields.edit(session, field.id, FieldForm("Voting?", "text", position=1), by=maya, seen=old, now=LATER)


def test_an_edit_that_rests_on_an_old_look_is_refused(session: Session, maya: User) -> None:
    field = rating(session, maya)
    old = fields.values(session, field, by=maya)
    needed = FieldForm("Voting?", "selection", position=1, required=True)
    fields.edit(session, field.id, needed, by=maya, seen=old, now=LATER)

    renamed = FieldForm("Voting", "selection", position=1)
    with pytest.raises(ChangedMeanwhile) as refusal:
        fields.edit(session, field.id, renamed, by=maya, seen=old, now=LATER)

    assert [Difference("required", seen=False, present=True, typed=False)] == refusal.value.differences


def test_an_archived_field_leaves_the_list_and_can_come_back(session: Session, maya: User) -> None:
    field = rating(session, maya)

    fields.archive(session, field.id, by=maya, now=NOON)
    assert list(fields.list_fields(session, maya.campaign_id)) == []
    assert list(fields.list_fields(session, maya.campaign_id, archived=True)) == [field]

    fields.restore(session, field.id, by=maya, now=LATER)
    assert list(fields.list_fields(session, maya.campaign_id)) == [field]
