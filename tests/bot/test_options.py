"""The options of a selection field in Slack: each is renamed, moved, retired and restored by itself."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.labels import changing_options, fields
from core.labels.fields import FieldForm
from core.models import CustomField, User
from tests.bot.conftest import Bot
from tests.factories import NOON

Labels = Callable[[], list[str]]


@pytest.fixture
def rating(session: Session, maya: User) -> CustomField:
    form = FieldForm("Support rating", "selection", "Supporter\nNeutral\nAgainst")
    made = fields.create(session, form, by=maya, now=NOON)
    session.commit()
    return made


@pytest.fixture
def labels(session: Session, maya: User, rating: CustomField) -> Labels:
    """Read the options that can be chosen, in their order."""

    def read() -> list[str]:
        session.expire_all()
        return [each.label for each in fields.live_options(fields.find(session, rating.id, by=maya))]

    return read


@pytest.fixture
def at_options(maya_in_slack: Any, rating: CustomField) -> Any:
    """Maya, looking at the options."""
    maya_in_slack.command("/textbank", "fields")
    maya_in_slack.click(None, "Edit Support rating")
    maya_in_slack.click(None, "Options")
    return maya_in_slack


def test_an_option_is_renamed_and_keeps_its_old_name_in_mind(
    bot: Bot, at_options: Any, labels: Labels
) -> None:
    at_options.click(None, "Rename", beside="Neutral")
    assert "Neutral" == at_options.values["Option"]["value"]
    at_options.fill("Option", "Undecided")

    assert {} == at_options.submit()
    assert ["Supporter", "Undecided", "Against"] == labels()
    assert "was: Neutral" in bot.slack.text_of(at_options.modal)
    assert "Undecided" in bot.slack.text_of(at_options.modals[0])


def test_options_are_added_once(bot: Bot, at_options: Any, labels: Labels) -> None:
    at_options.click(None, "Add options")
    at_options.fill("New options", "Moved\nLater")

    assert {} == at_options.submit()
    assert ["Supporter", "Neutral", "Against", "Moved", "Later"] == labels()


def test_an_option_is_moved_retired_and_restored(bot: Bot, at_options: Any, labels: Labels) -> None:
    at_options.click(None, "Move up", beside="Against")
    assert ["Supporter", "Against", "Neutral"] == labels()
    at_options.click(None, "Retire", beside="Against")
    assert ["Supporter", "Neutral"] == labels()
    assert "~Against~ retired" in bot.slack.text_of(at_options.modal)
    at_options.click(None, "Restore", beside="Against")
    assert ["Supporter", "Neutral", "Against"] == labels()


@pytest.mark.parametrize(
    ("button", "field", "typed"),
    [("Rename", "Option", "against"), ("Add options", "New options", "Against"), ("Rename", "Option", "\0 ")],
)
def test_a_refusal_stands_beside_what_was_typed(
    at_options: Any, labels: Labels, button: str, field: str, typed: str
) -> None:
    at_options.click(None, button, beside="Neutral" if button == "Rename" else None)
    at_options.fill(field, typed)

    assert [field] == list(at_options.submit())
    assert ["Supporter", "Neutral", "Against"] == labels()
    at_options.click(None, "Back to options")
    assert "Options" == at_options.modal.body["title"]["text"]


def test_two_who_rename_one_option(
    bot: Bot, session: Session, maya: User, at_options: Any, labels: Labels, rating: CustomField
) -> None:
    at_options.click(None, "Rename", beside="Neutral")
    at_options.fill("Option", "Undecided")
    neutral = fields.live_options(fields.find(session, rating.id, by=maya))[1]
    words = "In between"
    changing_options.rename(session, rating.id, neutral.id, words, seen="Neutral", by=maya, now=NOON)
    session.commit()

    assert {} == at_options.submit()
    assert "In between" in bot.slack.text_of(at_options.modal)
    assert "Undecided" == at_options.values["Option"]["value"]
    assert {} == at_options.submit()
    assert ["Supporter", "Undecided", "Against"] == labels()


def test_the_last_option_cannot_be_retired(bot: Bot, at_options: Any, labels: Labels) -> None:
    for label in ("Supporter", "Neutral"):
        at_options.click(None, "Retire", beside=label)
    at_options.click(None, "Retire", beside="Against")

    assert "Add another one first" in bot.slack.text_of(at_options.modal)
    assert ["Against"] == labels()


def test_a_hundred_options_have_pages(bot: Bot, session: Session, maya: User, maya_in_slack: Any) -> None:
    lines = "\n".join(f"Answer {number:03}" for number in range(100))
    fields.create(session, FieldForm("Long", "selection", lines), by=maya, now=NOON)
    session.commit()
    maya_in_slack.command("/textbank", "fields")
    maya_in_slack.click(None, "Edit Long")
    maya_in_slack.click(None, "Options")
    for _ in range(2):
        maya_in_slack.click(None, "Next")
    assert "81 to 100 of 100" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Rename", beside="Answer 099")
    maya_in_slack.fill("Option", "The last")
    maya_in_slack.submit()

    assert "The last" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Previous")
    assert "41 to 80 of 100" in bot.slack.text_of(maya_in_slack.modal)
