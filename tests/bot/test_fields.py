"""`/textbank fields` in Slack: list, create, edit, archive; and the views at their largest."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.labels import field_form, option_views
from bot.labels.known import Known
from bot.labels.option_views import Spot
from bot.labels.place import Place
from core.labels import fields
from core.labels.fields import FieldForm, live_options
from core.models import CustomField, FieldOption, User
from sandbox.slack.rules import check_view
from tests.bot.conftest import Bot
from tests.factories import NOON


@pytest.fixture
def rating(session: Session, maya: User) -> CustomField:
    form = FieldForm("Support rating", "selection", "Supporter\nAgainst")
    made = fields.create(session, form, by=maya, now=NOON)
    session.commit()
    return made


def only_field(session: Session, maya: User) -> CustomField:
    session.expire_all()
    (field,) = fields.list_fields(session, maya.campaign_id)
    return field


def test_a_selection_field_is_created(bot: Bot, session: Session, maya_in_slack: Any, maya: User) -> None:
    maya_in_slack.command("/textbank", "fields")
    maya_in_slack.click(None, "Create field")
    maya_in_slack.fill("Field name", "Will you vote?")
    maya_in_slack.fill("Kind", "Selection")
    maya_in_slack.fill("Options", "Yes\nNo 🤷\n")
    maya_in_slack.fill("Required", ["Yes"])

    assert maya_in_slack.submit() == {}
    assert "Yes · No 🤷" in bot.slack.text_of(maya_in_slack.modal)
    made = only_field(session, maya)
    assert (made.name, made.slug, made.required) == ("Will you vote?", "will_you_vote", True)
    assert [option.label for option in live_options(made)] == ["Yes", "No 🤷"]


def test_a_text_field_is_created(session: Session, maya_in_slack: Any, maya: User) -> None:
    maya_in_slack.command("/textbank", "fields")
    maya_in_slack.click(None, "Create field")
    maya_in_slack.fill("Field name", "Notes")
    maya_in_slack.fill("Kind", "Text")

    assert maya_in_slack.submit() == {}
    assert only_field(session, maya).kind == "text"


def test_a_refusal_stands_beside_the_options(maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "fields")
    maya_in_slack.click(None, "Create field")
    maya_in_slack.fill("Field name", "Will you vote?")

    assert maya_in_slack.submit() == {"Options": "Give at least one option, one on each line."}


def test_a_field_is_edited_by_two(
    bot: Bot, session: Session, maya_in_slack: Any, maya: User, rating: CustomField
) -> None:
    maya_in_slack.command("/textbank", "fields")
    maya_in_slack.click(None, "Edit Support rating")
    maya_in_slack.fill("Field name", "Rating")
    seen = fields.values(session, rating, by=maya)
    needed = FieldForm("Support rating", "selection", position=1, required=True)
    fields.edit(session, rating.id, needed, by=maya, seen=seen, now=NOON)
    session.commit()

    assert {} == maya_in_slack.submit()
    assert "*Required*\nYou saw: no\nIt is now: yes" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.fill("Required", ["Yes"])
    assert {} == maya_in_slack.submit()
    made = only_field(session, maya)
    assert ("Rating", True) == (made.name, made.required)


def test_a_field_is_archived_and_comes_back(
    bot: Bot, session: Session, maya_in_slack: Any, maya: User, rating: CustomField
) -> None:
    maya_in_slack.command("/textbank", "fields")
    maya_in_slack.click(None, "Edit Support rating")
    maya_in_slack.click(None, "Archive field")
    maya_in_slack.close()
    assert "No custom fields yet" in bot.slack.text_of(maya_in_slack.modal)

    maya_in_slack.click(None, "Archived")
    maya_in_slack.click(None, "Restore Support rating")
    assert only_field(session, maya).id == rating.id


@pytest.mark.parametrize("label", ["<&>" * 25, "👩‍👩‍👧‍👦" * 10, "مرحبا" * 15, "<@everyone>"])
def test_the_longest_forms_are_what_slack_takes(label: str) -> None:
    known = CustomField(id=10**15, name=label, slug="x" * 60, kind="selection", position=9999)
    known.reportable = known.required = True
    known.options = [
        FieldOption(
            id=10**15 + number, label=label, position=number, retired_at=NOON if number > 99 else None
        )
        for number in range(180)
    ]
    values = FieldForm(label, "selection", position=9999, required=True)
    form = Known(known.id, {}, "", slug=known.slug, kind="selection")
    old = {each.id: [label] * 30 for each in known.options}
    spot, place = Spot(known.id, 1, 10**15, label, "k" * 32), Place(12, words=label)

    assert [] == check_view(field_form.build(values, form, place))
    assert [] == check_view(field_form.build(FieldForm("", "selection"), Known.new(), Place()))
    assert [] == check_view(field_form.archived(known))
    assert len(field_form.words(known)) < 3000
    for at in (0, 2, 4, 9):
        assert [] == check_view(option_views.build(known, old, replace(spot, at=at), place))
    assert [] == check_view(option_views.adding(spot, place))
    assert [] == check_view(option_views.renaming(label, spot, place))
