"""Interactive elements: what each may hold, and in which blocks it may stand."""

from collections.abc import Mapping

from sandbox.slack.rules.checks import Check, flag, items, matching, one_of, only_on, shape, string, whole
from sandbox.slack.rules.limits import LIMITS
from sandbox.slack.rules.objects import (
    CONFIRM,
    GROUPS,
    LIST_OPTION,
    MENU_OPTION,
    OPTIONS,
    OVERFLOW_OPTION,
    PLACEHOLDER,
    initial_among_options,
    options_or_groups,
    plain,
)

ACTION_ID = string(LIMITS["action_id"])
_ID = string(255)
_MANY = 100

_BASE: dict[str, Check] = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": flag}
_MENU: dict[str, Check] = {**_BASE, "placeholder": PLACEHOLDER}
_MULTI: dict[str, Check] = {**_MENU, "max_selected_items": whole(1, _MANY)}
_TYPED: dict[str, Check] = {
    "action_id": ACTION_ID,
    "focus_on_load": flag,
    "placeholder": PLACEHOLDER,
    "dispatch_action_config": shape(
        {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)}
    ),
}

IMAGE = shape(
    {"alt_text": string(LIMITS["image.alt_text"])},
    {"image_url": string(LIMITS["image.url"])},
)

BUTTON = shape(
    {"text": plain("button.text")},
    {
        "action_id": ACTION_ID,
        "value": string(LIMITS["button.value"]),
        "url": string(LIMITS["button.url"]),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(LIMITS["button.accessibility_label"]),
    },
)

_CONVERSATION: dict[str, Check] = {
    "default_to_current_conversation": flag,
    "filter": shape(
        {},
        {
            "include": items(one_of("im", "mpim", "private", "public"), 4),
            "exclude_external_shared_channels": flag,
            "exclude_bot_users": flag,
        },
    ),
}
_RESPONDS = {"response_url_enabled": flag}

SELECTS: dict[str, Check] = {
    "static_select": shape(
        {},
        {**_MENU, "options": OPTIONS, "option_groups": GROUPS, "initial_option": MENU_OPTION},
        options_or_groups,
        initial_among_options,
    ),
    "external_select": shape(
        {}, {**_MENU, "initial_option": MENU_OPTION, "min_query_length": whole(0, _MANY)}
    ),
    "users_select": shape({}, {**_MENU, "initial_user": _ID}),
    "conversations_select": shape({}, {**_MENU, **_CONVERSATION, **_RESPONDS, "initial_conversation": _ID}),
    "channels_select": shape({}, {**_MENU, **_RESPONDS, "initial_channel": _ID}),
}

MULTI_SELECTS: dict[str, Check] = {
    "multi_static_select": shape(
        {},
        {**_MULTI, "options": OPTIONS, "option_groups": GROUPS, "initial_options": OPTIONS},
        options_or_groups,
        initial_among_options,
    ),
    "multi_external_select": shape(
        {}, {**_MULTI, "initial_options": OPTIONS, "min_query_length": whole(0, _MANY)}
    ),
    "multi_users_select": shape({}, {**_MULTI, "initial_users": items(_ID, _MANY)}),
    "multi_conversations_select": shape(
        {}, {**_MULTI, **_CONVERSATION, "initial_conversations": items(_ID, _MANY)}
    ),
    "multi_channels_select": shape({}, {**_MULTI, "initial_channels": items(_ID, _MANY)}),
}

CHECKBOXES = shape(
    {"options": items(LIST_OPTION, LIMITS["checkboxes.options"])},
    {**_BASE, "initial_options": items(LIST_OPTION, LIMITS["checkboxes.options"])},
    initial_among_options,
)
RADIO_BUTTONS = shape(
    {"options": items(LIST_OPTION, LIMITS["radio_buttons.options"])},
    {**_BASE, "initial_option": LIST_OPTION},
    initial_among_options,
)
OVERFLOW = shape(
    {"options": items(OVERFLOW_OPTION, LIMITS["overflow.options"])},
    {"action_id": ACTION_ID, "confirm": CONFIRM},
)

_DATE = matching(r"\d{4}-\d\d-\d\d", "a date written YYYY-MM-DD")
_TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time written HH:mm")
PICKERS: dict[str, Check] = {
    "datepicker": shape({}, {**_MENU, "initial_date": _DATE}),
    "timepicker": shape({}, {**_MENU, "initial_time": _TIME, "timezone": string(100)}),
}
DATETIME_PICKER = shape({}, {**_BASE, "initial_date_time": whole(1_000_000_000, 9_999_999_999)})

_LENGTH = LIMITS["plain_text_input.max_length"]
_NUMBER = matching(r"-?\d+(\.\d+)?", "a number written as a string")
TYPED: dict[str, Check] = {
    "plain_text_input": shape(
        {},
        {
            **_TYPED,
            "initial_value": string(LIMITS["plain_text_input.initial_value"]),
            "multiline": flag,
            "min_length": whole(0, _LENGTH),
            "max_length": whole(1, _LENGTH),
        },
    ),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        {**_TYPED, "initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER},
    ),
    "email_text_input": shape({}, {**_TYPED, "initial_value": string(_LENGTH)}),
    "url_text_input": shape({}, {**_TYPED, "initial_value": string(_LENGTH)}),
}

FILE_INPUT = shape(
    {},
    {
        "action_id": ACTION_ID,
        "filetypes": items(string(20), _MANY),
        "max_files": whole(1, LIMITS["file_input.max_files"]),
    },
    only_on("modal"),
)

_LISTS = {"checkboxes": CHECKBOXES, "radio_buttons": RADIO_BUTTONS}

IN_ACTIONS: Mapping[str, Check] = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    **SELECTS,
    **_LISTS,
    **PICKERS,
    "datetimepicker": DATETIME_PICKER,
}
AS_ACCESSORY: Mapping[str, Check] = {
    "image": IMAGE,
    "button": BUTTON,
    "overflow": OVERFLOW,
    **SELECTS,
    **MULTI_SELECTS,
    **_LISTS,
    **PICKERS,
}
IN_INPUT: Mapping[str, Check] = {
    **SELECTS,
    **MULTI_SELECTS,
    **_LISTS,
    **PICKERS,
    **TYPED,
    "datetimepicker": DATETIME_PICKER,
    "file_input": FILE_INPUT,
}
