"""Who gets in, what they are shown, and what they are told when they may not."""

from typing import Any

import pytest

from bot.verbs import Verb, Verbs
from core.models import User
from core.people.rights import Right
from tests.bot.conftest import Bot


def test_the_bare_command_shows_the_menu(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank")

    (menu,) = maya_in_slack.ephemerals
    assert "Text bank" in bot.slack.text_of(menu)


def test_an_unknown_verb_answers_with_the_nearest_one(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "tgas")

    said = bot.slack.text_of(maya_in_slack.ephemerals[-1])
    assert "Did you mean `/textbank tags`?" in said


def test_a_stranger_is_told_whom_to_ask(bot: Bot, maya: User) -> None:
    nat = bot.person("Nat")

    nat.command("/textbank", "tags")

    assert "Maya Torres can help" in bot.slack.text_of(nat.ephemerals[-1])


def test_staff_may_not_do_what_admins_do(bot: Bot, maya: User, abe: User) -> None:
    person = bot.person("Abe")

    person.command("/tags")

    assert person.modal is None
    assert "Only the text bank's admins" in bot.slack.text_of(person.ephemerals[-1])


@pytest.mark.parametrize("typed", ["", "help"])
def test_staff_are_shown_what_they_may_do(bot: Bot, maya: User, abe: User, typed: str) -> None:
    person = bot.person("Abe")

    person.command("/textbank", typed)

    said = bot.slack.text_of(person.ephemerals[-1])
    assert "*Settings*" in said
    assert "*Opt-outs*" in said
    assert "Tags" not in said


@pytest.mark.parametrize("title", ["Settings", "Opt-outs"])
def test_staff_get_there_from_home(bot: Bot, maya: User, abe: User, title: str) -> None:
    person = bot.person("Abe")
    home = person.home()

    person.click(person.home_view, title)

    assert title in str(person.modal.title)
    assert "All else is for the text bank's admins. Maya Torres can help." in bot.slack.text_of(home)
    assert "/join/" not in bot.slack.text_of(home)


def test_before_there_is_an_owner_it_says_how_to_make_one(bot: Bot) -> None:
    nat = bot.person("Nat")

    nat.command("/textbank")

    assert "textbank owner" in bot.slack.text_of(nat.ephemerals[-1])


def test_a_strangers_home_says_whom_to_ask(bot: Bot, maya: User) -> None:
    nat = bot.person("Nat")

    home = nat.home()

    assert "Maya Torres" in bot.slack.text_of(home)


def test_what_is_open_needs_no_right() -> None:
    verbs = Verbs()
    verbs.add(Verb("texts", "Texts", "Ask for some", lambda request: None, needs=None))
    verbs.add(Verb("tags", "Tags", "Markers", lambda request: None))
    verbs.allow("texts.decide", Right.RUN)

    assert [None, None, Right.RUN] == [
        verbs.needed(each) for each in ("menu.texts", "texts.form.v1", "texts.decide.yes")
    ]
    assert ["texts"] == [verb.name for verb in verbs.of(None)]


@pytest.mark.parametrize("typed", ["", "help"])
def test_a_stranger_is_shown_what_is_open(bot: Bot, maya: User, typed: str) -> None:
    nat = bot.person("Nat")

    nat.command("/textbank", typed)

    said = bot.slack.text_of(nat.ephemerals[-1])
    assert "Text bank" in said
    assert "Tags" not in said
