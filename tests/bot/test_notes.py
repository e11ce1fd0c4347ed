"""Notes on an action, from any Slack message or written there; and the menu by its shortcut."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.app import make_verbs
from bot.menu import menu_modal
from bot.notes import views as notes
from core.actions.notes import LONGEST_NOTE, Note, Notes
from core.models import Action, ActionNote, Event, User
from sandbox.slack import messages
from sandbox.slack.rules import check_view
from tests.bot.conftest import Bot
from tests.factories import NOON


@pytest.fixture
def said(bot: Bot) -> Any:
    """What Abe said in #general."""
    state = bot.slack.state
    words = {"text": "Skip the <https://riverside.example|dorms> &amp; call <@U0NAT> in <#C0|hq>"}
    return messages.post(state, state.channel("general"), words, by="U0ABE")


def kept(session: Session) -> list[ActionNote]:
    session.expire_all()
    return list(session.scalars(select(ActionNote)))


def test_a_message_becomes_a_note_of_the_running_action(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action, said: Any
) -> None:
    maya_in_slack.shortcut("notes.add", said)
    assert maya_in_slack.submit() == {}

    (note,) = kept(session)
    assert note.action_id == action.id
    assert note.body == "Skip the dorms (https://riverside.example) & call @U0NAT in #hq"
    assert note.permalink.endswith(f"/archives/C0GENERAL/p{said.ts.replace('.', '')}")
    shown = bot.slack.text_of(maya_in_slack.modal)
    assert "The note is kept." in shown
    assert "Skip the" in shown
    assert session.scalars(select(Event.name).filter_by(name="note_added")).all() == ["note_added"]


def test_an_actions_page_leads_to_its_notes(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action
) -> None:
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Manage Get out the vote")
    maya_in_slack.click(None, "Notes")
    assert "No notes yet." in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Write a note")
    maya_in_slack.fill("Note", "Skip the dorms")
    assert maya_in_slack.submit() == {}

    assert "Skip the dorms" in bot.slack.text_of(maya_in_slack.modal)
    assert [note.permalink for note in kept(session)] == [""]


def test_staff_may_add_notes(bot: Bot, session: Session, abe: User, action: Action, said: Any) -> None:
    person = bot.person("Abe")
    person.shortcut("notes.add", said)
    person.submit()

    assert [note.by_id for note in kept(session)] == [abe.id]


def test_a_volunteer_may_not(bot: Bot, session: Session, maya: User, abe: User, said: Any) -> None:
    abe.role = "volunteer"
    session.commit()
    person = bot.person("Abe")
    person.shortcut("notes.add", said)

    assert person.modal is None
    assert "Only the text bank's staff can do that. Maya Torres can help." in bot.slack.text_of(
        person.ephemerals[-1]
    )


@pytest.mark.parametrize(
    ("words", "sentence"), [("", "Write the note."), ("  \0 ", "Write the note.")], ids=["empty", "blank"]
)
def test_a_note_needs_words(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action, said: Any, words: str, sentence: str
) -> None:
    maya_in_slack.shortcut("notes.add", said)
    maya_in_slack.fill("Note", words or " ")

    assert maya_in_slack.submit() == {"Note": sentence}
    assert kept(session) == []


def test_without_any_action_it_says_to_choose_one(
    bot: Bot, session: Session, maya_in_slack: Any, said: Any
) -> None:
    maya_in_slack.shortcut("notes.add", said)

    assert "Action" in maya_in_slack.submit()
    assert kept(session) == []


def test_another_campaigns_action_is_not_there(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action, said: Any
) -> None:
    maya_in_slack.shortcut("notes.add", said)
    block = next(each for each in maya_in_slack.modal.blocks if each.get("block_id") == "note_action")
    block["element"]["initial_option"]["value"] = "999999"
    maya_in_slack.submit()

    assert "That action was not found." in bot.slack.text_of(maya_in_slack.modal)
    assert kept(session) == []


def test_the_shortcut_opens_the_menu_and_what_is_chosen_takes_its_place(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.shortcut("menu.open")
    maya_in_slack.click(None, "Tags")

    assert "Wrong number" not in bot.slack.text_of(maya_in_slack.modal)
    assert maya_in_slack.modal.title == "Tags"
    maya_in_slack.click(None, "Create tag")
    assert maya_in_slack.modal.title == "Create tag"


def test_what_has_no_screen_yet_is_said_in_the_menus_place(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.shortcut("menu.open")
    maya_in_slack.click(None, "Results")

    assert "No action has been published yet" in bot.slack.text_of(maya_in_slack.modal)


def test_the_menu_shows_what_this_person_may_do(bot: Bot, maya: User, abe: User) -> None:
    person = bot.person("Abe")
    person.shortcut("menu.open")

    shown = bot.slack.text_of(person.modal)
    assert "Opt-outs" in shown
    assert "/textbank tags" not in shown


def test_the_largest_of_each_is_accepted() -> None:
    note = Note("<&>" * 1000, f"https://x.slack.com/archives/C0/p{'1' * 16}", NOON, "Ü<@everyone>" * 20)
    action = Action(id=1, title="<!channel>" * 25, state="published")
    views = [
        notes.listed(Notes(1, action.title, [note] * 10, 3, 10**6), "Done."),
        notes.listed(Notes(1, "", [], 0, 0)),
        notes.form(action, "&" * (LONGEST_NOTE + 500), "https://x.slack.com/" + "a" * 100),
        notes.form(None),
        menu_modal(make_verbs()),
    ]
    for view in views:
        check_view(json.loads(json.dumps(view)))
