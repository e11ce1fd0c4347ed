"""The options of a selection field as a modal, and the forms to add and rename. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.blocks import (
    Block,
    actions,
    button,
    clip,
    context,
    escape,
    field,
    modal,
    option,
    section,
    text_input,
)
from bot.elements import overflow
from bot.labels.move_views import move_options
from bot.labels.place import Place, metadata
from bot.paging import foot
from bot.request import View
from core.labels.fields import live_options, retired_options
from core.labels.options import ALL_TOGETHER, LONGEST
from core.models import CustomField, FieldOption

PAGE = 40
RENAMING, ADDING = "fields.options.renaming.v1", "fields.options.adding.v1"


@dataclass(frozen=True)
class Spot:
    """Where somebody is: a field, a page of its options, and the place in the list of fields below."""

    field: int
    at: int = 0
    option: int = 0
    seen: str = ""
    key: str = ""

    @classmethod
    def read(cls, view: View) -> "Spot":
        known = json.loads(view["private_metadata"])
        return cls(known["field"], known["at"], known["option"], known["seen"], known["key"])

    def beside(self, place: Place) -> str:
        return metadata(place, **asdict(self))


def build(known: CustomField, old: Mapping[int, Sequence[str]], spot: Spot, place: Place) -> View:
    """Return the list of options; a page that is not there any more becomes the last one.

    Args:
        old: what the options were called before, by id.
    """
    live, retired = live_options(known), retired_options(known)
    everything = [*live, *retired]
    at = min(spot.at, max(len(everything) - 1, 0) // PAGE)
    ids = [each.id for each in live]
    shown = everything[at * PAGE : (at + 1) * PAGE]
    blocks = [
        section(f"*{escape(known.name)}*", button("Add options", "fields.options.add", style="primary")),
        context(
            "A new name keeps the old answers; a retired option stays on old answers and is not offered."
        ),
        *(_line(each, ids, old.get(each.id, ())) for each in shown),
        *foot(at, PAGE, len(everything), "fields.options.turn"),
    ]
    kept = Spot(known.id, at).beside(place)
    return modal("Options", blocks, callback="fields.options.list.v1", metadata=kept)


def adding(spot: Spot, place: Place) -> View:
    """Return the form that adds options."""
    lines = text_input(multiline=True, limit=ALL_TOGETHER)
    blocks = [field("New options", "options", lines, hint="One on each line."), _back()]
    return modal("Add options", blocks, callback=ADDING, submit="Add", metadata=spot.beside(place))


def renaming(words: str, spot: Spot, place: Place, told: Sequence[Block] = ()) -> View:
    """Return the form that renames an option.

    Args:
        told: what stands above it, where somebody else was quicker.
    """
    blocks: list[Any] = [
        *told,
        field("Option", "options", text_input(words, limit=LONGEST), hint="Old answers follow the new name."),
        _back(),
    ]
    submit = "Save mine" if told else "Rename"
    return modal("Rename option", blocks, callback=RENAMING, submit=submit, metadata=spot.beside(place))


def _back() -> Block:
    return actions(button("Back to options", "fields.options.back"))


def _line(each: FieldOption, ids: Sequence[int], old: Sequence[str]) -> Block:
    was = f"   was: {escape(clip(', '.join(old), 150))}" if old else ""
    if each.retired_at:
        words = f"~{escape(each.label)}~ retired{was}"
        doings = [option("Restore", f"{each.id}:restore:0"), option("Rename", f"{each.id}:rename:0")]
    else:
        at = ids.index(each.id)
        words = f"{at + 1}. *{escape(each.label)}*{was}"
        near = [one for one in move_options(ids, at, None, None) if one["value"].split(":")[2] != "0"]
        doings = [option("Rename", f"{each.id}:rename:0"), *near, option("Retire", f"{each.id}:retire:0")]
    return section(words, overflow(doings, "fields.options.do"))
