"""What the menus of a filter offer as somebody types."""

from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import Ack, App

from bot.blocks import option
from bot.forms import typed
from core.actions import choosing
from core.db import Database
from core.models import User

# the menu's id → what finds its things
_MENUS: dict[str, Callable[..., Sequence[Any]]] = {
    "filter_tag": choosing.tags,
    "filter_field": choosing.fields,
    "filter_action": choosing.actions,
    "filter_list": choosing.lists,
    "filter_without": choosing.lists,
    "filter_volunteer": choosing.takers,
}


def register(app: App) -> None:
    """Listen to the menus."""
    for menu, find in _MENUS.items():
        app.options(menu)(_offer(find))


def _offer(find: Callable[..., Sequence[Any]]) -> Callable[..., None]:
    def asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
        with database.readers() as session:
            found = find(session, by=person, words=typed(payload))
        ack(options=[option(_name(each), str(each.id)) for each in found])

    return asked


def _name(thing: Any) -> str:
    return str(getattr(thing, "title", "") or thing.name)
