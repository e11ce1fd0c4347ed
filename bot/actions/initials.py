"""Step 2 of 5: the first text, or several that are tried against each other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from string import ascii_uppercase

from bot.actions import pictures
from bot.actions.pictures import Given
from bot.actions.place import Place, place_of, step
from bot.blocks import Block, actions, button, context, escape, field, section, text_input
from bot.forms import Form
from bot.request import View
from core.actions.scripts.initials import MOST_INITIALS, Seen, picture_field
from core.delivery.safeguards import LONGEST_TEXT
from core.models import Action

CALLBACK = "actions.initials.v1"


def build(
    action: Action,
    bodies: Sequence[str],
    known: Sequence[str],
    *,
    seen: Sequence[Seen] = (),
    room: int = 1,
    ending: str = "",
    pictured: Mapping[int, int] | None = None,
) -> View:
    """Return the form with what is written, and empty boxes up to `room`.

    Args:
        known: the variables of the action's list.
        ending: the sentence that is put behind first texts; empty for none.
        seen: the scripts that are kept already, in the order of their boxes.
        pictured: the ids of the pictures that scripts have, by the numbers of their boxes, from 1.
    """
    count = min(max(len(bodies), room, 1), MOST_INITIALS)
    written = [*bodies, *[""] * (count - len(bodies))][:count]
    blocks = [
        section("The first text each contact gets. It must say who you are and how to stop."),
        *([context(f"“{escape(ending)}” is added where a script does not say so.")] if ending else []),
        variables_line(known),
        *(
            block
            for number, body in enumerate(written, 1)
            for block in _box(number, body, (pictured or {}).get(number))
        ),
    ]
    if count < MOST_INITIALS:
        blocks.append(actions(button("Add another script", "actions.initials.more")))
    blocks.append(context(_about(action)))
    place = replace(place_of(action, count), seen=tuple((each.id, each.version) for each in seen))
    return step(2, blocks, CALLBACK, place)


def read(view: View) -> list[str]:
    """Return the wordings as they were typed, blank ones too."""
    given, place = Form(view), Place.read(view)
    return [given.text(f"initial_{number}") for number in range(1, place.count + 1)]


def read_pictures(view: View) -> dict[int, Given]:
    """Return what is asked for the pictures, by the boxes' numbers. Raises Invalid beside the field."""
    numbers = range(1, Place.read(view).count + 1)
    return {number: pictures.read(view, picture_field(number)) for number in numbers}


def seen(view: View) -> list[Seen]:
    """Return the scripts that the form showed."""
    return [Seen(*each) for each in Place.read(view).seen]


def deals_anew(view: View) -> bool:
    """Whether saving deals contacts out anew: a script joins those of a running action, or leaves them."""
    place, typed = Place.read(view), read(view)
    there = len(place.seen)
    return not place.draft and (not all(typed[:there]) or any(typed[there:]))


def label(number: int) -> str:
    """Return "Initial script", "Initial script B" and so on."""
    return "Initial script" if number == 1 else f"Initial script {ascii_uppercase[number - 1]}"


def variables_line(known: Sequence[str]) -> Block:
    """Return the variables that can be used, as many as fit."""
    names = [f"`{{{{ {name} }}}}`" for name in known]
    shown, rest = names[:40], len(names) - 40
    more = f" and {rest:,} more" if rest > 0 else ""
    fallback = 'A fallback: `{{ first_name | default("friend") }}`'
    return context(f"Variables: {' '.join(shown)}{more}. {fallback}")


def _box(number: int, body: str, picture: int | None) -> list[Block]:
    box = text_input(body, multiline=True, limit=LONGEST_TEXT)
    called = "Picture" if number == 1 else f"Picture of script {ascii_uppercase[number - 1]}"
    return [
        field(label(number), f"initial_{number}", box, optional=number > 1),
        *pictures.blocks(picture_field(number), label=called, there=picture),
    ]


def _about(action: Action) -> str:
    if action.state == "draft":
        return "With several, each contact gets one of them in turn, so that you can compare."
    return (
        "With several, each contact gets one in turn. Add one, or empty its box to take it away: contacts "
        "without a text are then dealt out evenly anew. Who was texted stays with the script they got."
    )
