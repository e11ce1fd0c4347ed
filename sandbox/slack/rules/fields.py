"""Inputs one types into or picks a moment with, and files."""

from sandbox.slack.rules.checks import Check, flag, items, matching, one_of, only_on, shape, string, whole
from sandbox.slack.rules.limits import LIMITS
from sandbox.slack.rules.named import ACTION_ID, BASE, MANY, MENU
from sandbox.slack.rules.objects import PLACEHOLDER

_TYPED: dict[str, Check] = {
    "action_id": ACTION_ID,
    "focus_on_load": flag,
    "placeholder": PLACEHOLDER,
    "dispatch_action_config": shape(
        {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)}
    ),
}

_DATE = matching(r"\d{4}-\d\d-\d\d", "a date written YYYY-MM-DD")
_TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time written HH:mm")
PICKERS: dict[str, Check] = {
    "datepicker": shape({}, {**MENU, "initial_date": _DATE}),
    "timepicker": shape({}, {**MENU, "initial_time": _TIME, "timezone": string(100)}),
}
DATETIME_PICKER = shape({}, {**BASE, "initial_date_time": whole(1_000_000_000, 9_999_999_999)})

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
        "filetypes": items(string(20), MANY),
        "max_files": whole(1, LIMITS["file_input.max_files"]),
    },
    only_on("modal"),
)
