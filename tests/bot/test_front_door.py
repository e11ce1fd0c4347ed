"""Who gets in, what they are shown, and what they are told when they may not."""

from typing import Any

from core.models import User
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

    assert "Maya Torres can make you one" in bot.slack.text_of(nat.ephemerals[-1])


def test_staff_may_not_do_what_admins_do(bot: Bot, maya: User, abe: User) -> None:
    person = bot.person("Abe")

    person.command("/tags")

    assert person.modal is None
    assert "Only the text bank's admins" in bot.slack.text_of(person.ephemerals[-1])


def test_before_there_is_an_owner_it_says_how_to_make_one(bot: Bot) -> None:
    nat = bot.person("Nat")

    nat.command("/textbank")

    assert "textbank owner" in bot.slack.text_of(nat.ephemerals[-1])


def test_a_strangers_home_says_whom_to_ask(bot: Bot, maya: User) -> None:
    nat = bot.person("Nat")

    home = nat.home()

    assert "Maya Torres" in bot.slack.text_of(home)


def test_every_verb_is_a_button_in_home(bot: Bot, maya_in_slack: Any) -> None:
    home = maya_in_slack.home()

    for title in ("Tags", "Custom fields", "Actions", "Contact lists", "Results", "Reassign", "Summaries"):
        assert title in bot.slack.text_of(home)
