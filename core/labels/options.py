"""The labels of a selection field's options: typed one a line, each there once, old ones not taken again."""

from collections.abc import Mapping, Sequence

from core.errors import Invalid
from core.models import FieldOption
from core.naming import named

MOST = 100  # what one menu in Slack holds
LONGEST = 75
ALL_TOGETHER = 3000  # what one text box in Slack holds


def parsed(lines: str, *, kind: str = "selection") -> list[str]:
    """Return the labels typed, in order.

    Raises:
        Invalid: none or too many for a selection, two alike, one too long, or any for a text field.
    """
    choices = [label(line) for line in lines.splitlines() if line.strip(" \t\0")]
    if kind == "text" and choices:
        raise Invalid("options", "A text field has no options: leave this empty, or choose Selection.")
    if kind == "selection" and not choices:
        raise Invalid("options", "Give at least one option, one on each line.")
    check_number(len(choices))
    if len("\n".join(choices)) > ALL_TOGETHER:
        raise Invalid("options", f"All options together have at most {ALL_TOGETHER:,} characters.")
    if twice := _twice(choices):
        raise Invalid("options", f"“{twice}” is there twice.")
    return choices


def label(words: str) -> str:
    """Return an option's label. Raises Invalid beside `options`."""
    return named(words, field="options", what="option", limit=LONGEST)


def check_number(count: int) -> None:
    """Refuse more options than a menu holds. Raises Invalid."""
    if count > MOST:
        raise Invalid("options", f"A field has at most {MOST} options; these are {count}.")


def check_free(
    wanted: str, options: Sequence[FieldOption], old: Mapping[str, str], *, own: FieldOption | None = None
) -> None:
    """Refuse a label that another option of the field has or had. Raises Invalid beside `options`.

    Args:
        old: former label → the present label of its option.
        own: the option that is to be called so; what it was called before, it may be again.
    """
    for each in options:
        if each is not own and each.label.casefold() == wanted.casefold():
            hint = " It is retired: restore it instead." if each.retired_at else ""
            raise Invalid("options", f"“{each.label}” is an option already.{hint}")
    for former, present in old.items():
        if former.casefold() == wanted.casefold() and not (own and own.label == present):
            told = f"“{former}” is what “{present}” was called before, and old answers still count for it."
            raise Invalid("options", f"{told} Choose another label.")


def _twice(choices: Sequence[str]) -> str | None:
    seen: set[str] = set()
    for choice in choices:
        if choice.casefold() in seen:
            return choice
        seen.add(choice.casefold())
    return None
