"""A script's picture in Slack: put into a form, fetched, kept, told of, and taken away."""

from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.actions import initials, pictures
from core.actions.scripts.initials import MOST_INITIALS
from core.actions.scripts.keeping import written
from core.actions.scripts.responses import PICTURE
from core.errors import Invalid
from core.models import Action, Script, StoredFile
from sandbox.slack.rules import check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import PNG

OTHER = b"\xff\xd8\xff another"


def to_step(maya: Any, session: Session, button: str) -> None:
    session.commit()
    maya.command("/textbank", "actions")
    maya.click(None, "Manage Get out the vote")
    maya.click(None, button)


def only(session: Session, action: Action, kind: str = "initial") -> Script:
    session.expire_all()
    (script,) = written(session, action.id, kind)
    return script


def content(session: Session, script: Script) -> bytes:
    return session.get_one(StoredFile, script.media[0]["file"]).content


def form(*files: dict[str, Any]) -> dict[str, Any]:
    """A form as Slack sends it, with these files in it."""
    return {"state": {"values": {PICTURE: {PICTURE: {"type": "file_input", "files": list(files)}}}}}


def test_an_initial_script_gets_a_picture_and_loses_it(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action
) -> None:
    to_step(maya_in_slack, session, "Edit initial scripts")
    maya_in_slack.fill("Picture", [("vote.png", PNG)])
    assert {} == maya_in_slack.submit()
    assert (PNG, 2) == (content(session, only(session, action)), only(session, action).version)

    maya_in_slack.click(None, "Edit initial scripts")
    maya_in_slack.fill("Remove picture", ["Send the text without it"])
    assert {} == maya_in_slack.submit()

    assert [] == only(session, action).media
    maya_in_slack.click(None, "Earlier wordings")
    assert "reworded by Maya Torres · 0 texts · with a picture" in bot.slack.text_of(maya_in_slack.modal)


def test_one_more_script_may_have_one_of_its_own(
    session: Session, maya_in_slack: Any, action: Action
) -> None:
    to_step(maya_in_slack, session, "Edit initial scripts")
    maya_in_slack.click(None, "Add another script")
    maya_in_slack.fill("Initial script B", "Good day, {{ first_name }}. Stop to opt out.")
    maya_in_slack.fill("Picture of script B", [("vote.png", PNG)])
    assert {} == maya_in_slack.submit()

    session.expire_all()
    first, second = written(session, action.id, "initial")
    assert ([], PNG) == (first.media, content(session, second))


def test_a_response_gets_a_picture_and_the_list_says_so(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action
) -> None:
    to_step(maya_in_slack, session, "Edit responses")
    maya_in_slack.click(None, "Edit Yes")
    maya_in_slack.fill("Picture", [("vote.png", PNG)])
    assert {} == maya_in_slack.submit()
    assert "It is kept, with its picture." in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.close()
    assert "With a picture" in bot.slack.text_of(maya_in_slack.modal)
    assert PNG == content(session, only(session, action, "response"))

    maya_in_slack.click(None, "Edit Yes")
    maya_in_slack.fill("Remove picture", ["Send the text without it"])
    assert {} == maya_in_slack.submit()

    assert [] == only(session, action, "response").media
    assert "With a picture" not in bot.slack.text_of(maya_in_slack.modal)


def test_a_new_response_may_have_one_from_the_start(
    session: Session, maya_in_slack: Any, action: Action
) -> None:
    to_step(maya_in_slack, session, "Edit responses")
    maya_in_slack.click(None, "Add response")
    maya_in_slack.fill("Response name", "Poster")
    maya_in_slack.fill("Text", "Here it is")
    maya_in_slack.fill("Picture", [("vote.jpg", OTHER)])
    assert {} == maya_in_slack.submit()

    session.expire_all()
    _, poster = written(session, action.id, "response")
    assert ("Poster", OTHER, 1) == (poster.name, content(session, poster), poster.version)


def test_what_is_no_picture_is_said_beside_its_field_and_nothing_typed_is_lost(
    session: Session, maya_in_slack: Any, action: Action
) -> None:
    to_step(maya_in_slack, session, "Edit initial scripts")
    maya_in_slack.fill("Initial script", "Hello, {{ first_name }}. Stop to opt out.")
    maya_in_slack.fill("Picture", [("vote.png", b"%PDF-1.7")])
    assert {} == maya_in_slack.submit()

    blocks = maya_in_slack.modal.blocks
    (at,) = [
        at
        for at, each in enumerate(blocks)
        if each.get("element", {}).get("action_id") == "initial_picture_1"
    ]
    assert "no JPEG, PNG or GIF" in blocks[at - 1]["text"]["text"]
    assert [] == only(session, action).media
    maya_in_slack.fill("Picture", [("vote.png", PNG)])
    assert {} == maya_in_slack.submit()
    script = only(session, action)
    assert ("Hello, {{ first_name }}. Stop to opt out.", PNG) == (script.body, content(session, script))


def test_a_responses_form_comes_back_with_what_is_wrong(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action
) -> None:
    to_step(maya_in_slack, session, "Edit responses")
    maya_in_slack.click(None, "Add response")
    maya_in_slack.fill("Response name", "Poster")
    maya_in_slack.fill("Text", "Here it is")
    maya_in_slack.fill("Picture", [("vote.png", b"no picture")])
    assert {} == maya_in_slack.submit()
    assert "no JPEG, PNG or GIF" in bot.slack.text_of(maya_in_slack.modal)

    maya_in_slack.fill("Picture", [("vote.png", PNG)])
    assert {} == maya_in_slack.submit()

    session.expire_all()
    assert ["Yes", "Poster"] == [each.name for each in written(session, action.id, "response")]


@pytest.mark.parametrize(("size", "told"), [(0, "empty"), (5_000_001, "at most 5 MB")])
def test_an_empty_or_too_large_one_is_refused_before_it_is_fetched(
    session: Session, maya_in_slack: Any, action: Action, size: int, told: str
) -> None:
    to_step(maya_in_slack, session, "Edit initial scripts")
    maya_in_slack.fill("Picture", [("vote.png", bytes(size))])

    errors = maya_in_slack.submit()

    assert told in errors["Picture"]


def test_words_that_cannot_be_kept_are_told_before_a_picture_is_fetched(
    session: Session, maya_in_slack: Any, action: Action
) -> None:
    to_step(maya_in_slack, session, "Edit responses")
    maya_in_slack.click(None, "Edit Yes")
    maya_in_slack.fill("Text", "{{ nope }}")
    maya_in_slack.fill("Picture", [("vote.png", PNG)])

    assert ["Text"] == list(maya_in_slack.submit())
    assert 0 == session.scalar(select(func.count()).select_from(StoredFile))


def test_two_files_are_one_too_many() -> None:
    with pytest.raises(Invalid, match="Choose one picture") as refusal:
        pictures.read(form({"id": "F1", "size": 3}, {"id": "F2", "size": 3}), PICTURE)

    assert PICTURE == refusal.value.field


def test_what_slack_will_not_hand_over_is_said_beside_the_field() -> None:
    """Nobody listens at that port."""
    slack = WebClient(token="xoxb-1", base_url="http://127.0.0.1:9/api/")
    given = pictures.read(form({"size": 3, "url_private_download": "http://127.0.0.1:9/file"}), PICTURE)

    with pytest.raises(Invalid, match="did not hand the file over") as refusal:
        pictures.fetch(slack, given, PICTURE)

    assert PICTURE == refusal.value.field


def test_the_preview_says_what_a_picture_message_is_billed_as(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action
) -> None:
    factories.picture(session, only(session, action))
    action.state = "draft"
    session.commit()
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Continue Get out the vote")

    shown = bot.slack.text_of(maya_in_slack.modal)
    assert "*Initial script* · with a picture: billed as one picture message (MMS)" in shown
    assert "about 2 segments for the first texts" in shown


def test_eight_scripts_with_a_picture_each_fit(session: Session, action: Action) -> None:
    every = range(1, MOST_INITIALS + 1)
    check_view(
        initials.build(action, ["é" * 1600] * MOST_INITIALS, ["first_name"], pictured=dict.fromkeys(every, 7))
    )
