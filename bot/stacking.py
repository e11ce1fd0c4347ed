"""Where a modal goes: Slack stacks three, so the fourth takes the place of the third."""

from typing import Any

from slack_sdk import WebClient

from bot.blocks import Block, section
from bot.request import View

_MADE_OF = ("type", "callback_id", "title", "submit", "close", "private_metadata", "notify_on_close")
_TOLD = "told_within"


def has_room(view: View) -> bool:
    """Whether another modal can be put on top of this one."""
    below = view.get("previous_view_id")
    return below is None or below == view.get("root_view_id")


def put(client: WebClient, body: dict[str, Any], view: View) -> None:
    """Show a modal to whoever pressed a button: by itself, above a modal, or in the place of the third."""
    under = body.get("view")
    if not under or under["type"] != "modal":
        client.views_open(trigger_id=body["trigger_id"], view=view)
    elif has_room(under):
        client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        client.views_update(view_id=under["id"], view=view)


def told_within(view: View, words: str) -> View:
    """Return a form as it was sent with some mrkdwn above it; Slack keeps what somebody typed into it.

    Args:
        view: as Slack sent it.
    """
    blocks = [block for block in view["blocks"] if block.get("block_id") != _TOLD]
    return with_blocks(view, [section(words) | {"block_id": _TOLD}, *blocks][:100])


def told_beside(view: View, field: str, words: str) -> View:
    """Return a form with some mrkdwn right above one of its fields; above all where it has no such field."""
    blocks = view["blocks"]
    named = [block.get("element", {}).get("action_id") for block in blocks]
    at = named.index(field) if field in named else 0
    return view | {"blocks": [*blocks[:at], section(words) | {"block_id": _TOLD}, *blocks[at:]][:100]}


def with_blocks(view: View, blocks: list[Block]) -> View:
    """Return a modal as it was sent, with other blocks; Slack keeps what was typed into those that stay.

    Args:
        view: as Slack sent it.
    """
    return {key: view[key] for key in _MADE_OF if view.get(key)} | {"blocks": blocks}
