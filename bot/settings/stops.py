"""The settings' form for what follows a stop. Pure."""

from bot.blocks import Block, context, field, text_input
from bot.elements import tick
from bot.forms import Form
from bot.settings.seen import Values
from core.settings.changing import LONGEST_CONFIRMATION

NAMES = ("confirms_stops", "stop_confirmation")


def blocks(known: Values) -> list[Block]:
    """Return the fields."""
    return [
        context(
            "A stop always holds at once, for all your actions. One text may confirm it. Twilio sends that "
            "itself after STOP and its other words; this is about stops in other words, and by volunteers."
        ),
        field(
            "Confirm stops",
            "confirms_stops",
            tick(known["confirms_stops"], "Text one confirmation"),
            optional=True,
        ),
        field(
            "Wording",
            "stop_confirmation",
            text_input(known["stop_confirmation"], multiline=True, limit=LONGEST_CONFIRMATION),
            hint="Nothing in it may ask for anything. Empty: our own, with your organisation's name.",
            optional=True,
        ),
    ]


def read(form: Form) -> Values:
    """Return what was filled in."""
    return {
        "confirms_stops": form.choices("confirms_stops") == ["yes"],
        "stop_confirmation": form.text("stop_confirmation"),
    }
