"""Small checks that combine into the description of any Block Kit object.

A check takes a value and its place and yields the problems found. The wording follows Slack's own.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sandbox.slack.rules.problem import Place, Problem

Check = Callable[[Any, Place], Iterator[Problem]]


def string(most: int, *, least: int = 1) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: Any, place: Place) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield place.problem("must provide a string")
        elif len(value) < least:
            yield place.problem(f"must be more than {least - 1} characters")
        elif len(value) > most:
            yield place.problem(f"must be less than {most + 1} characters")

    return check


def matching(pattern: str, what: str) -> Check:
    """A string that matches `pattern` whole."""

    def check(value: Any, place: Place) -> Iterator[Problem]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield place.problem(f"must be {what}")

    return check


def whole(least: int, most: int) -> Check:
    """A whole number between two bounds, both allowed."""

    def check(value: Any, place: Place) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield place.problem("must provide an integer")
        elif not least <= value <= most:
            yield place.problem(f"must be between {least} and {most}")

    return check


def flag(value: Any, place: Place) -> Iterator[Problem]:
    """True or false."""
    if not isinstance(value, bool):
        yield place.problem("must provide a boolean")


def one_of(*values: str) -> Check:
    """One of the given words."""

    def check(value: Any, place: Place) -> Iterator[Problem]:
        if value not in values:
            yield place.problem(f"unsupported value: {value!r}, expected one of {', '.join(values)}")

    return check


def items(each: Check, most: int, *, least: int = 1) -> Check:
    """A list of `least` to `most` items that each pass."""

    def check(value: Any, place: Place) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield place.problem("must provide an array")
            return
        if len(value) < least:
            yield place.problem(f"no fewer than {least} items allowed")
        if len(value) > most:
            yield place.problem(f"no more than {most} items allowed")
        for index, item in enumerate(value):
            yield from each(item, place / index)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *also: Check) -> Check:
    """An object with these keys and no others; `also` are checks of the object as a whole."""
    known = {**required, **(optional or {})}

    def check(value: Any, place: Place) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield place.problem("must provide an object")
            return
        yield from _keys(value, place, required, known)
        for key in known.keys() & value.keys():
            yield from known[key](value[key], place / key)
        for rule in also:
            yield from rule(value, place)

    return check


def by_type(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` chooses the check; any other type is refused."""

    def check(value: Any, place: Place) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield place.problem("must provide an object")
        elif str(value.get("type")) not in kinds:
            yield (place / "type").problem(f"unsupported type: {value.get('type')}")
        else:
            rest = {key: item for key, item in value.items() if key != "type"}
            yield from kinds[value["type"]](rest, place)

    return check


def only_on(*surfaces: str) -> Check:
    """A check of the place alone: this may stand only on these surfaces."""

    def check(_value: Any, place: Place) -> Iterator[Problem]:
        if place.surface not in surfaces:
            yield place.problem(f"not allowed here: only on {', '.join(surfaces)}")

    return check


def duplicates(values: Iterable[Any]) -> list[str]:
    """The strings that come more than once; anything else is not counted."""
    counted = Counter(value for value in values if isinstance(value, str))
    return [value for value, times in counted.items() if times > 1]


def _keys(
    value: dict[str, Any], place: Place, required: Mapping[str, Check], known: Mapping[str, Check]
) -> Iterator[Problem]:
    for key in required.keys() - value.keys():
        yield place.problem(f"missing required field: {key}")
    for key in value.keys() - known.keys():
        yield place.problem(f"additional property: {key}")
