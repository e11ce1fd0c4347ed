"""Slack fails at any step of any form: what was done stays done, and nobody is left in silence."""

from typing import Any

import pytest

from sandbox.slack.driver import text_of
from tests.bot import filling_in
from tests.bot.conftest import Bot
from tests.bot.every_form import FORMS, take
from tests.bot.test_every_form import swing, undone
from tests.databases import ON_SQLITE

NOT_DONE = "Slack did not do its part"
TOO_LATE = "Slack no longer lets me open a window"
# the menus and checklists that show something at once and go on when they know more
SLOW = {
    "the checklist": ("/textbank actions", "Continue Phone week", "Publish …"),
    "contacts of a name": ("/textbank contacts quinn",),
    "conversations of a name": ("/textbank find quinn",),
    "a list's page": ("/textbank lists", "Open Voters"),
    "user groups": ("/textbank people", "Follow a user group"),
    "earlier wordings": ("/textbank actions", "Manage Get out the vote", "Earlier wordings"),
}

__all__ = ["swing"]


def left_in_silence(bot: Bot, person: Any, words: str) -> bool:
    """Whether a loading view stands there for good, or nothing says what went wrong."""
    waiting = [view for view in person.modals if view.body["callback_id"] == "loading"]
    told = "\n".join(text_of(each) for each in [*person.modals, *person.ephemerals, *person.dm.messages])
    return bool(waiting) or words not in told


def met(bot: Bot) -> bool:
    """Whether the app came upon one of the faults, which end here."""
    faults = bot.slack.state.faults
    spent = any(not fault.times for fault in faults)
    faults.clear()
    return spent


@ON_SQLITE
def test_a_form_that_slack_does_not_refresh_is_told(swing: Bot) -> None:
    for form in FORMS:
        with undone(swing, form) as person:
            filling_in.fill_in(person)
            swing.slack.fail("views.update")
            person.submit()

            assert not met(swing) or not left_in_silence(swing, person, NOT_DONE), form


@ON_SQLITE
@pytest.mark.parametrize("what", SLOW)
def test_a_loading_view_that_slack_does_not_replace_is_no_dead_end(swing: Bot, what: str) -> None:
    person = swing.person("Maya")
    *before, last = SLOW[what]
    for step in before:
        take(swing, person, step)
    swing.slack.fail("views.update", "view_too_large")
    take(swing, person, last)

    assert met(swing)
    assert not left_in_silence(swing, person, NOT_DONE)


@ON_SQLITE
def test_a_window_that_slack_does_not_open_any_more_is_told(swing: Bot) -> None:
    for form, steps in FORMS.items():
        if not isinstance(steps[-1], str) or steps[-1] == "home":
            continue
        with undone(swing, form) as person:
            person.close(everything=True)
            for step in steps[:-1]:
                take(swing, person, step)
            swing.slack.fail("views.open", "expired_trigger_id")
            swing.slack.fail("views.push", "expired_trigger_id")
            take(swing, person, steps[-1])

            assert not met(swing) or not left_in_silence(swing, person, TOO_LATE), form
