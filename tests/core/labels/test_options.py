"""Options are added, renamed, moved, retired and restored, and what was answered keeps its meaning."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.conversations.facts import key_of, learn, present
from core.conversations.report_form import report_form
from core.conversations.reporting import file_report
from core.differing import ChangedMeanwhile
from core.errors import Invalid, NotFound
from core.labels import changing_options, fields
from core.labels.answers import ever_called, meaning
from core.labels.ordering import Spot
from core.models import Action, Conversation, CustomField, Fact, FieldOption, ScriptAnswer, User
from tests import factories
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def field(session: Session, action: Action) -> CustomField:
    return factories.field(session, action, "Voting?", "Yes", "No", "Maybe")


def labels(session: Session, field: CustomField, by: User) -> list[str]:
    return [each.label for each in fields.live_options(fields.find(session, field.id, by=by))]


def called(field: CustomField, label: str) -> FieldOption:
    return next(each for each in field.options if each.label == label)


def rename(session: Session, field: CustomField, option: FieldOption, words: str, by: User) -> FieldOption:
    seen = option.label
    return changing_options.rename(session, field.id, option.id, words, seen=seen, by=by, now=LATER)


def answered(session: Session, conversation: Conversation) -> dict[str, int]:
    count = select(meaning(), func.count()).filter_by(contact_id=conversation.contact_id)
    return dict(session.execute(count.group_by(meaning())).all())


def test_options_are_added_at_the_end_once(session: Session, maya: User, field: CustomField) -> None:
    for _ in range(2):
        changing_options.add(session, field.id, "Moved\n\nLater", by=maya, now=LATER, key="k")

    assert ["Yes", "No", "Maybe", "Moved", "Later"] == labels(session, field, maya)


def test_a_retired_option_stays_for_old_answers_and_comes_back(
    session: Session, maya: User, field: CustomField
) -> None:
    option = called(field, "No")
    for _ in range(2):
        changing_options.retire(session, field.id, option.id, by=maya, now=LATER)
    assert ["Yes", "Maybe"] == labels(session, field, maya)

    for _ in range(2):
        changing_options.restore(session, field.id, option.id, by=maya, now=LATER)
    assert ["Yes", "Maybe", "No"] == labels(session, field, maya)


def test_the_last_option_stays(session: Session, maya: User, action: Action) -> None:
    field = factories.field(session, action, "Sure?", "Yes")

    with pytest.raises(Invalid, match="Add another one first"):
        changing_options.retire(session, field.id, field.options[0].id, by=maya, now=LATER)


def test_options_are_moved(session: Session, maya: User, field: CustomField) -> None:
    spot = Spot("before", called(field, "Yes").id)
    for _ in range(2):
        changing_options.move(session, field.id, called(field, "Maybe").id, spot, by=maya, now=LATER)

    assert ["Maybe", "Yes", "No"] == labels(session, field, maya)


def test_old_answers_follow_an_option_that_is_renamed_twice(
    session: Session, maya: User, field: CustomField, conversation: Conversation
) -> None:
    option = called(field, "Yes")
    for label in ("Yes", "Sure", "Certainly"):
        rename(session, field, option, label, maya)
        learn(session, conversation, field, label, source="report", by=maya, at=NOON)
    session.flush()

    assert {key_of(field): "Certainly"} == present(session, conversation.contact_id)
    assert {"Certainly": 3} == answered(session, conversation)
    assert {"Yes", "Sure", "Certainly"} == ever_called(session, field.id, "Certainly")
    assert {"No"} == ever_called(session, field.id, "No")


def test_an_option_may_have_its_old_name_again(
    session: Session, maya: User, field: CustomField, conversation: Conversation
) -> None:
    option = called(field, "Yes")
    for label in ("Sure", "Yes"):
        learn(session, conversation, field, label, source="report", by=maya, at=NOON)
        rename(session, field, option, label, maya)
    session.flush()

    assert {"Yes": 2} == answered(session, conversation)


def test_scripts_that_give_the_answer_give_it_under_its_new_name(
    session: Session, maya: User, field: CustomField, action: Action
) -> None:
    script = factories.script(session, action, "response", "Great!")
    session.add(ScriptAnswer(script_id=script.id, field_id=field.id, value="Yes"))
    rename(session, field, called(field, "Yes"), "Sure", maya)
    session.expire_all()

    assert ["Sure"] == list(session.scalars(select(ScriptAnswer.value)))


def test_a_report_that_was_open_while_an_option_was_renamed_is_kept(
    session: Session, maya: User, jo: User, field: CustomField, conversation: Conversation
) -> None:
    rename(session, field, called(field, "Yes"), "Sure", maya)
    key = "0" * 32
    given = {field.id: "Yes"}
    file_report(session, conversation.id, by=jo, key=key, tags={}, fields=given, now=LATER)

    assert ["Sure"] == list(session.scalars(select(Fact.new)))
    (question,) = report_form(session, conversation).questions
    assert ("Sure", ("Sure", "No", "Maybe")) == (question.value, question.options)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Give it a option."),
        ("x" * 76, "at most 75 characters"),
        ("no", "“No” is an option already."),
        ("yes", "“Yes” is what “Sure” was called before"),
    ],
)
def test_a_label_that_cannot_be_kept_is_refused(
    session: Session, maya: User, field: CustomField, words: str, said: str
) -> None:
    rename(session, field, called(field, "Yes"), "Sure", maya)

    with pytest.raises(Invalid, match=said) as refusal:
        rename(session, field, called(field, "Maybe"), words, maya)
    assert "options" == refusal.value.field
    if words:
        with pytest.raises(Invalid, match=said):
            changing_options.add(session, field.id, words, by=maya, now=LATER)


def test_what_is_retired_is_restored_rather_than_made_again(
    session: Session, maya: User, field: CustomField
) -> None:
    changing_options.retire(session, field.id, called(field, "No").id, by=maya, now=LATER)

    with pytest.raises(Invalid, match="restore it instead"):
        changing_options.add(session, field.id, "No", by=maya, now=LATER)


def test_two_who_rename_one_option(session: Session, maya: User, field: CustomField) -> None:
    option = called(field, "Yes")
    rename(session, field, option, "Sure", maya)
    with pytest.raises(ChangedMeanwhile):
        changing_options.rename(session, field.id, option.id, "Aye", seen="Yes", by=maya, now=LATER)
    changing_options.rename(session, field.id, option.id, "Sure", seen="Yes", by=maya, now=LATER)

    assert ["Sure", "No", "Maybe"] == labels(session, field, maya)


def test_there_are_a_hundred_at_most(session: Session, maya: User, field: CustomField) -> None:
    lines = "\n".join(map(str, range(98)))

    with pytest.raises(Invalid, match="at most 100 options; these are 101"):
        changing_options.add(session, field.id, lines, by=maya, now=LATER)


def test_an_option_of_another_field_is_not_there(
    session: Session, maya: User, field: CustomField, action: Action
) -> None:
    other = factories.field(session, action, "Rating", "Good")
    notes = factories.field(session, action, "Notes")

    with pytest.raises(NotFound, match="That option"):
        changing_options.retire(session, field.id, other.options[0].id, by=maya, now=LATER)
    with pytest.raises(Invalid, match="A text field has no options"):
        changing_options.add(session, notes.id, "Good", by=maya, now=LATER)
