"""Turning what a test says ("Weekly", "Maya", ("list.csv", b"…")) into the value an input holds."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox.slack import files
from sandbox.slack.acts.options import DEFAULT_MIN_QUERY
from sandbox.slack.cast import User
from sandbox.slack.driver.not_there import NotThere
from sandbox.slack.records import Json
from sandbox.slack.rules import LIMITS
from sandbox.slack.showing import file_json
from sandbox.slack.state import State

Load = Callable[[str], list[Json]]


def value_for(state: State, user: User, element: Json, wanted: Any, load: Load) -> Any:
    """The value for an element. Raises NotThere when there is no such option, person or channel.

    `load` fetches the options of an external menu for a query. None empties a single value, [] several.
    """
    kind = element["type"].removeprefix("multi_")
    several = kind != element["type"] or kind in ("checkboxes", "file_input")
    if several:
        return [_one(state, user, element, kind, each, load) for each in _as_list(wanted)]
    return None if wanted is None else _one(state, user, element, kind, wanted, load)


def flat_options(offered: list[Json]) -> list[Json]:
    """Options without their groups."""
    return [each for item in offered for each in item.get("options", [item])]


def _one(state: State, user: User, element: Json, kind: str, wanted: Any, load: Load) -> Any:
    if kind == "users_select":
        return state.user(wanted).id
    if kind in ("conversations_select", "channels_select"):
        return state.channel(wanted).id
    if kind == "external_select":
        return _loaded_option(element, wanted, load)
    if "options" in element or "option_groups" in element:
        return _option(flat_options(element.get("options") or element["option_groups"]), wanted)
    if kind == "file_input":
        return _file(state, user, *wanted)
    if kind == "datetimepicker":
        return int(wanted.timestamp()) if isinstance(wanted, datetime) else int(wanted)
    return str(wanted)


def _loaded_option(element: Json, wanted: str, load: Load) -> Json:
    """Type all of the words, or no more than the menu needs, as people do when it finds nothing."""
    least = element.get("min_query_length", DEFAULT_MIN_QUERY)
    offered = flat_options(load(wanted)) or flat_options(load(wanted[:least]))
    return _option(offered, wanted)


def _option(options: list[Json], wanted: str) -> Json:
    """The option of this text, or the only one that begins with it."""
    texts = [option["text"]["text"] for option in options]
    if wanted in texts:
        return options[texts.index(wanted)]
    beginning = [option for option in options if option["text"]["text"].startswith(wanted)]
    if len(beginning) != 1:
        raise NotThere("option", wanted, texts)
    return beginning[0]


def _file(state: State, user: User, name: str, content: bytes) -> Json:
    if len(content) > LIMITS["file_input.bytes"]:
        raise NotThere("room for a file of this size:", name)
    return file_json(state, files.share(state, name, content, by=user.id))


def _as_list(wanted: Any) -> list[Any]:
    return wanted if isinstance(wanted, list) else [wanted]
