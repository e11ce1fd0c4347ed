"""Somebody fills in whatever form is open: something fitting everywhere, or something bad in one place."""

from collections.abc import Callable, Iterator
from typing import Any

from sandbox.slack.rules import LIMITS
from sandbox.slack.values import is_empty
from tests.bot.every_form import A_FILE

Block = dict[str, Any]
HOSTILE = "<@everyone> <!channel> &lt; \u202e \0 💥 {{ x }} {% if %} %s ' \" \\ %_"


def inputs(person: Any) -> list[Block]:
    """Return the inputs of the form that is open; none when there is none."""
    blocks = person.modal.blocks if person.modal else []
    return [block for block in blocks if block["type"] == "input"]


def fill_in(person: Any, words: str = "Something") -> None:
    """Put something into each input that is empty and must not be."""
    for block in inputs(person):
        if is_empty(person.values[_label(block)]) and not block.get("optional"):
            person.fill(block["block_id"], _fitting(person, block, words))


def reword(person: Any, words: str) -> None:
    """Put other words into the first input that takes some, and leave phones alone."""
    asked = (block for block in inputs(person) if block["element"]["type"] == "plain_text_input")
    if block := next(asked, None):
        most = block["element"].get("max_length", len(words))
        person.fill(block["block_id"], str(_fitting(person, block, words))[:most])


def bad_words(block: Block) -> Iterator[str]:
    """Yield words that are no good: blanks, as much as goes in, and what breaks screens."""
    if block["element"]["type"] == "plain_text_input":
        most = block["element"].get("max_length", LIMITS["plain_text_input.max_length"])
        yield from ("  \0 ", "Ü💥" * (most // 2), HOSTILE[:most])


def _fitting(person: Any, block: Block, words: str) -> Any:
    element = block["element"]
    kind = element["type"].removeprefix("multi_")
    one = _fitting_one(kind, person, block, words)
    return [one] if kind != element["type"] or kind in {"checkboxes", "file_input"} else one


def _fitting_one(kind: str, person: Any, block: Block, words: str) -> Any:
    if kind == "plain_text_input":
        return "2125550195" if "hone" in _label(block) else words
    if kind == "external_select":
        found = (person.options(block["block_id"], typed) for typed in ("", "a", "o", "re"))
        return next(offered for offered in found if offered)[0]
    return _FITTING[kind](block["element"])


def _first(element: Block) -> str:
    options = (element.get("option_groups") or [element])[0]["options"]
    return str(options[0]["text"]["text"])


_FITTING: dict[str, Callable[[Block], Any]] = {
    "static_select": _first,
    "radio_buttons": _first,
    "checkboxes": _first,
    "number_input": lambda element: element["min_value"],
    "conversations_select": lambda _: "#general",
    "users_select": lambda _: "Nat",
    "timepicker": lambda _: "10:00",
    "file_input": lambda _: A_FILE,
}


def _label(block: Block) -> str:
    return str(block["label"]["text"])
