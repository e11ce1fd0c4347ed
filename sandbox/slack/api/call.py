"""One Web API call: its arguments, whatever way they came in, and the register of methods."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Request

from sandbox.slack.errors import SlackError
from sandbox.slack.records import Json
from sandbox.slack.state import State


@dataclass(frozen=True)
class Call:
    """A method's arguments, with the workspace it is called on."""

    state: State
    args: Json

    def need(self, *names: str) -> Any:
        """The first of these arguments that was given. Raises invalid_arguments when none was."""
        for name in names:
            if self.args.get(name) not in (None, ""):
                return self.args[name]
        raise SlackError("invalid_arguments", [f"missing required field: {names[0]}"])

    def text(self, name: str) -> str | None:
        """An optional argument as a string."""
        value = self.args.get(name)
        return None if value in (None, "") else str(value)

    def flag(self, name: str) -> bool:
        """An optional yes or no, from JSON or from a form."""
        return self.args.get(name) in (True, "true", "True", "1", 1)

    def json(self, name: str, refusal: str) -> Any:
        """An argument that is JSON, as a string or as itself. Raises `refusal` when it cannot be read."""
        value = self.args.get(name)
        try:
            return json.loads(value) if isinstance(value, str) and value else value
        except ValueError as error:
            raise SlackError(refusal) from error


Method = Callable[[Call], Json]
METHODS: dict[str, Method] = {}
OPEN_TO_ALL = {"api.test"}


def method(name: str) -> Callable[[Method], Method]:
    """Register a function as the Web API method `name`."""

    def register(function: Method) -> Method:
        METHODS[name] = function
        return function

    return register


def arguments(request: Request) -> Json:
    """The arguments of a request: JSON, form and query string, in this order of weight."""
    sent_json = request.is_json and request.content_length
    body = request.get_json(silent=True) if sent_json else {}
    if not isinstance(body, dict):
        raise SlackError("invalid_json")
    return {**request.args.to_dict(), **request.form.to_dict(), **body}


def token_of(request: Request, args: Mapping[str, Any]) -> str | None:
    """The bearer token, from the header or the argument."""
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() or args.get("token")


def page(items: Sequence[Any], call: Call, key: str) -> Json:
    """One page of a list by `limit` and `cursor`, as Slack pages: the cursor is opaque, empty at the end."""
    start = _number(call, "cursor", 0, "invalid_cursor")
    size = min(_number(call, "limit", 100, "invalid_limit"), 1000)
    more = str(start + size) if start + size < len(items) else ""
    return {key: list(items[start : start + size]), "response_metadata": {"next_cursor": more}}


def _number(call: Call, name: str, default: int, refusal: str) -> int:
    value = call.text(name) or str(default)
    if not value.isdecimal():
        raise SlackError(refusal)
    return int(value)
