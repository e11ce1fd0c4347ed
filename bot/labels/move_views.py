"""Where a line can be moved, as the options of its menu and as a form that asks. Pure."""

import json
from collections.abc import Sequence

from bot.blocks import Block, escape, field, modal, option, section
from bot.elements import external_select
from bot.labels.place import Kind, Place, metadata
from bot.request import View


def move_options(ids: Sequence[int], at: int, above: int | None, below: int | None) -> list[Block]:
    """Return where the row at a place among others can be moved, as options that mean the same later.

    Args:
        ids: of the rows shown.
        at: of the row, from 0.
        above, below: the neighbours of what is shown; None at the ends.
    """
    before = ids[at - 1] if at else above
    after = ids[at + 1] if at + 1 < len(ids) else below
    up = [("Move up", f"before:{before}"), ("Move to the top", "first:0")]
    down = [("Move down", f"after:{after}"), ("Move to the end", "last:0")]
    moves = (up if before else []) + (down if after else [])
    return [option(text, f"{ids[at]}:{where}") for text, where in moves]


def form(kind: Kind, moved: int, name: str, place: Place) -> View:
    """Return the form that asks behind which other one it is to stand."""
    menu = external_select(placeholder="Type to search")
    blocks: list[Block] = [
        section(f"Move *{escape(name)}* behind another {kind.thing}, or to the top."),
        field("Place it after", f"{kind.area}.neighbour", menu),
    ]
    return modal(
        f"Move {kind.thing}",
        blocks,
        callback=f"{kind.area}.placing.v1",
        submit="Move",
        metadata=metadata(place, moved=moved),
    )


def moved_in(view: View) -> int:
    """Return the id of what such a form moves."""
    return int(json.loads(view["private_metadata"])["moved"])
