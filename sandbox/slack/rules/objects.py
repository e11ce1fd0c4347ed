"""Text objects, options and confirm dialogs: the small parts that blocks and elements are made of."""

from collections.abc import Iterator
from typing import Any

from sandbox.slack.rules.checks import Check, by_type, flag, items, one_of, shape, string
from sandbox.slack.rules.limits import LIMITS
from sandbox.slack.rules.problem import Place, Problem


def plain(limit: str) -> Check:
    """A `plain_text` object of at most LIMITS[limit] characters."""
    return by_type({"plain_text": shape({"text": string(LIMITS[limit])}, {"emoji": flag})})


def text(limit: str) -> Check:
    """A `plain_text` or `mrkdwn` object of at most LIMITS[limit] characters."""
    words = {"text": string(LIMITS[limit])}
    return by_type({"plain_text": shape(words, {"emoji": flag}), "mrkdwn": shape(words, {"verbatim": flag})})


CONFIRM = shape(
    {
        "title": plain("confirm.title"),
        "text": text("confirm.text"),
        "confirm": plain("confirm.button"),
        "deny": plain("confirm.button"),
    },
    {"style": one_of("primary", "danger")},
)

PLACEHOLDER = plain("placeholder")


def option(label: Check, description: Check, **more: Check) -> Check:
    """One option: what it says, the value it stands for, a line that explains it."""
    value = string(LIMITS["option.value"])
    return shape({"text": label, "value": value}, {"description": description, **more})


MENU_OPTION = option(plain("option.text"), plain("option.description"))
LIST_OPTION = option(text("option.text"), text("option.description"))  # checkboxes and radio buttons
OVERFLOW_OPTION = option(plain("option.text"), plain("option.description"), url=string(LIMITS["button.url"]))

OPTIONS = items(MENU_OPTION, LIMITS["select.options"])
GROUPS = items(shape({"label": plain("group.label"), "options": OPTIONS}), LIMITS["select.groups"])


def options_or_groups(value: dict[str, Any], place: Place) -> Iterator[Problem]:
    """A menu has options or option groups, and not both."""
    if ("options" in value) == ("option_groups" in value):
        yield place.problem("must provide either options or option_groups")


def initial_among_options(value: dict[str, Any], place: Place) -> Iterator[Problem]:
    """What is chosen at first must be one of the options, word for word."""
    for key in ("initial_option", "initial_options"):
        chosen = value.get(key, [])
        for item in chosen if isinstance(chosen, list) else [chosen]:
            if item not in offered(value):
                yield (place / key).problem("must be one of the options provided")


def offered(element: dict[str, Any]) -> list[Any]:
    """All options of a menu, through its groups."""
    holders = [element, *(group for group in _list(element, "option_groups") if isinstance(group, dict))]
    return [each for holder in holders for each in _list(holder, "options")]


def _list(value: dict[str, Any], key: str) -> list[Any]:
    found = value.get(key)
    return found if isinstance(found, list) else []
