"""Step 2 of 5: the first text, or several that are tried against each other."""

from collections.abc import Sequence
from string import ascii_uppercase

from bot.actions.place import Place, place_of, step
from bot.blocks import Block, actions, button, context, field, section, text_input
from bot.forms import Form
from bot.request import View
from core.actions.scripts.initials import MOST_INITIALS
from core.delivery.safeguards import LONGEST_TEXT
from core.models import Action

CALLBACK = "actions.initials.v1"


def build(action: Action, bodies: Sequence[str], known: Sequence[str], *, room: int = 1) -> View:
    """Return the form with what is written, and empty boxes up to `room`.

    Args:
        known: the variables of the action's list.
    """
    count = min(max(len(bodies), room, 1), MOST_INITIALS)
    written = [*bodies, *[""] * (count - len(bodies))][:count]
    blocks = [
        section("The first text each contact gets. It must say who you are and how to stop."),
        variables_line(known),
        *(_box(number, body) for number, body in enumerate(written, 1)),
    ]
    if action.state == "draft" and count < MOST_INITIALS:
        blocks.append(actions(button("Add another script", "actions.initials.more")))
        blocks.append(
            context("With several, each contact gets one of them in turn, so that you can compare.")
        )
    return step(2, blocks, CALLBACK, place_of(action, count))


def read(view: View) -> list[str]:
    """Return the wordings as they were typed, blank ones too."""
    given, place = Form(view), Place.read(view)
    return [given.text(f"initial_{number}") for number in range(1, place.count + 1)]


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


def _box(number: int, body: str) -> Block:
    box = text_input(body, multiline=True, limit=LONGEST_TEXT)
    return field(label(number), f"initial_{number}", box, optional=number > 1)
