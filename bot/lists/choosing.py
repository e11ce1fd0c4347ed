"""What the menus of a filter offer as somebody types."""

from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import App

from bot.suggesting import suggest
from core.actions import choosing

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
        suggest(app, menu, find)
