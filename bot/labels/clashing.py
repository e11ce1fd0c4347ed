"""What is shown to the second of two people who changed one thing at once, above what they typed. Pure."""

from collections.abc import Mapping
from typing import Any

from bot.blocks import Block, actions, button, clip, divider, escape, modal, section
from bot.request import View
from bot.times import moment
from core.labels.common import Clash

LONGEST = 150  # characters of a list of folders; what is longer says no more
_TITLES = {
    "name": "Name",
    "label": "Option",
    "position": "Display order",
    "reportable": "Show on reports",
    "required": "Required",
    "opt_out": "Opt-out tag",
    "folders": "Folders",
    "archived": "State",
}


def blocks(clash: Clash, thing: str, area: str, thing_id: int, folders: Mapping[int, str]) -> list[Block]:
    """Return the difference, and the button that takes the other's; the form below saves one's own.

    Args:
        thing: the word for it, such as "tag".
        area: what its action ids begin with.
        folders: the names of the folders that are spoken of.
    """
    told = f":warning: *{escape(clash.who)}* changed this {thing} {moment(clash.at)}, while you had it open."
    ask = "Nothing of yours is saved yet, and all you typed is still below. *Save mine* writes over theirs."
    theirs = button("Take theirs", f"{area}.theirs", str(thing_id), label=f"Take the {thing} as it is now")
    return [section(f"{told}\n{ask}"), *_differences(clash, folders), actions(theirs), divider()]


def taken(name: str, thing: str, area: str) -> View:
    """Return what the form becomes once its editor takes what the other saved."""
    words = f"*{escape(name)}* stays as it is now; nothing that you typed was saved."
    return modal(f"{thing.capitalize()} unchanged", [section(words)], callback=f"{area}.taken.v1")


def _differences(clash: Clash, folders: Mapping[int, str]) -> list[Block]:
    return [
        section(
            f"*{_TITLES[each.name]}*"
            f"\nYou saw: {_said(each.name, each.seen, folders)}"
            f"\nIt is now: {_said(each.name, each.present, folders)}"
            f"\nYou have: {_said(each.name, each.typed, folders)}"
        )
        for each in clash.differences
    ]


def _said(name: str, value: Any, folders: Mapping[int, str]) -> str:
    if name == "archived":
        return "archived" if value else "in use"
    if name == "folders":
        names = ", ".join(folders.get(each, "another one") for each in value)
        return escape(clip(names, LONGEST)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return escape(str(value)) if value not in (None, "") else "–"
