"""The list of tags, custom fields or folders as a modal: its lines, and what finds and moves them. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.blocks import Block, actions, button, context, field, modal, option, plain, section, text_input
from bot.elements import overflow
from bot.labels.move_views import move_options
from bot.labels.place import Kind, Place
from bot.paging import foot
from bot.request import View
from core.labels.looking import Page
from core.models import Folder
from core.naming import NAME_LIMIT

PAGE = 40  # with the buttons around them far below Slack's 100 blocks and 250 kB
MANY = 8  # so many are found at a glance


Describe = Callable[[Any, Sequence[Folder]], str]


@dataclass(frozen=True)
class Row:
    """One line: its id, its name as plain text, and what the list says of it in mrkdwn."""

    id: int
    name: str
    words: str


@dataclass(frozen=True)
class Shown:
    """What a list shows.

    Attributes:
        rows: of one page.
        page: which one, of how many rows, between which neighbours.
        folders: the menu that filters; empty without one.
    """

    rows: Sequence[Row]
    page: Page[Any]
    folders: Sequence[Block] = ()


def rows(found: Page[Any], folders: Mapping[int, Sequence[Folder]], describe: Describe) -> list[Row]:
    """Return the lines of a page.

    Args:
        folders: by the row's id.
        describe: says in mrkdwn what the list tells of one.
    """
    return [Row(each.id, each.name, describe(each, folders.get(each.id, ()))) for each in found.rows]


def build(kind: Kind, shown: Shown, place: Place) -> View:
    """Return the list's modal."""
    place = replace(place, page=shown.page.number)
    blocks = [_head(kind, shown, place)]
    finds = not place.moving and (shown.page.count > MANY or place.is_narrow)
    if finds:
        blocks.append(_find(kind, place))
    if place.moving:
        blocks.append(context("The three dots of a line move it. Everybody sees the new order at once."))
    blocks += _moves(kind, shown) if place.moving else [_line(kind, row, place) for row in shown.rows]
    if not shown.rows:
        blocks.append(section(_nothing(kind, place)))
    count = shown.page.count
    blocks += foot(place.page, PAGE, count, f"{kind.area}.turn", lambda page: str(replace(place, page=page)))
    callback = f"{kind.area}.list.v1"
    view = modal(kind.title, blocks, callback=callback, submit="Find" if finds else "", metadata=str(place))
    return view | {"close": plain("Close")}


def _head(kind: Kind, shown: Shown, place: Place) -> Block:
    turn = f"{kind.area}.turn"
    if place.archived or place.moving:
        return actions(button(f"Back to {kind.title.lower()}", f"{turn}.living", str(Place())))
    return actions(
        button(f"Create {kind.thing}", f"{kind.area}.create", style="primary"),
        *([button("Reorder", f"{turn}.moving", str(Place(moving=True)))] if shown.page.count > 1 else []),
        button("Archived", f"{turn}.archived", str(Place(archived=True))),
        *shown.folders,
        *([button("Show all", f"{turn}.all", str(Place()))] if place.is_narrow else []),
    )


def _find(kind: Kind, place: Place) -> Block:
    typed = text_input(place.words, limit=NAME_LIMIT, placeholder="Part of a name")
    typed["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    found = field("Find", "words", typed, optional=True)
    found["element"]["action_id"] = f"{kind.area}.words"
    return found | {"dispatch_action": True}


def _line(kind: Kind, row: Row, place: Place) -> Block:
    verb = "Restore" if place.archived else kind.verb
    press = button(verb, f"{kind.area}.{verb.lower()}", str(row.id), label=f"{verb} {row.name}")
    return section(row.words, press)


def _moves(kind: Kind, shown: Shown) -> list[Block]:
    ids = [row.id for row in shown.rows]
    ends = shown.page.above, shown.page.below
    return [
        section(row.words, overflow([*move_options(ids, at, *ends), _further(row)], f"{kind.area}.move"))
        for at, row in enumerate(shown.rows)
    ]


def _further(row: Row) -> Block:
    return option("Move further …", f"{row.id}:ask:0")


def _nothing(kind: Kind, place: Place) -> str:
    if place.is_narrow:
        return f"No {kind.title.lower()} found. *Show all* shows the others."
    return f"No {'archived ' if place.archived else ''}{kind.title.lower()} yet."
