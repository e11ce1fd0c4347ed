"""What people have put into inputs: Slack's `state.values`, from initial values and from what was typed."""

import copy
import secrets
from collections.abc import Iterator
from typing import Any

from sandbox.slack.records import Json

# Element type → (key of its state, key of its initial value, what an empty one holds).
_STATE: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "file_input": ("files", "initial_files", []),
}


def is_stateful(element: Json) -> bool:
    """Whether the element keeps a value, which buttons and overflow menus do not."""
    return element.get("type") in _STATE


def state_key(element: Json) -> str:
    """Under which key Slack reports the element's value, say `selected_option`."""
    return _STATE[element["type"]][0]


def holding(element: Json, value: Any) -> Json:
    """The element's state with `value` in it."""
    return {"type": element["type"], state_key(element): value}


def initial(element: Json) -> Json:
    """The element's state before anybody touched it."""
    _, key, empty = _STATE[element["type"]]
    return holding(element, copy.deepcopy(element.get(key, empty)))


def is_empty(state: Json) -> bool:
    """Whether nothing was put in."""
    return state[_STATE[state["type"]][0]] in (None, "", [])


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every (block, interactive element) pair, in reading order."""
    for block in blocks:
        single = [block[key] for key in ("element", "accessory") if key in block]
        several = block["elements"] if block["type"] == "actions" else []
        yield from ((block, element) for element in [*single, *several] if "action_id" in element)


def state_values(blocks: list[Json], draft: Json) -> Json:
    """`state.values` of these blocks: what was drafted under the same ids, else the initial values."""
    values: Json = {}
    for block, element in elements(blocks):
        if is_stateful(element):
            drafted = draft.get(block["block_id"], {}).get(element["action_id"])
            kept = drafted if drafted and drafted["type"] == element["type"] else initial(element)
            values.setdefault(block["block_id"], {})[element["action_id"]] = kept
    return values


def with_ids(blocks: list[Json]) -> list[Json]:
    """A copy where every block has a `block_id` and each interactive element an `action_id`."""
    named = copy.deepcopy(blocks)
    for block in named:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        parts = [block.get("element"), block.get("accessory"), *_interactive_row(block)]
        for element in parts:
            if element and element["type"] != "image":
                element.setdefault("action_id", secrets.token_urlsafe(4))
    return named


def _interactive_row(block: Json) -> list[Json]:
    return list(block["elements"]) if block["type"] == "actions" else []
