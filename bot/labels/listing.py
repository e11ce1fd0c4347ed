"""The list of tags or of custom fields as a modal: pages, buttons, and the place somebody is at. Pure."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.blocks import Block, actions, button, modal, section
from bot.paging import foot
from bot.request import View

PAGE = 40  # with the buttons around them far below Slack's 100 blocks and 250 kB


@dataclass(frozen=True)
class Kind:
    """What is listed: `area` begins every action id ("tags"), `thing` is the word for one ("tag")."""

    area: str
    title: str
    thing: str


@dataclass(frozen=True)
class Row:
    """One label: its id, its name as plain text, and what the list says of it in mrkdwn."""

    id: int
    name: str
    words: str


@dataclass(frozen=True)
class Place:
    """Where somebody is in the list; it rides in the modal's metadata."""

    page: int = 0
    archived: bool = False

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, metadata: str) -> "Place":
        known = json.loads(metadata)
        return cls(int(known["page"]), bool(known["archived"]))


def build(kind: Kind, rows: Sequence[Row], place: Place) -> View:
    """Return the list's modal; a page that is not there any more becomes the last one."""
    place = replace(place, page=min(place.page, max(len(rows) - 1, 0) // PAGE))
    shown = rows[place.page * PAGE : (place.page + 1) * PAGE]
    blocks = [_head(kind, place), *(_line(kind, row, place) for row in shown)]
    if not rows:
        blocks.append(section(f"No {'archived ' if place.archived else ''}{kind.title.lower()} yet."))
    blocks += foot(
        place.page, PAGE, len(rows), f"{kind.area}.turn", lambda page: str(replace(place, page=page))
    )
    return modal(kind.title, blocks, callback=f"{kind.area}.list.v1", metadata=str(place))


def metadata(place: Place, **more: Any) -> str:
    """Return a form's metadata: the place in the list below it, and the form's own."""
    return json.dumps(asdict(place) | more)


def place_of(view: View) -> Place:
    """Return the place in the list that a form stands on."""
    return Place.read(view["private_metadata"])


def _head(kind: Kind, place: Place) -> Block:
    if place.archived:
        return actions(button(f"Back to {kind.title.lower()}", f"{kind.area}.turn.living", str(Place())))
    return actions(
        button(f"Create {kind.thing}", f"{kind.area}.create", style="primary"),
        button("Archived", f"{kind.area}.turn.archived", str(Place(archived=True))),
    )


def _line(kind: Kind, row: Row, place: Place) -> Block:
    verb = "Restore" if place.archived else "Edit"
    press = button(verb, f"{kind.area}.{verb.lower()}", str(row.id), label=f"{verb} {row.name}")
    return section(row.words, press)
