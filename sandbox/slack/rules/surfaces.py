"""Whole payloads: a message, a modal, a Home tab, the answer to an options load."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.slack.rules.blocks import blocks
from sandbox.slack.rules.checks import Check, by_type, flag, items, shape, string
from sandbox.slack.rules.limits import LIMITS
from sandbox.slack.rules.objects import GROUPS, MENU_OPTION, options_or_groups, plain
from sandbox.slack.rules.problem import Place, Problem, Surface

Json = dict[str, Any]

_MESSAGE_BLOCKS = blocks("message.blocks", least=0)


def check_message(payload: Json, *, updating: bool = False) -> list[Problem]:
    """What Slack would refuse in `{"text": …, "blocks": […]}`; `updating` means chat.update.

    One rule is ours: blocks need a top-level `text`, which notifications and screen readers use.
    """
    return list(_message_problems(payload, updating=updating))


def check_view(view: Json) -> list[Problem]:
    """What Slack would refuse in the view of views.open, push, update or publish."""
    surface: Surface = "home" if view.get("type") == "home" else "modal"
    place = Place(surface)
    return [*_VIEW(view, place), *_small_enough(view, place)]


def check_options_response(payload: Json) -> list[Problem]:
    """What Slack would refuse in the app's answer to a `block_suggestion`."""
    return list(_SUGGESTIONS(payload, Place("modal")))


def _message_problems(payload: Json, *, updating: bool) -> Iterator[Problem]:
    place = Place("message")
    shown = payload.get("blocks") or []
    yield from _text_problems(payload.get("text"), place / "text", has_blocks=bool(shown), updating=updating)
    yield from _MESSAGE_BLOCKS(shown, place / "blocks")
    if isinstance(shown, list):
        yield from _total_problems(shown, place / "blocks")


def _text_problems(words: Any, place: Place, *, has_blocks: bool, updating: bool) -> Iterator[Problem]:
    most = LIMITS["message.text_on_update" if updating else "message.text"]
    if not words and has_blocks:
        yield place.problem("blocks need a top-level text for notifications and screen readers", "no_text")
    elif not words:
        yield place.problem("must provide text or blocks", "no_text")
    elif not isinstance(words, str):
        yield place.problem("must provide a string", "invalid_arguments")
    elif len(words) > most:
        yield place.problem(f"must be less than {most + 1} characters", "msg_too_long")


def _total_problems(shown: list[Any], place: Place) -> Iterator[Problem]:
    total = LIMITS["message.all_blocks"]
    if len(json.dumps(shown, ensure_ascii=False)) > total:
        yield place.problem(f"must be less than {total + 1} characters in all", "msg_blocks_too_long")
    tables = [each for each in shown if isinstance(each, dict) and each.get("type") == "table"]
    if len(tables) > LIMITS["message.tables"]:
        yield place.problem("only one table is allowed in a message")


def _submit_beside_inputs(view: Json, place: Place) -> Iterator[Problem]:
    if "submit" not in view and any(each.get("type") == "input" for each in _dicts(view.get("blocks"))):
        yield place.problem("missing required field: submit (the view has input blocks)", "invalid_arguments")


def _one_focus(view: Json, place: Place) -> Iterator[Problem]:
    elements = [part for block in _dicts(view.get("blocks")) for part in _elements(block)]
    if sum(part.get("focus_on_load") is True for part in elements) > 1:
        yield (place / "blocks").problem("only one element may have focus_on_load")


def _small_enough(view: Json, place: Place) -> Iterator[Problem]:
    if len(json.dumps(view)) > LIMITS["view.json"]:
        yield place.problem("the view is too large", "view_too_large")


def _elements(block: Json) -> list[Json]:
    return [*_dicts([block.get("element"), block.get("accessory")]), *_dicts(block.get("elements"))]


def _dicts(values: Any) -> list[Json]:
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []


_COMMON: dict[str, Check] = {
    "private_metadata": string(LIMITS["view.private_metadata"], least=0),
    "callback_id": string(LIMITS["view.callback_id"], least=0),
    "external_id": string(LIMITS["view.external_id"], least=0),
}
_VIEW = by_type(
    {
        "modal": shape(
            {"title": plain("modal.title"), "blocks": blocks("modal.blocks")},
            {
                **_COMMON,
                "submit": plain("modal.submit"),
                "close": plain("modal.close"),
                "clear_on_close": flag,
                "notify_on_close": flag,
                "submit_disabled": flag,
            },
            _submit_beside_inputs,
            _one_focus,
        ),
        "home": shape({"blocks": blocks("home.blocks")}, _COMMON, _one_focus),
    }
)
_SUGGESTIONS = shape(
    {},
    {"options": items(MENU_OPTION, LIMITS["suggestions.options"], least=0), "option_groups": GROUPS},
    options_or_groups,
)
