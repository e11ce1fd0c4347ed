"""All the words of a message or view, in reading order, for assertions."""

from collections.abc import Iterator

from sandbox.slack.records import Json, Message, View


def text_of(surface: Message | View | None) -> str:
    """Every visible word, one line per piece. A message's `text` counts only when it has no blocks."""
    if surface is None:
        return ""
    lines = [surface.title] if isinstance(surface, View) else []
    if isinstance(surface, Message) and not surface.blocks:
        lines.append(surface.text)
    for block in surface.blocks:
        lines += block_words(block)
    if isinstance(surface, View):
        lines += [surface.body[key]["text"] for key in ("submit", "close") if surface.body.get(key)]
    return "\n".join(line for line in lines if line)


def block_words(block: Json) -> Iterator[str]:
    """The words of one block, its elements and options included."""
    yield from _words(block)


# Keys that hold words people see, and those that hold more objects, in reading order.
_TEXTS = ("text", "label", "title", "description", "placeholder", "hint", "alt_text", "initial_value")
_PARTS = ("fields", "elements", "element", "accessory", "options", "option_groups", "rows")


def _words(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _words(each)
    elif isinstance(part, dict):
        for key in _TEXTS:
            yield from _text(part.get(key))
        for key in _PARTS:
            yield from _words(part.get(key))


def _text(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and isinstance(value.get("text"), str):
        yield value["text"]
