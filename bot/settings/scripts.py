"""The settings' form for what is sent: how first texts end, and whether volunteers may write freely. Pure."""

from bot.blocks import Block, field, text_input
from bot.elements import tick
from bot.forms import Form
from bot.settings.seen import Values
from core.actions.scripts.stop_sentence import LONGEST, USUAL

NAMES = ("appends_opt_out", "opt_out_sentence", "scripts_only")


def blocks(known: Values) -> list[Block]:
    """Return the fields."""
    return [
        field(
            "How to stop",
            "appends_opt_out",
            tick(known["appends_opt_out"], "End each first text with how to stop"),
            hint="A script that says so in its own words gets nothing added. It counts as part of the text.",
            optional=True,
        ),
        field(
            "Sentence",
            "opt_out_sentence",
            text_input(known["opt_out_sentence"], limit=LONGEST, placeholder=USUAL),
            hint=f"Empty: “{USUAL}”",
            optional=True,
        ),
        field(
            "Answers",
            "scripts_only",
            tick(known["scripts_only"], "Volunteers send prepared responses only"),
            hint="Admins and staff may still use their own words.",
            optional=True,
        ),
    ]


def read(form: Form) -> Values:
    """Return what was filled in."""
    return {
        "appends_opt_out": form.choices("appends_opt_out") == ["yes"],
        "opt_out_sentence": form.text("opt_out_sentence"),
        "scripts_only": form.choices("scripts_only") == ["yes"],
    }
