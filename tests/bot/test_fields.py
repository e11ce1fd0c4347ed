"""`/textbank fields` in Slack: list, create, edit, archive; and the views at their largest."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.labels import fields as bot_fields
from bot.labels.listing import Place
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


def test_options_are_edited(session: Session, maya_in_slack: Any, maya: User, rating: CustomField) -> None:
    maya_in_slack.command("/textbank", "fields")
    maya_in_slack.click(None, "Edit Support rating")
    assert maya_in_slack.values["Options"]["value"] == "Supporter\nAgainst"
    maya_in_slack.fill("Options", "Against\nNeutral")

    assert maya_in_slack.submit() == {}
    assert [option.label for option in live_options(only_field(session, maya))] == ["Against", "Neutral"]


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


def test_the_longest_form_is_what_slack_takes() -> None:
    known = CustomField(
        id=10**15, name="<" * 80, slug="x" * 60, kind="selection", position=9999, updated_at=NOON
    )
    known.reportable = known.required = True
    known.options = [FieldOption(label=f"{number:029}", position=number) for number in range(100)]

    assert check_view(bot_fields.form(known, Place(12))) == []
    assert check_view(bot_fields.form(None, Place())) == []
    assert check_view(bot_fields.archived(known)) == []
    assert len(bot_fields.words(known)) < 3000
