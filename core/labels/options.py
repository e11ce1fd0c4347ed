"""The options of a selection field: typed one a line, retired rather than deleted."""

from collections.abc import Sequence
from datetime import datetime

from core.errors import Invalid
from core.models import FieldOption
from core.naming import named

MOST = 100  # what one menu in Slack holds
LONGEST = 75
ALL_TOGETHER = 3000  # what one text box in Slack holds


def parsed(lines: str, *, kind: str) -> list[str]:
    """Return the labels typed, in order.

    Raises:
        Invalid: none or too many for a selection, two alike, one too long, or any for a text field.
    """
    choices = [
        named(line, field="options", what="option", limit=LONGEST)
        for line in lines.splitlines()
        if line.strip(" \t\0")
    ]
    if kind == "text" and choices:
        raise Invalid("options", "A text field has no options: leave this empty, or choose Selection.")
    if kind == "selection" and not choices:
        raise Invalid("options", "Give at least one option, one on each line.")
    if len(choices) > MOST:
        raise Invalid("options", f"A field has at most {MOST} options; these are {len(choices)}.")
    if len("\n".join(choices)) > ALL_TOGETHER:
        raise Invalid("options", f"All options together have at most {ALL_TOGETHER:,} characters.")
    if twice := _twice(choices):
        raise Invalid("options", f"“{twice}” is there twice.")
    return choices


def changed(options: Sequence[FieldOption], choices: Sequence[str], *, now: datetime) -> list[FieldOption]:
    """Return a field's options after an edit: present ones in their new order, the others retired."""
    known = {option.label: option for option in options}
    for option in options:
        if option.label not in choices:
            option.retired_at = option.retired_at or now
    return [
        *(_placed(known.get(label), label, position) for position, label in enumerate(choices, 1)),
        *(option for option in options if option.label not in choices),
    ]


def _placed(option: FieldOption | None, label: str, position: int) -> FieldOption:
    option = option or FieldOption(label=label)
    option.position, option.retired_at = position, None
    return option


def _twice(choices: Sequence[str]) -> str | None:
    seen: set[str] = set()
    for choice in choices:
        if choice.casefold() in seen:
            return choice
        seen.add(choice.casefold())
    return None
