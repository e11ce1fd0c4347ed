"""What Slack's own client checks before it lets a modal be submitted."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.slack.records import Json
from sandbox.slack.values import is_empty, state_key

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_INTEGER, _DECIMAL = re.compile(r"-?\d+"), re.compile(r"-?\d+(\.\d+)?")


def client_errors(blocks: list[Json], values: Json) -> dict[str, str]:
    """`block_id` → what is wrong with it, for all input blocks; empty when the modal may go."""
    inputs = [block for block in blocks if block["type"] == "input"]
    found = {block["block_id"]: _error(block, values) for block in inputs}
    return {block_id: error for block_id, error in found.items() if error}


def _error(block: Json, values: Json) -> str | None:
    element = block["element"]
    state = values[block["block_id"]][element["action_id"]]
    if is_empty(state):
        return None if block.get("optional") else "Please complete this required field."
    rule = _RULES.get(element["type"])
    return rule(element, state[state_key(element)]) if rule else None


def _length(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3_000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter no more than {most} characters." if len(value) > most else None


def _number(element: Json, value: str) -> str | None:
    decimals = element["is_decimal_allowed"]
    if not (_DECIMAL if decimals else _INTEGER).fullmatch(value):
        return "Please enter a number." if decimals else "Please enter a whole number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _email(_: Json, value: str) -> str | None:
    return None if _EMAIL.fullmatch(value) else "Please enter a valid email address."


def _url(_: Json, value: str) -> str | None:
    return None if _URL.fullmatch(value) else "Please enter a valid URL."


def _count(element: Json, value: list[Any]) -> str | None:
    most = element.get("max_selected_items", len(value))
    return f"Please choose no more than {most}." if len(value) > most else None


def _files(element: Json, value: list[Json]) -> str | None:
    most = element.get("max_files", 10)
    return f"Please add no more than {most} files." if len(value) > most else None


_RULES: dict[str, Callable[[Json, Any], str | None]] = {
    "plain_text_input": _length,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "file_input": _files,
    "multi_static_select": _count,
    "multi_external_select": _count,
    "multi_users_select": _count,
    "multi_conversations_select": _count,
    "multi_channels_select": _count,
}
