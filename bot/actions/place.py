"""What a modal of an action carries with it, and the frame that all steps share."""

import json
from dataclasses import asdict, dataclass

from bot.blocks import Block, button, modal
from bot.request import View
from core.models import Action

TITLES = ("Basics", "Initial scripts", "Responses", "Report")
EDITS = {
    "basics": "Edit basics",
    "initials": "Edit initial scripts",
    "responses": "Edit responses",
    "report": "Edit report",
    "volunteers": "Edit volunteers",
}


@dataclass(frozen=True)
class Place:
    """Where somebody is.

    Attributes:
        action: None while the first step of a new one is open.
        count: how many scripts the step has room for.
        page, shown, folder: of the list, and to which states and which folder it is narrowed.
        draft: whether the step leads to the next one; a running action's steps stand alone.
        seen: id and version of the scripts that the step showed.
    """

    action: int | None = None
    count: int = 0
    page: int = 0
    shown: str = "all"
    folder: int | None = None
    draft: bool = True
    seen: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, view: View) -> "Place":
        return cls(**json.loads(view["private_metadata"]))

    @property
    def known(self) -> int:
        """The action's id, where the step cannot be reached without one."""
        return self.action or 0


def step(number: int, blocks: list[Block], callback: str, place: Place) -> View:
    """Return the modal of step 1 to 4."""
    title = f"Action: {number} of 5" if place.draft else TITLES[number - 1]
    submit = "Next" if place.draft else "Save"
    return modal(title, blocks, callback=callback, submit=submit, metadata=str(place))


def place_of(action: Action, count: int = 0) -> Place:
    """Return the place of a step of this action."""
    return Place(action.id, count, draft=action.state == "draft")


def edit_buttons(action_id: int) -> list[Block]:
    """Return a button for each step."""
    return [button(text, f"actions.step.{name}", str(action_id)) for name, text in EDITS.items()]


def publish_buttons(action_id: int) -> list[Block]:
    """Return the buttons that lead to the checklist, before it is published or scheduled."""
    return [
        button("Publish …", "actions.check", str(action_id), style="primary"),
        button("Schedule …", "actions.check_later", str(action_id)),
    ]


def copy_button(action_id: int) -> Block:
    """Return the button that makes a draft like this action."""
    return button("Copy", "actions.copy", str(action_id))
