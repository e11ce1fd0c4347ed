"""Interactive elements: buttons and lists of choices, and in which blocks each element may stand."""

from collections.abc import Mapping

from sandbox.slack.rules.checks import Check, items, one_of, shape, string
from sandbox.slack.rules.fields import DATETIME_PICKER, FILE_INPUT, PICKERS, TYPED
from sandbox.slack.rules.limits import LIMITS
from sandbox.slack.rules.menus import MULTI_SELECTS, SELECTS
from sandbox.slack.rules.named import ACTION_ID, BASE
from sandbox.slack.rules.objects import CONFIRM, LIST_OPTION, OVERFLOW_OPTION, initial_among_options, plain

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

CHECKBOXES = shape(
    {"options": items(LIST_OPTION, LIMITS["checkboxes.options"])},
    {**BASE, "initial_options": items(LIST_OPTION, LIMITS["checkboxes.options"])},
    initial_among_options,
)
RADIO_BUTTONS = shape(
    {"options": items(LIST_OPTION, LIMITS["radio_buttons.options"])},
    {**BASE, "initial_option": LIST_OPTION},
    initial_among_options,
)
OVERFLOW = shape(
    {"options": items(OVERFLOW_OPTION, LIMITS["overflow.options"])},
    {"action_id": ACTION_ID, "confirm": CONFIRM},
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
