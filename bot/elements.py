"""The inputs of a form: menus, boxes to tick, numbers, channels. Pure; they go into `bot.blocks.field`."""

from collections.abc import Sequence
from datetime import datetime

from bot.blocks import Block, clip, option, plain

MENU_LIMIT = 100  # options of one menu; beyond it use `external_select`
OVERFLOW_LIMIT = 5


def number_input(value: int | None = None, *, least: int, most: int) -> Block:
    element: Block = {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": str(least),
        "max_value": str(most),
    }
    return element if value is None else element | {"initial_value": str(value)}


def date_input(value: str = "") -> Block:
    """Return a menu of days; `value` is an ISO date."""
    return {"type": "datepicker"} | ({"initial_date": value} if value else {})


def datetime_input(at: datetime) -> Block:
    """Return a menu of a day and a time on the reader's clock; `at` is what it offers."""
    return {"type": "datetimepicker", "initial_date_time": int(at.timestamp())}


def tick(ticked: bool, text: str = "Yes", description: str = "") -> Block:  # noqa: FBT001 - the field's value
    """Return a single box to tick; `Form.choices` is `["yes"]` when it is."""
    yes = option(text, "yes", description)
    element: Block = {"type": "checkboxes", "options": [yes]}
    return element | ({"initial_options": [yes]} if ticked else {})


def ticks(options: Sequence[Block], ticked: Sequence[str] = ()) -> Block:
    """Return boxes to tick, at most ten; `ticked` are the values of those that are."""
    element: Block = {"type": "checkboxes", "options": list(options)}
    chosen = [each for each in options if each["value"] in ticked]
    return element | ({"initial_options": chosen} if chosen else {})


def radio(options: Sequence[Block], chosen: str | None = None) -> Block:
    return _with_choice({"type": "radio_buttons", "options": list(options)}, options, chosen)


def select(options: Sequence[Block], chosen: str | None = None, *, placeholder: str = "") -> Block:
    """Return a menu of at most 100 options; `chosen` is the value of the one shown first."""
    element = {"type": "static_select", "options": list(options)[:MENU_LIMIT]}
    return _with_choice(_hinted(element, placeholder), options, chosen)


def select_of_groups(options: Sequence[Block]) -> Block:
    """Return a menu of at most 10,000 options: in parts of a hundred, each named for its first and last."""
    parts = [options[start : start + MENU_LIMIT] for start in range(0, len(options), MENU_LIMIT)]
    groups = [{"label": plain(_span(part)), "options": list(part)} for part in parts]
    return {"type": "static_select", "option_groups": groups}


def multi_select(options: Sequence[Block], chosen: Sequence[Block] = ()) -> Block:
    """Return a menu of at most 100 options where several can be chosen."""
    element: Block = {"type": "multi_static_select", "options": list(options)}
    return element | ({"initial_options": list(chosen)} if chosen else {})


def overflow(options: Sequence[Block], action_id: str) -> Block:
    """Return a menu behind three dots, of at most 5 options; the one chosen is told at once."""
    return {"type": "overflow", "options": list(options)[:OVERFLOW_LIMIT], "action_id": action_id}


def external_select(chosen: Block | None = None, *, placeholder: str = "", least: int = 0) -> Block:
    """Return a menu whose options are asked for as somebody types; for what may pass 100."""
    element = _hinted({"type": "external_select", "min_query_length": least}, placeholder)
    return element | ({"initial_option": chosen} if chosen else {})


def multi_external_select(
    chosen: Sequence[Block] = (), *, placeholder: str = "", least: int = 0, most: int = MENU_LIMIT
) -> Block:
    """Return such a menu where several can be chosen."""
    element: Block = {"type": "multi_external_select", "min_query_length": least, "max_selected_items": most}
    element = _hinted(element, placeholder)
    return element | ({"initial_options": list(chosen)} if chosen else {})


def channel_select(chosen: str | None = None, *, placeholder: str = "") -> Block:
    """Return a menu of public and private channels."""
    element: Block = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return _hinted(element, placeholder) | ({"initial_conversation": chosen} if chosen else {})


def people_select(*, placeholder: str = "", most: int) -> Block:
    """Return a menu of the workspace's people where several can be chosen."""
    return _hinted({"type": "multi_users_select", "max_selected_items": most}, placeholder)


def _span(options: Sequence[Block]) -> str:
    return f"{clip(options[0]['text']['text'], 35)} – {clip(options[-1]['text']['text'], 35)}"


def _hinted(element: Block, placeholder: str) -> Block:
    return element | ({"placeholder": plain(placeholder, 150)} if placeholder else {})


def _with_choice(element: Block, options: Sequence[Block], chosen: str | None) -> Block:
    picked = next((each for each in options if each["value"] == chosen), None)
    return element | ({"initial_option": picked} if picked else {})
