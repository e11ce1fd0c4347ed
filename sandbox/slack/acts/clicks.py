"""Clicks on buttons, menus and shortcuts, and typing into inputs."""

from typing import Any

from sandbox.slack import payloads, responding, views
from sandbox.slack.acts.desk import Desk
from sandbox.slack.cast import User
from sandbox.slack.link import Answer
from sandbox.slack.payloads import Surface
from sandbox.slack.records import Json, Message, View
from sandbox.slack.showing import message_json
from sandbox.slack.values import holding


def press(desk: Desk, user: User, surface: Surface, block: Json, element: Json, chosen: Any = None) -> Answer:
    """Press a button or choose from an overflow menu (`chosen` is the option)."""
    details = {"text": element["text"], "value": element.get("value", "")} if "text" in element else {}
    return _act(desk, user, surface, block, element, details or {"selected_option": chosen})


def change(desk: Desk, user: User, surface: Surface, block: Json, element: Json, value: Any) -> Answer | None:
    """Put a value into an input or menu. The app hears of it unless the block is a quiet `input`."""
    kept = holding(element, value)
    with desk.state.changing():
        draft = desk.state.drafts.setdefault((user.id, surface.key), {})
        draft.setdefault(block["block_id"], {})[element["action_id"]] = kept
    if block["type"] == "input" and not block.get("dispatch_action"):
        return None
    return _act(desk, user, surface, block, element, kept)


def shortcut(desk: Desk, user: User, callback_id: str) -> Answer:
    """Run a global shortcut."""
    return _told(desk, user, _by_shortcut(desk, user, "shortcut", callback_id))


def message_shortcut(desk: Desk, user: User, callback_id: str, message: Message) -> Answer:
    """Run a shortcut on a message."""
    channel = desk.state.channels[message.channel]
    more = {
        "channel": {"id": channel.id, "name": channel.name},
        "message": message_json(desk.state, message),
        "message_ts": message.ts,
        "response_url": responding.new_response_url(desk.state, channel.id, user.id, message),
    }
    return _told(desk, user, {**_by_shortcut(desk, user, "message_action", callback_id), **more})


def _act(desk: Desk, user: User, surface: Surface, block: Json, element: Json, details: Json) -> Answer:
    trigger = views.new_trigger(desk.state, user.id, _modal_id(desk, surface))
    action = {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "type": element["type"],
        "action_ts": desk.state.next_ts(),
        **details,
    }
    payload = payloads.interaction(
        desk.state,
        user,
        "block_actions",
        {
            "trigger_id": trigger.id,
            "actions": [action],
            **payloads.whereabouts(desk.state, surface, user),
        },
    )
    if isinstance(surface, Message):
        payload["response_url"] = responding.new_response_url(desk.state, surface.channel, user.id, surface)
    return _told(desk, user, payload)


def _modal_id(desk: Desk, surface: Surface) -> str | None:
    is_modal = isinstance(surface, View) and surface in desk.state.stack(surface.user)
    return surface.key if is_modal else None


def _by_shortcut(desk: Desk, user: User, kind: str, callback_id: str) -> Json:
    return payloads.interaction(
        desk.state,
        user,
        kind,
        {
            "callback_id": callback_id,
            "action_ts": desk.state.next_ts(),
            "trigger_id": views.new_trigger(desk.state, user.id).id,
        },
    )


def _told(desk: Desk, user: User, payload: Json) -> Answer:
    answer = desk.interact(payload)
    if not answer.ok:
        desk.notice(user.id, f"That did not work: the app failed with the error “{answer.trouble}”")
    return answer
