"""Block Kit's rules: every limit is allowed and one more is not; every wrong shape is refused."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from sandbox.slack.rules import LIMITS, check_message, check_options_response, check_view
from tests.sandbox.slack.kit import button, home, input_block, modal, options, plain, section
from tests.sandbox.slack.limits import CASES, ELSEWHERE, message

TEXT = {"type": "plain_text_input"}
FILE = {"type": "file_input"}


def test_every_limit_has_its_case() -> None:
    assert LIMITS.keys() == CASES.keys() | ELSEWHERE


@pytest.mark.parametrize("name", CASES)
def test_a_limit_is_allowed(name: str) -> None:
    assert CASES[name](LIMITS[name]) == []


@pytest.mark.parametrize("name", CASES)
def test_one_more_than_a_limit_is_refused(name: str) -> None:
    assert len(CASES[name](LIMITS[name] + 1)) == 1


BROKEN_BLOCKS: dict[str, Any] = {
    "no object": "hello",
    "no type": {"text": plain("x")},
    "unknown type": {"type": "sectoin", "text": plain("x")},
    "unknown key": section(colour="red"),
    "empty section": {"type": "section"},
    "empty text": section(""),
    "text that is a string": {"type": "section", "text": "x"},
    "unknown text type": {"type": "section", "text": {"type": "markdown", "text": "x"}},
    "header in mrkdwn": {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    "button in mrkdwn": section(accessory={"type": "button", "text": {"type": "mrkdwn", "text": "x"}}),
    "unknown button style": section(accessory=button(style="blue")),
    "no elements": {"type": "actions", "elements": []},
    "text input in actions": {"type": "actions", "elements": [TEXT]},
    "multi select in actions": {"type": "actions", "elements": [{"type": "multi_users_select"}]},
    "button in context": {"type": "context", "elements": [button()]},
    "button in input": input_block(button()),
    "input element as accessory": section(accessory=TEXT),
    "file input in a message": input_block(FILE),
    "image without alt text": {"type": "image", "image_url": "https://x"},
    "image without url": {"type": "image", "alt_text": "x"},
    "action ids twice in a block": {
        "type": "actions",
        "elements": [button(action_id="a"), button(action_id="a")],
    },
    "select without options": section(accessory={"type": "static_select"}),
    "select with both kinds of options": section(
        accessory={"type": "static_select", "options": options(1), "option_groups": []}
    ),
    "initial option that is none of the options": section(
        accessory={"type": "static_select", "options": options(2), "initial_option": options(3)[2]}
    ),
    "a date of another country": section(accessory={"type": "datepicker", "initial_date": "03.11.2026"}),
    "a time past midnight": section(accessory={"type": "timepicker", "initial_time": "25:00"}),
    "confirm without words": section(accessory=button(confirm={"title": plain("x")})),
    "a table cell of unknown type": {"type": "table", "rows": [[{"type": "number", "text": "1"}]]},
    "rows that are no list": {"type": "table", "rows": 7},
    "a block_id that is a list": {"type": "divider", "block_id": ["x"]},
}


@pytest.mark.parametrize("block", BROKEN_BLOCKS.values(), ids=BROKEN_BLOCKS.keys())
def test_a_broken_block_is_refused(block: Any) -> None:
    assert message(block) != []


BROKEN_VIEWS: dict[str, Any] = {
    "no type": {"title": plain("x"), "blocks": [section()]},
    "no title": {"type": "modal", "blocks": [section()]},
    "no blocks": {"type": "modal", "title": plain("x")},
    "empty blocks": {"type": "modal", "title": plain("x"), "blocks": []},
    "input without submit": {"type": "modal", "title": plain("x"), "blocks": [input_block(TEXT)]},
    "home with a title": {**home(), "title": plain("x")},
    "table in a modal": modal({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}),
    "markdown in a home": home({"type": "markdown", "text": "x"}),
    "file input in a home": home(input_block(FILE)),
    "number input that does not say if decimals count": modal(input_block({"type": "number_input"})),
    "block ids twice": modal(section(block_id="a"), section(block_id="a")),
    "two with the focus": modal(
        input_block({**TEXT, "focus_on_load": True}), input_block({**TEXT, "focus_on_load": True})
    ),
}


@pytest.mark.parametrize("view", BROKEN_VIEWS.values(), ids=BROKEN_VIEWS.keys())
def test_a_broken_view_is_refused(view: dict[str, Any]) -> None:
    assert check_view(view) != []


def test_blocks_need_words_beside_them() -> None:
    assert [problem.error for problem in check_message({"blocks": [section()]})] == ["no_text"]
    assert [problem.error for problem in check_message({"text": ""})] == ["no_text"]
    assert check_message({"text": "x"}) == []


def test_a_problem_says_where_and_what() -> None:
    (problem,) = message(section(), section("x" * 3001))

    assert str(problem) == "must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    assert problem.error == "invalid_blocks"


def test_an_answer_to_an_options_load_has_options_or_groups() -> None:
    assert check_options_response({"options": []}) == []
    assert check_options_response({"option_groups": [{"label": plain("x"), "options": options(1)}]}) == []
    assert check_options_response({}) != []
    assert check_options_response({"options": [{"text": plain("x")}]}) != []


EVERY_INPUT = [
    *[{"type": kind} for kind in ("plain_text_input", "email_text_input", "url_text_input", "file_input")],
    {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "500"},
    *[{"type": kind, "options": options(2)} for kind in ("static_select", "multi_static_select")],
    *[{"type": kind, "options": options(2)} for kind in ("checkboxes", "radio_buttons")],
    *[{"type": kind, "min_query_length": 0} for kind in ("external_select", "multi_external_select")],
    *[
        {"type": f"{many}{kind}_select"}
        for many in ("", "multi_")
        for kind in ("users", "conversations", "channels")
    ],
    {"type": "datepicker", "initial_date": "2026-11-03"},
    {"type": "timepicker", "initial_time": "09:00"},
    {"type": "datetimepicker", "initial_date_time": 1_700_000_000},
]


@pytest.mark.parametrize("element", EVERY_INPUT, ids=lambda element: element["type"])
def test_every_input_stands_in_a_modal_and_slacks_own_models_agree(element: dict[str, Any]) -> None:
    view = modal(input_block({**element, "action_id": "it"}))

    assert check_view(view) == []
    View(**view).to_dict()
    Block.parse(view["blocks"][0])


WORDS = st.sampled_from(
    ["type", "text", "section", "modal", "home", "blocks", "elements", "options", "button", "static_select"]
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=5),
    max_leaves=25,
)


@given(JUNK, JUNK)
@settings(max_examples=200, deadline=None)
def test_junk_is_refused_and_never_trips_the_rules(junk: Any, more: Any) -> None:
    table = {"type": "table", "rows": junk}
    menu = {"type": "static_select", "options": junk, "option_groups": more, "initial_option": junk}

    assert message({"type": more, "accessory": junk, "elements": more}) != []
    assert message(table, section(accessory=menu)) != []
    assert check_message({"text": junk, "blocks": more}) is not None
    assert check_view({"type": "modal", "title": junk, "blocks": [junk, table]}) != []
    assert check_options_response({"options": junk, "option_groups": more}) != []
