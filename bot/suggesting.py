"""What the menus of forms suggest as somebody types."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import Ack, App

from bot.blocks import Block, option
from bot.elements import MENU_LIMIT
from bot.forms import typed
from bot.states import STATES
from core.db import Database
from core.models import Action, User


def named(thing: Any) -> Block:
    """Return a thing as an option with its title or name alone."""
    return option(str(getattr(thing, "title", "") or thing.name), str(thing.id))


def action_option(action: Action) -> Block:
    """Return an action as an option; how it stands is said below."""
    return option(action.title, str(action.id), STATES[action.state])


def person_option(person: User) -> Block:
    """Return a person as an option; what tells two of one name apart stands below."""
    number = f"number ending in {person.phone[-4:]}" if person.phone else "no number yet"
    known_by = f"{number}, deactivated" if person.deactivated_at else number
    return option(person.name, str(person.id), known_by)


def suggest(
    app: App,
    menu: str | re.Pattern[str],
    find: Callable[..., Sequence[Any]],
    shown: Callable[[Any], Block] = named,
) -> None:
    """Answer a menu with what the words typed into it find.

    Args:
        menu: its action id, or the pattern of several.
        find: reads the things, as `find(session, by=person, words=words)`.
        shown: makes the option of one.
    """

    def asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
        with database.readers() as session:
            found = find(session, by=person, words=typed(payload))
        ack(options=[shown(each) for each in found[:MENU_LIMIT]])

    app.options(menu)(asked)
