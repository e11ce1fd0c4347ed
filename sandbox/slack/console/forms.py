"""What a browser's form says, put into the inputs of a view or message."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import FileStorage, MultiDict

from sandbox.slack import files
from sandbox.slack.cast import User
from sandbox.slack.console.reading import field_name, value_of
from sandbox.slack.payloads import Surface
from sandbox.slack.records import Json
from sandbox.slack.rules import LIMITS
from sandbox.slack.showing import file_json
from sandbox.slack.state import State
from sandbox.slack.values import elements, holding, is_stateful

Form = MultiDict[str, str]
Files = MultiDict[str, FileStorage]


def keep_draft(state: State, user: User, surface: Surface, form: Form, uploads: Files) -> None:
    """Remember what was changed in the inputs of a surface, without telling the app."""
    with state.changing():
        draft = state.drafts.setdefault((user.id, surface.key), {})
        for block, element, value in _entries(state, user, surface, form, uploads):
            if value != value_of(state, user, surface, block, element):  # untouched inputs stay untouched
                draft.setdefault(block["block_id"], {})[element["action_id"]] = holding(element, value)


def _entries(
    state: State, user: User, surface: Surface, form: Form, uploads: Files
) -> Iterator[tuple[Json, Json, Any]]:
    for block, element in elements(surface.blocks):
        name = field_name(block, element)
        if not is_stateful(element):
            continue
        if element["type"] != "file_input":
            yield block, element, read(element, form.getlist(name), user.tz)
        elif name in uploads:
            yield block, element, _shared(state, user, uploads.getlist(name))


def read(element: Json, said: list[str], zone: str) -> Any:
    """The value an element holds after the browser said these values (`zone` is the person's)."""
    values = [each for each in said if each != ""]
    kind = element["type"]
    if "static" in kind or kind in ("checkboxes", "radio_buttons") or "external" in kind:
        chosen = [json.loads(each) for each in values]
        return chosen if kind.startswith("multi_") or kind == "checkboxes" else _first(chosen)
    if kind.startswith("multi_"):
        return values
    if kind == "datetimepicker":
        return _seconds(_first(values), zone)
    return _first(values)


def _first(values: list[Any]) -> Any:
    return values[0] if values else None


def _seconds(local: str | None, zone: str) -> int | None:
    if not local:
        return None
    return int(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).timestamp())


def _shared(state: State, user: User, uploads: list[FileStorage]) -> list[Json]:
    named = [(upload.filename, upload.read()) for upload in uploads if upload.filename]
    fitting = [(name, content) for name, content in named if len(content) <= LIMITS["file_input.bytes"]]
    return [file_json(state, files.share(state, name, content, by=user.id)) for name, content in fitting]
