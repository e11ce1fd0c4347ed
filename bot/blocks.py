"""Small builders of Block Kit, so that features read as words. Pure; Slack's limits are kept here."""

from typing import Any

from bot.request import View

Block = dict[str, Any]
TEXT_LIMIT = 3000
# Signs that turn round the words behind them: after a name with one, a date or "opted out" reads backwards.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def clip(text: str, limit: int) -> str:
    """Shorten to Slack's limit, and show that something was left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def escape(text: str) -> str:
    """Make a person's words harmless in mrkdwn: no mentions, no links of their own, nothing turned round.

    Source: Slack's "Formatting text for app surfaces": escape the three control characters.
    """
    return text.translate(_TURNING).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, limit: int = 75) -> Block:
    return {"type": "plain_text", "text": clip(text, limit) or " ", "emoji": True}


def mrkdwn(text: str, limit: int = TEXT_LIMIT) -> Block:
    return {"type": "mrkdwn", "text": clip(text, limit)}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def section(text: str, accessory: Block | None = None, fields: list[str] | None = None) -> Block:
    block: Block = {"type": "section"}
    if text:
        block["text"] = mrkdwn(text)
    if fields:
        block["fields"] = [mrkdwn(field, 2000) for field in fields[:10]]
    if accessory:
        block["accessory"] = accessory
    return block


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block, block_id: str | None = None) -> Block:
    block: Block = {"type": "actions", "elements": list(elements[:25])}
    return block | ({"block_id": block_id} if block_id else {})


def button(
    text: str, action_id: str, value: str = "", *, style: str = "", label: str = "", **more: Any
) -> Block:
    """Return a button; `label` tells a screen reader more than the text can, such as "Edit Wrong number"."""
    element: Block = {"type": "button", "text": plain(text), "action_id": action_id}
    optional = {"value": value, "style": style, "accessibility_label": clip(label, 75)}
    return element | {key: given for key, given in optional.items() if given} | more


def confirm(title: str, text: str, yes: str, no: str = "Cancel", *, danger: bool = False) -> Block:
    made = {
        "title": plain(title, 100),
        "text": mrkdwn(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }
    return made | ({"style": "danger"} if danger else {})


def option(text: str, value: str, description: str = "") -> Block:
    made: Block = {"text": plain(text), "value": value}
    return made | ({"description": plain(description)} if description else {})


def field(label: str, name: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """Return an input; its `block_id` and `action_id` are the field's name, so that errors find it."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element | {"action_id": name},
        "optional": optional,
    }
    return block | ({"hint": plain(hint, 2000)} if hint else {})


def text_input(
    value: str = "", *, multiline: bool = False, limit: int = TEXT_LIMIT, placeholder: str = ""
) -> Block:
    element: Block = {"type": "plain_text_input", "multiline": multiline, "max_length": limit}
    if value:
        element["initial_value"] = clip(value, limit)
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element


def modal(title: str, blocks: list[Block], *, callback: str, submit: str = "", metadata: str = "") -> View:
    view: View = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, 24),
        "close": plain("Close" if not submit else "Cancel", 24),
        "blocks": blocks[:100],
        "private_metadata": metadata,
    }
    return view | ({"submit": plain(submit, 24)} if submit else {})


def loading(title: str, words: str = "One moment …") -> View:
    """Return the view that is shown at once where the real one takes more than half a second."""
    return modal(title, [section(f":hourglass_flowing_sand: {words}")], callback="loading")
