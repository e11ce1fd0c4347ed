"""Which conversation a modal shows, and how far somebody saw it; rides in the modal's metadata."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from bot.request import View


@dataclass(frozen=True)
class Place:
    """Where somebody is.

    Attributes:
        seen: the newest message shown, by id.
        before: only texts older than this message are shown; None shows the newest.
        key: of the form, so that however often it is sent it acts once; empty where there is none.
        script: the prepared answer that the form was filled with.
    """

    conversation: int
    seen: int = 0
    before: int | None = None
    key: str = ""
    script: int | None = None

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, view: View) -> "Place":
        return cls(**json.loads(view["private_metadata"]))


def place_pressed(body: dict[str, Any]) -> Place:
    """Return where a button was pressed: in a conversation's modal, or in a message that names one."""
    view = body.get("view")
    return Place.read(view) if view else Place(int(body["actions"][0]["value"]))
