"""What the forms of tags, custom fields and folders share. Pure."""

from collections.abc import Sequence

from bot.blocks import Block, field, modal
from bot.elements import number_input
from bot.labels.known import Known
from bot.labels.place import Place
from bot.request import View
from core.labels.ordering import LAST_POSITION


def position_field(things: str, position: int | None) -> Block:
    """Return the field of a thing's place among the others; `things` is the word for them, such as "Tags"."""
    return field(
        "Display order",
        "position",
        number_input(position, least=1, most=LAST_POSITION),
        hint=f"{things} are shown by this number, then by name. Empty puts it last.",
        optional=True,
    )


def form(thing: str, blocks: Sequence[Block], known: Known, place: Place, told: Sequence[Block] = ()) -> View:
    """Return the form that creates or edits a thing.

    Args:
        thing: the word for it, such as "tag".
        told: what stands above the fields, where somebody else was quicker.
    """
    verb, submit = "Edit" if known.id else "Create", "Save mine" if told else "Save"
    callback, carried = f"{thing}s.form.v1", known.beside(place)
    return modal(f"{verb} {thing}", [*told, *blocks], callback=callback, submit=submit, metadata=carried)
