"""The settings' form for how often and how long. Pure."""

from bot.blocks import Block, field
from bot.elements import number_input
from bot.forms import Form
from bot.settings.seen import Values
from core.settings.changing import LONGEST_LOCK, MOST_SEGMENTS

NAMES = ("lock_hours", "most_segments")


def blocks(known: Values) -> list[Block]:
    """Return the fields."""
    return [
        field(
            "Hours after another action",
            "lock_hours",
            number_input(known["lock_hours"], least=0, most=LONGEST_LOCK),
            hint="Nobody gets a first text so soon after another action texted them. 0 allows it.",
        ),
        field(
            "Most segments in a text",
            "most_segments",
            number_input(known["most_segments"], least=1, most=MOST_SEGMENTS),
            hint="A segment holds 160 characters, 70 once an accent or emoji is among them. Each is billed.",
        ),
    ]


def read(form: Form) -> Values:
    """Return what was filled in."""
    return {name: form.number(name) for name in NAMES}
