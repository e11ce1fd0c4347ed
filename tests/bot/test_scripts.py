"""Scripts in Slack: responses page by page, a form for each, what follows them, and how they read before."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.actions import response_form, responses, wordings
from bot.actions.place import Place
from bot.actions.response_form import Known
from bot.actions.responses import Carried
from core.actions.scripts.following import MOST_NEXT, first_nexts, nexts
from core.actions.scripts.initials import write_initials
from core.actions.scripts.keeping import written
from core.actions.scripts.responses import (
    MOST_TAGS,
    Response,
    edit_response,
    read_response,
    remove_response,
)
from core.actions.scripts.versions import MOST_SHOWN, Reworded, Version
from core.labels import fields, tags
from core.labels.fields import FieldForm
from core.labels.tags import TagForm
from core.models import Action, CustomField, Script, Tag, User
from sandbox.slack.rules import check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import HELLO, NOON


@pytest.fixture
def labels(session: Session, maya: User) -> None:
    tags.create(session, TagForm("Supporter"), by=maya, now=NOON)
    fields.create(session, FieldForm("Support", "selection", "Strong\nLeaning"), by=maya, now=NOON)


def to_responses(maya: Any, session: Session) -> None:
    session.commit()
    maya.command("/textbank", "actions")
    maya.click(None, "Manage Get out the vote")
    maya.click(None, "Edit responses")


def kept(session: Session, action: Action) -> list[Script]:
    session.expire_all()
    return list(written(session, action.id, "response"))


def test_a_response_is_added_with_all_it_carries(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action, labels: None
) -> None:
    to_responses(maya_in_slack, session)
    maya_in_slack.click(None, "Add response")
    maya_in_slack.fill("Response name", "Strong yes")
    maya_in_slack.fill("Text", "Wonderful, {{ first_name }}!")
    maya_in_slack.fill("Tags that sending it sets", ["Supporter"])
    maya_in_slack.fill("Answers that sending it notes", "support = strong")
    maya_in_slack.fill("Next responses", ["Yes"])
    assert {} == maya_in_slack.submit()

    shown = bot.slack.text_of(maya_in_slack.modal)
    assert "2. Strong yes" in shown
    assert "Supporter · Support = Strong" in shown
    first, second = kept(session, action)
    expected = Response(
        "Strong yes",
        "Wonderful, {{ first_name }}!",
        tuple(tag.id for tag in session.query(Tag).filter_by(name="Supporter")),
        "Support = Strong",
        (first.id,),
    )
    assert expected == read_response(session, second)


def test_a_running_response_is_reworded_and_its_old_wording_shown(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action
) -> None:
    to_responses(maya_in_slack, session)
    maya_in_slack.click(None, "Edit Yes")
    maya_in_slack.fill("Text", "Good!")
    assert {} == maya_in_slack.submit()
    assert "Good!" in bot.slack.text_of(maya_in_slack.modal)
    assert {} == maya_in_slack.submit()

    maya_in_slack.click(None, "Earlier wordings")

    shown = bot.slack.text_of(maya_in_slack.modal)
    assert "Version 2 · now · 0 texts\n> Good!" in shown
    assert "reworded by Maya Torres · 0 texts\n> Great, thank you {{ first_name }}!" in shown


def test_a_response_goes_to_another_place(session: Session, maya_in_slack: Any, action: Action) -> None:
    factories.script(session, action, "response", "OK", name="No", position=3)
    to_responses(maya_in_slack, session)
    maya_in_slack.click(None, "Edit No")
    maya_in_slack.fill("Place in the list", "1")
    assert {} == maya_in_slack.submit()

    assert ["No", "Yes"] == [script.name for script in kept(session, action)]


def test_what_follows_the_first_text_is_chosen(
    session: Session, maya: User, maya_in_slack: Any, action: Action
) -> None:
    to_responses(maya_in_slack, session)
    maya_in_slack.fill("After the first text", ["Yes"])
    assert {} == maya_in_slack.submit()

    assert ["Yes"] == [script.name for script in first_nexts(session, action.id)]
    write_initials(session, action.id, [HELLO, "Good day"], by=maya, now=NOON)
    after = nexts(session, [script.id for script in written(session, action.id, "initial")])
    assert [["Yes"], ["Yes"]] == [[script.name for script in each] for each in after.values()]


def test_a_response_is_removed(bot: Bot, session: Session, maya_in_slack: Any, action: Action) -> None:
    to_responses(maya_in_slack, session)
    maya_in_slack.click(None, "Edit Yes")
    maya_in_slack.click(None, "Remove response")

    assert "It is removed" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.close()
    assert "There are none yet" in bot.slack.text_of(maya_in_slack.modal)
    assert [] == kept(session, action)


def test_the_pages_of_many_responses_turn(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action
) -> None:
    for number in range(40):
        factories.script(session, action, "response", "OK", name=f"Answer {number}", position=number + 3)
    to_responses(maya_in_slack, session)
    assert "1 to 20 of 41" in bot.slack.text_of(maya_in_slack.modal)

    maya_in_slack.click(None, "Next")
    maya_in_slack.click(None, "Edit Answer 20")
    assert {} == maya_in_slack.submit()

    assert "21 to 40 of 41" in bot.slack.text_of(maya_in_slack.modal)
    assert "22. Answer 20" in bot.slack.text_of(maya_in_slack.modal)


def test_what_cannot_be_kept_is_said_beside_it(
    session: Session, maya_in_slack: Any, action: Action, labels: None
) -> None:
    to_responses(maya_in_slack, session)
    maya_in_slack.click(None, "Add response")
    maya_in_slack.fill("Response name", "yes")
    maya_in_slack.fill("Text", "{{ nope }}")
    assert "no “nope”" in maya_in_slack.submit()["Text"]
    maya_in_slack.fill("Text", "OK")
    assert "called “Yes” already" in maya_in_slack.submit()["Response name"]
    maya_in_slack.fill("Response name", "Sure")
    maya_in_slack.fill("Answers that sending it notes", "Support = Strung")
    assert "Did you mean “Strong”?" in maya_in_slack.submit()["Answers that sending it notes"]


def test_the_second_of_two_admins_is_shown_the_difference_and_keeps_the_words(
    session: Session, maya: User, maya_in_slack: Any, action: Action
) -> None:
    to_responses(maya_in_slack, session)
    maya_in_slack.click(None, "Edit Yes")
    (script,) = kept(session, action)
    there = read_response(session, script)
    edit_response(session, script.id, Response("Yes", "Good!"), seen=there.stamp, by=maya, now=NOON)
    session.commit()

    maya_in_slack.fill("Text", "Fine!")

    assert "its text is now “Good!”" in maya_in_slack.submit()["Response name"]
    assert "Fine!" == maya_in_slack.values["Text"]["value"]


def test_an_initial_script_reworded_meanwhile_is_told_beside_it(
    session: Session, maya: User, maya_in_slack: Any, action: Action
) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Manage Get out the vote")
    maya_in_slack.click(None, "Edit initial scripts")
    write_initials(session, action.id, ["Hey"], by=maya, now=NOON)
    session.commit()

    maya_in_slack.fill("Initial script", "Good day")

    assert "It reads now: “Hey”" in maya_in_slack.submit()["Initial script"]


def test_an_initial_script_joins_while_the_action_runs(
    session: Session, maya_in_slack: Any, action: Action
) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Manage Get out the vote")
    maya_in_slack.click(None, "Edit initial scripts")
    maya_in_slack.click(None, "Add another script")
    maya_in_slack.fill("Initial script B", "Good day")
    assert {} == maya_in_slack.submit()

    session.expire_all()
    assert [HELLO, "Good day"] == [script.body for script in written(session, action.id, "initial")]


def test_what_is_wrong_with_one_that_joins_is_said_beside_it(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action
) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Manage Get out the vote")
    maya_in_slack.click(None, "Edit initial scripts")
    maya_in_slack.click(None, "Add another script")
    maya_in_slack.fill("Initial script B", "{{ nope }}")
    assert "no “nope”" in maya_in_slack.submit()["Initial script B"]
    maya_in_slack.fill("Initial script B", "Good day")
    maya_in_slack.submit()

    assert "Running" in bot.slack.text_of(maya_in_slack.modal)


def test_a_form_for_a_response_that_is_gone_is_refused(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, action: Action
) -> None:
    to_responses(maya_in_slack, session)
    maya_in_slack.click(None, "Edit Yes")
    remove_response(session, kept(session, action)[0].id, by=maya, now=NOON)
    session.commit()

    maya_in_slack.submit()

    assert "was not found" in bot.slack.text_of(maya_in_slack.modal)


def test_a_fresh_action_has_no_earlier_wordings(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action
) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Manage Get out the vote")

    maya_in_slack.click(None, "Earlier wordings")

    assert "No script of this action has been reworded" in bot.slack.text_of(maya_in_slack.modal)


def test_the_longest_screens_are_what_slack_takes() -> None:
    action = Action(id=10**15, title="<" * 80, state="draft")
    script = Script(id=10**15, kind="response", name="<" * 80, body="<\n" * 800, position=300, version=99)
    carried = {script.id: Carried(["<" * 80] * 15, ["<" * 80] * MOST_NEXT)}
    some_tags = [Tag(id=10**15 + number, name="🗳" * 80) for number in range(MOST_TAGS)]
    some_fields = [CustomField(id=number, name="é" * 80) for number in range(500)]
    scripts = [Script(id=10**15 + number, name="é" * 80) for number in range(MOST_NEXT)]
    longest = Response("é" * 80, "é" * 1600, (), "é" * 3000)
    place = response_form.Place(10**15, 10**15, "f" * 16, 300, 14)
    old = Version(98, "<\n" * 800, NOON, "<" * 80, 10**6)

    for view in (
        responses.build(action, [script] * responses.PAGE, carried, scripts, page=1, count=300),
        responses.build(action, [], {}, [], page=0, count=0),
        response_form.build(longest, Known(["x" * 60] * 500, some_tags, scripts, some_fields, 300), place),
        response_form.build(
            Response("", ""), Known([], [], [], [], 1), response_form.Place(1, None, "", 1, 0)
        ),
        wordings.build([Reworded(script, [old] * (MOST_SHOWN + 1))] * wordings.PAGE, Place(1, page=1), 300),
    ):
        assert [] == check_view(view)
