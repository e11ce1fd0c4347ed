"""The list that tags and custom fields stand on: a modal with pages, whose rows open a form on top of it."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.blocks import Block, actions, button, context, modal, section
from bot.request import Request, View
from core.db import Database
from core.models import User

PAGE = 40  # with the buttons around them far below Slack's 100 blocks and 250 kB


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


@dataclass(frozen=True)
class Shelf:
    """One kind of label.

    Attributes:
        area: begins every action id, such as "tags".
        thing: the word for one of them, such as "tag".
        rows: reads the living or the archived ones of a campaign, in their order.
        restore: brings one back.
    """

    area: str
    title: str
    thing: str
    rows: Callable[[Session, int, bool], Sequence[Row]]
    restore: Callable[..., Any]

    def open(self, request: Request) -> None:
        """Show the list."""
        request.open(self.view(request.database, request.person, Place()))

    def view(self, database: Database, person: User, place: Place) -> View:
        """Return the modal for this place in the list."""
        with database.readers() as session:
            return build(self, self.rows(session, person.campaign_id, place.archived), place)

    def refresh(self, client: WebClient, database: Database, person: User, form: View) -> None:
        """Show the list below a form anew; the form knows the place in it."""
        if (root := form["root_view_id"]) != form["id"]:
            client.views_update(view_id=root, view=self.view(database, person, place_of(form)))

    def register(self, app: App) -> None:
        """Listen to the list's own buttons; the forms belong to each feature."""

        def turned(
            ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
        ) -> None:
            ack()
            place = Place.read(body["actions"][0]["value"])
            client.views_update(view_id=body["view"]["id"], view=self.view(database, person, place))

        def restored(
            ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
        ) -> None:
            ack()
            with database.sessions.begin() as session:
                self.restore(session, int(body["actions"][0]["value"]), by=person, now=now)
            place = Place.read(body["view"]["private_metadata"])
            client.views_update(view_id=body["view"]["id"], view=self.view(database, person, place))

        app.action(re.compile(rf"^{self.area}\.turn\."))(turned)
        app.action(f"{self.area}.restore")(restored)


def build(shelf: Shelf, rows: Sequence[Row], place: Place) -> View:
    """Return the list's modal; a page that is not there any more becomes the last one."""
    place = replace(place, page=min(place.page, max(len(rows) - 1, 0) // PAGE))
    shown = rows[place.page * PAGE : (place.page + 1) * PAGE]
    blocks = [_head(shelf, place), *(_line(shelf, row, place) for row in shown)]
    if not rows:
        blocks.append(section(f"No {'archived ' if place.archived else ''}{shelf.title.lower()} yet."))
    blocks += _foot(shelf, len(rows), place)
    return modal(shelf.title, blocks, callback=f"{shelf.area}.list.v1", metadata=str(place))


def metadata(place: Place, **more: Any) -> str:
    """Return a form's metadata: the place in the list below it, and the form's own."""
    return json.dumps(asdict(place) | more)


def place_of(view: View) -> Place:
    """Return the place in the list that a form stands on."""
    return Place.read(view["private_metadata"])


def _head(shelf: Shelf, place: Place) -> Block:
    if place.archived:
        return actions(button(f"Back to {shelf.title.lower()}", f"{shelf.area}.turn.living", str(Place())))
    return actions(
        button(f"Create {shelf.thing}", f"{shelf.area}.create", style="primary"),
        button("Archived", f"{shelf.area}.turn.archived", str(Place(archived=True))),
    )


def _line(shelf: Shelf, row: Row, place: Place) -> Block:
    verb = "Restore" if place.archived else "Edit"
    press = button(verb, f"{shelf.area}.{verb.lower()}", str(row.id), label=f"{verb} {row.name}")
    return section(row.words, press)


def _foot(shelf: Shelf, count: int, place: Place) -> list[Block]:
    if count <= PAGE:
        return []
    first, last = place.page * PAGE + 1, min((place.page + 1) * PAGE, count)
    turns = []
    if place.page:
        before = replace(place, page=place.page - 1)
        turns.append(button("Previous", f"{shelf.area}.turn.previous", str(before)))
    if last < count:
        after = replace(place, page=place.page + 1)
        turns.append(button("Next", f"{shelf.area}.turn.next", str(after)))
    return [context(f"{first:,} to {last:,} of {count:,}"), actions(*turns)]
