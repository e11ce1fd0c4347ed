"""Blocks: what each may hold, and on which surfaces it may stand."""

from collections.abc import Iterator
from typing import Any

from sandbox.slack.rules.checks import (
    Check,
    by_type,
    duplicates,
    flag,
    items,
    one_of,
    only_on,
    shape,
    string,
    whole,
)
from sandbox.slack.rules.elements import AS_ACCESSORY, IMAGE, IN_ACTIONS, IN_INPUT
from sandbox.slack.rules.limits import LIMITS
from sandbox.slack.rules.objects import plain, text
from sandbox.slack.rules.problem import Place, Problem

_NAMED: dict[str, Check] = {"block_id": string(LIMITS["block_id"])}
_ANY_TEXT = string(LIMITS["context.text"])


def _typed_part(value: Any, place: Place) -> Iterator[Problem]:
    """Rich text is checked only down to its parts' types: an admin tool has little use for it."""
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        yield place.problem("must provide an object with a type")


def _text_or_fields(value: dict[str, Any], place: Place) -> Iterator[Problem]:
    if "text" not in value and "fields" not in value:
        yield place.problem("must provide text or fields")


def _distinct_action_ids(value: dict[str, Any], place: Place) -> Iterator[Problem]:
    elements = value.get("elements")
    if isinstance(elements, list):
        ids = (each.get("action_id") for each in elements if isinstance(each, dict))
        for twice in duplicates(ids):
            yield (place / "elements").problem(f"`action_id` {twice!r} appears more than once in the block")


def _table_fits(value: dict[str, Any], place: Place) -> Iterator[Problem]:
    rows = value.get("rows")
    if not isinstance(rows, list):
        return
    cells = [cell for row in rows if isinstance(row, list) for cell in row]
    length = sum(len(str(cell.get("text", cell))) for cell in cells if isinstance(cell, dict))
    if length > LIMITS["table.characters"]:
        yield (place / "rows").problem(
            f"must be less than {LIMITS['table.characters'] + 1} characters in all"
        )


def _has_url(value: dict[str, Any], place: Place) -> Iterator[Problem]:
    if "image_url" not in value:
        yield place.problem("missing required field: image_url")


_RICH_PARTS = {"elements": items(_typed_part, 1_000, least=0)}
_RICH_LIST = {"style": one_of("bullet", "ordered")}
_RICH_MORE: dict[str, Check] = {"indent": whole(0, 8), "offset": whole(0, 1_000), "border": whole(0, 1)}
_RICH_TEXT = {
    "elements": items(
        by_type(
            {
                "rich_text_section": shape(_RICH_PARTS),
                "rich_text_list": shape({**_RICH_PARTS, **_RICH_LIST}, _RICH_MORE),
                "rich_text_preformatted": shape(_RICH_PARTS, {"border": whole(0, 1)}),
                "rich_text_quote": shape(_RICH_PARTS, {"border": whole(0, 1)}),
            }
        ),
        100,
    )
}

_CELL = by_type({"raw_text": shape({"text": string(3_000)}), "rich_text": shape(_RICH_TEXT)})
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})

_BLOCKS: dict[str, Check] = {
    "section": shape(
        {},
        {
            **_NAMED,
            "text": text("section.text"),
            "fields": items(text("section.field"), LIMITS["section.fields"]),
            "accessory": by_type(AS_ACCESSORY),
            "expand": flag,
        },
        _text_or_fields,
    ),
    "header": shape({"text": plain("header.text")}, {**_NAMED, "level": whole(1, 4)}),
    "divider": shape({}, _NAMED),
    "context": shape(
        {
            "elements": items(
                by_type(
                    {
                        "image": IMAGE,
                        "plain_text": shape({"text": _ANY_TEXT}, {"emoji": flag}),
                        "mrkdwn": shape({"text": _ANY_TEXT}, {"verbatim": flag}),
                    }
                ),
                LIMITS["context.elements"],
            )
        },
        _NAMED,
    ),
    "actions": shape(
        {"elements": items(by_type(IN_ACTIONS), LIMITS["actions.elements"])}, _NAMED, _distinct_action_ids
    ),
    "input": shape(
        {"label": plain("input.label"), "element": by_type(IN_INPUT)},
        {**_NAMED, "hint": plain("input.hint"), "optional": flag, "dispatch_action": flag},
    ),
    "image": shape(
        {"alt_text": string(LIMITS["image.alt_text"])},
        {**_NAMED, "image_url": string(LIMITS["image.url"]), "title": plain("image.title")},
        _has_url,
    ),
    "rich_text": shape(_RICH_TEXT, _NAMED),
    "markdown": shape({"text": string(LIMITS["markdown.text"])}, _NAMED, only_on("message")),
    "table": shape(
        {"rows": items(items(_CELL, LIMITS["table.cells"]), LIMITS["table.rows"])},
        {**_NAMED, "column_settings": items(_COLUMN, LIMITS["table.cells"])},
        only_on("message"),
        _table_fits,
    ),
}

BLOCK = by_type(_BLOCKS)


def blocks(limit: str, *, least: int = 1) -> Check:
    """A list of at most LIMITS[limit] blocks with distinct `block_id`s."""
    listed = items(BLOCK, LIMITS[limit], least=least)

    def check(value: Any, place: Place) -> Iterator[Problem]:
        yield from listed(value, place)
        if isinstance(value, list):
            for twice in duplicates(each.get("block_id") for each in value if isinstance(each, dict)):
                yield place.problem(f"`block_id` {twice!r} already exists in the blocks")

    return check
