"""Finding buttons by their words and inputs by their labels."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from sandbox.slack.driver.not_there import NotThere, SeveralThere
from sandbox.slack.driver.words import block_words
from sandbox.slack.records import Json, Message, View
from sandbox.slack.values import elements, is_stateful

Surface = Message | View
Found = TypeVar("Found")


@dataclass(frozen=True)
class Pressable:
    """A button, or one choice of an overflow menu."""

    block: Json
    element: Json
    chosen: Any = None

    @property
    def names(self) -> set[str]:
        """What it can be found by."""
        words = self.chosen or self.element
        return {
            words.get("text", {}).get("text", ""),
            self.element.get("accessibility_label", ""),
            "" if self.chosen else self.element["action_id"],
        } - {""}


def pressable(surface: Surface, name: str, beside: str | None = None) -> Pressable:
    """The one thing to press with this text, accessibility label or action_id.

    `beside` narrows down to blocks that hold these words. Raises NotThere, saying what there is.
    """
    everything = _beside(_pressables(surface), beside)
    found = [each for each in everything if name in each.names]
    return _only(found, "button", name, [sorted(each.names) for each in everything])


def labelled(surface: Surface, label: str, beside: str | None = None) -> tuple[Json, Json]:
    """The one input with this label, or menu with this placeholder, neighbouring text, or action_id.

    Raises NotThere, saying which there are.
    """
    everything = [
        pair
        for pair in elements(surface.blocks)
        if is_stateful(pair[1]) and (not beside or beside in "\n".join(block_words(pair[0])))
    ]
    for names in (_label, _other_names):
        if found := [pair for pair in everything if label in names(*pair)]:
            return _only(found, "input", label, [])
    return _only([], "input", label, [sorted(_label(*pair) | _other_names(*pair)) for pair in everything])


def label_of(view: View, block_id: str) -> str:
    """The label of the input in this block."""
    labels = {block["block_id"]: block["label"]["text"] for block in view.blocks if block["type"] == "input"}
    return str(labels.get(block_id, block_id))


def _pressables(surface: Surface) -> Iterable[Pressable]:
    for block, element in elements(surface.blocks):
        if element["type"] == "button":
            yield Pressable(block, element)
        elif element["type"] == "overflow":
            yield from (Pressable(block, element, option) for option in element["options"])


def _beside(found: Iterable[Pressable], words: str | None) -> list[Pressable]:
    return [each for each in found if not words or words in "\n".join(block_words(each.block))]


def _label(block: Json, _: Json) -> set[str]:
    return {block.get("label", {}).get("text", "")} - {""}


def _other_names(block: Json, element: Json) -> set[str]:
    texts = [block.get("text"), element.get("placeholder")]
    return {text["text"] for text in texts if text} | {element["action_id"], block["block_id"]}


def _only(found: list[Found], kind: str, name: str, there: list[list[str]]) -> Found:
    if not found:
        raise NotThere(kind, name, there)
    if len(found) > 1:
        raise SeveralThere(kind, name, len(found))
    return found[0]
