"""What the tests of the Slack stand-in share: a silent app, a clock, short payloads."""

import json
from typing import Any
from urllib.parse import parse_qsl

from sandbox.slack.link import Answer

SECRET = "a-signing-secret"
TOKEN = "xoxb-a-token"


class ListeningApp:
    """An app that keeps what it was sent and answers as it was told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.answer = Answer(200, "")

    def __call__(self, body: str, headers: dict[str, str]) -> Answer:
        self.calls.append((body, headers))
        return self.answer

    def will_answer(self, payload: dict[str, Any]) -> None:
        """From now on answer with this JSON."""
        self.answer = Answer(200, json.dumps(payload))

    @property
    def form(self) -> dict[str, str]:
        """The last form that came in."""
        return dict(parse_qsl(self.calls[-1][0], keep_blank_values=True))

    @property
    def payload(self) -> dict[str, Any]:
        """The last interactive payload that came in."""
        found: dict[str, Any] = json.loads(self.form["payload"])
        return found


class HandClock:
    """Seconds since the epoch, moved by the test."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def plain(text: str) -> dict[str, Any]:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def section(text: str = "Hello", **more: Any) -> dict[str, Any]:
    """A section with mrkdwn text."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str = "Press", **more: Any) -> dict[str, Any]:
    """A button."""
    return {"type": "button", "text": plain(text), **more}


def options(count: int) -> list[dict[str, Any]]:
    """That many options."""
    return [{"text": plain(f"Option {n}"), "value": str(n)} for n in range(count)]


def input_block(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An input block labelled "Field"."""
    return {"type": "input", "label": plain("Field"), "element": element, **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A modal with a submit button."""
    shown = list(blocks) or [section()]
    return {"type": "modal", "title": plain("Modal"), "submit": plain("Save"), "blocks": shown, **more}


def home(*blocks: dict[str, Any]) -> dict[str, Any]:
    """A Home tab."""
    return {"type": "home", "blocks": list(blocks) or [section()]}
