"""The modal of what waits: its tabs with their numbers, and a page of the one that is open. Pure."""

from collections.abc import Mapping, Sequence

from bot.attention.place import TABS, Place
from bot.blocks import Block, actions, button, divider, modal
from bot.paging import foot
from bot.request import View


def view(shown: Sequence[Block], place: Place, counts: Mapping[str, int], *, page: int, size: int) -> View:
    """Return the modal.

    Args:
        shown: the page of the open tab; `page` is its number, of `size` lines each.
        counts: how much each tab holds, as they are limited now.
    """
    blocks = [_tabs(place, counts), divider(), *shown]
    blocks += foot(page, size, counts[place.tab], "attention")
    return modal("Needs attention", blocks, callback="attention.list.v2", metadata=str(place))


def _tabs(place: Place, counts: Mapping[str, int]) -> Block:
    return actions(*(_tab(name, words, counts[name], place) for name, words in TABS.items()))


def _tab(name: str, words: str, count: int, place: Place) -> Block:
    is_open = name == place.tab
    label = f"{words}: {count:,}, shown now" if is_open else f"Show {words.lower()}: {count:,}"
    return button(
        f"{words} ({count:,})", f"attention.{name}", name, style="primary" if is_open else "", label=label
    )
