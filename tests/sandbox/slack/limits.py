"""For each of Slack's limits the smallest payload that holds `n` of what it limits, with its problems."""

import json
from collections.abc import Callable
from typing import Any

from sandbox.slack.rules import Problem, check_message, check_options_response, check_view
from tests.sandbox.slack.kit import button, home, input_block, modal, options, plain, section

Json = dict[str, Any]
Case = Callable[[int], list[Problem]]


def message(*blocks: Json, text: str = "Words", updating: bool = False) -> list[Problem]:
    """The problems of a message with these blocks."""
    return check_message({"text": text, "blocks": list(blocks)}, updating=updating)


def _actions(*elements: Json) -> list[Problem]:
    return message({"type": "actions", "elements": list(elements)})


def _field(kind: str, **more: Any) -> list[Problem]:
    return check_view(modal(input_block({"type": kind, **more})))


def _confirm(**changed: Any) -> list[Problem]:
    confirm = {"title": plain("T"), "text": plain("T"), "confirm": plain("Y"), "deny": plain("N")}
    return _actions(button(confirm={**confirm, **changed}))


def _image(**changed: Any) -> list[Problem]:
    return message({"type": "image", "alt_text": "A", "image_url": "https://x", **changed})


def _table(rows: int, cells: int, letters: int = 1) -> Json:
    cell = {"type": "raw_text", "text": "x" * letters}
    return {"type": "table", "rows": [[cell] * cells] * rows}


def _characters(total: int) -> Json:
    cells = [{"type": "raw_text", "text": "x" * 2000}] * (total // 2000)
    rest = [{"type": "raw_text", "text": "x" * (total % 2000)}] if total % 2000 else []
    return {"type": "table", "rows": [cells + rest]}


def _json_of(total: int) -> list[Json]:
    """Blocks whose JSON is `total` characters long."""
    filler = [section("x" * 2900) for _ in range(4)]
    length = len(json.dumps([*filler, section("")]))
    return [*filler, section("x" * (total - length))]


def _large_view(total: int) -> Json:
    """A view whose JSON is `total` characters long."""
    fields = {"type": "section", "fields": [plain("x" * 2000)] * 10}
    view = modal(*[fields] * 11, *[section("x" * 2900)] * 8, private_metadata="")
    view["private_metadata"] = "x" * (total - len(json.dumps(view)))
    return view


def _option(**changed: Any) -> Json:
    return {"text": plain("T"), "value": "v", **changed}


def _groups(count: int) -> list[Json]:
    return [{"label": plain("G"), "options": [_option(value=str(n))]} for n in range(count)]


CASES: dict[str, Case] = {
    "message.blocks": lambda n: message(*[{"type": "divider"}] * n),
    "message.text": lambda n: message(text="x" * n),
    "message.text_on_update": lambda n: message(text="x" * n, updating=True),
    "message.all_blocks": lambda n: message(*_json_of(n)),
    "message.tables": lambda n: message(*[_table(1, 1)] * n),
    "modal.blocks": lambda n: check_view(modal(*[{"type": "divider"}] * n)),
    "home.blocks": lambda n: check_view(home(*[{"type": "divider"}] * n)),
    "view.json": lambda n: check_view(_large_view(n)),
    "view.private_metadata": lambda n: check_view(modal(private_metadata="x" * n)),
    "view.callback_id": lambda n: check_view(modal(callback_id="x" * n)),
    "view.external_id": lambda n: check_view(modal(external_id="x" * n)),
    "modal.title": lambda n: check_view(modal(title=plain("x" * n))),
    "modal.submit": lambda n: check_view(modal(submit=plain("x" * n))),
    "modal.close": lambda n: check_view(modal(close=plain("x" * n))),
    "block_id": lambda n: message(section(block_id="x" * n)),
    "section.text": lambda n: message(section("x" * n)),
    "section.fields": lambda n: message({"type": "section", "fields": [plain("x")] * n}),
    "section.field": lambda n: message({"type": "section", "fields": [plain("x" * n)]}),
    "header.text": lambda n: message({"type": "header", "text": plain("x" * n)}),
    "context.elements": lambda n: message({"type": "context", "elements": [plain("x")] * n}),
    "context.text": lambda n: message({"type": "context", "elements": [plain("x" * n)]}),
    "actions.elements": lambda n: _actions(*[button()] * n),
    "input.label": lambda n: check_view(
        modal(input_block({"type": "plain_text_input"}, label=plain("x" * n)))
    ),
    "input.hint": lambda n: check_view(modal(input_block({"type": "plain_text_input"}, hint=plain("x" * n)))),
    "image.alt_text": lambda n: _image(alt_text="x" * n),
    "image.url": lambda n: _image(image_url="x" * n),
    "image.title": lambda n: _image(title=plain("x" * n)),
    "markdown.text": lambda n: message({"type": "markdown", "text": "x" * n}),
    "table.rows": lambda n: message(_table(n, 1)),
    "table.cells": lambda n: message(_table(1, n)),
    "table.characters": lambda n: message(_characters(n)),
    "action_id": lambda n: _actions(button(action_id="x" * n)),
    "button.text": lambda n: _actions(button("x" * n)),
    "button.value": lambda n: _actions(button(value="x" * n)),
    "button.url": lambda n: _actions(button(url="x" * n)),
    "button.accessibility_label": lambda n: _actions(button(accessibility_label="x" * n)),
    "option.text": lambda n: _field("static_select", options=[_option(text=plain("x" * n))]),
    "option.value": lambda n: _field("static_select", options=[_option(value="x" * n)]),
    "option.description": lambda n: _field("static_select", options=[_option(description=plain("x" * n))]),
    "select.options": lambda n: _field("static_select", options=options(n)),
    "select.groups": lambda n: _field("static_select", option_groups=_groups(n)),
    "group.label": lambda n: _field(
        "static_select", option_groups=[{"label": plain("x" * n), "options": options(1)}]
    ),
    "overflow.options": lambda n: _actions({"type": "overflow", "options": options(n)}),
    "checkboxes.options": lambda n: _field("checkboxes", options=options(n)),
    "radio_buttons.options": lambda n: _field("radio_buttons", options=options(n)),
    "placeholder": lambda n: _field("plain_text_input", placeholder=plain("x" * n)),
    "plain_text_input.max_length": lambda n: _field("plain_text_input", max_length=n),
    "plain_text_input.initial_value": lambda n: _field("plain_text_input", initial_value="x" * n),
    "file_input.max_files": lambda n: _field("file_input", max_files=n),
    "confirm.title": lambda n: _confirm(title=plain("x" * n)),
    "confirm.text": lambda n: _confirm(text=plain("x" * n)),
    "confirm.button": lambda n: _confirm(confirm=plain("x" * n)),
    "suggestions.options": lambda n: check_options_response({"options": options(n)}),
}

# These are no matter of one payload: the stand-in itself keeps them.
ELSEWHERE = {"modal.stack", "file_input.bytes"}
