"""What is inside a folder: one kind of thing at a time, by name, with a button each to take it out."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.blocks import Block, actions, button, confirm, context, escape, modal, option, section
from bot.counted import counted
from bot.elements import select
from bot.labels.place import Place, metadata, place_of
from bot.paging import foot
from bot.request import View
from core.db import Database
from core.folders import looking, putting
from core.folders.looking import Item
from core.folders.things import KINDS
from core.models import Folder, User

PAGE = 40
Pressed = dict[str, Any]
Refresh = Callable[[WebClient, Database, User, View], None]


@dataclass(frozen=True)
class Spot:
    """Where somebody is: a folder, the kind that is shown (empty: the first that is there), and its page."""

    folder: int
    thing: str = ""
    at: int = 0

    @classmethod
    def read(cls, view: View) -> "Spot":
        known = json.loads(view["private_metadata"])
        return cls(known["inside"], known["thing"], known["at"])

    def beside(self, place: Place) -> str:
        """Return the page's metadata."""
        known = asdict(self)
        return metadata(place, inside=known.pop("folder"), **known)


def register(app: App, refresh: Refresh) -> None:
    """Listen to a folder's page.

    Args:
        refresh: shows the list of folders below anew.
    """

    def taken_out(
        ack: Ack, body: Pressed, client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        ack()
        thing, thing_id = body["actions"][0]["value"].split(":")
        spot = Spot.read(body["view"])
        with database.sessions.begin() as session:
            putting.take_out(session, spot.folder, thing, int(thing_id), by=person, now=now)
        _show_anew(client, database, person, body["view"], spot)
        refresh(client, database, person, body["view"])

    app.action("folders.out")(taken_out)
    app.action("folders.kind")(kind_chosen)
    app.action("folders.inside.previous")(turned)
    app.action("folders.inside.next")(turned)


def show(session: Session, folder_id: int, person: User, place: Place) -> View:
    """Return a folder's page, with the first kind that it holds."""
    return page(session, Spot(folder_id), person, place)


def page(session: Session, spot: Spot, person: User, place: Place) -> View:
    """Return a folder's page. Raises NotFound."""
    folder = looking.get(session, spot.folder, by=person)
    held = looking.counts(session, [folder.id], by=person)[folder.id]
    thing = spot.thing or next((each for each in held if held[each]), next(iter(KINDS)))
    at = min(spot.at, max(held[thing] - 1, 0) // PAGE)
    items = looking.inside(session, folder.id, thing, by=person, first=at * PAGE, count=PAGE)
    return build(folder, held, items, replace(spot, thing=thing, at=at), place)


def build(folder: Folder, held: Mapping[str, int], items: Sequence[Item], spot: Spot, place: Place) -> View:
    """Return the modal of a folder's page.

    Args:
        held: kind → how many.
        items: of the kind and page that `spot` names.
    """
    title = KINDS[spot.thing].title
    blocks = [
        section(f"*{escape(folder.name)}*\n{_sum(held)}", _kinds(held, spot)),
        _buttons(folder, held),
        *(_line(item) for item in items),
        *([] if items else [section(f"No {title.lower()} in this folder.")]),
        *foot(spot.at, PAGE, held[spot.thing], "folders.inside"),
    ]
    return modal("Folder", blocks, callback="folders.inside.v1", metadata=spot.beside(place))


def kind_chosen(ack: Ack, body: Pressed, client: WebClient, database: Database, person: User) -> None:
    ack()
    chosen = str(body["actions"][0]["selected_option"]["value"])
    thing = chosen if chosen in KINDS else ""
    spot = replace(Spot.read(body["view"]), thing=thing, at=0)
    _show_anew(client, database, person, body["view"], spot)


def turned(ack: Ack, body: Pressed, client: WebClient, database: Database, person: User) -> None:
    ack()
    spot = replace(Spot.read(body["view"]), at=int(body["actions"][0]["value"]))
    _show_anew(client, database, person, body["view"], spot)


def _show_anew(client: WebClient, database: Database, person: User, view: View, spot: Spot) -> None:
    with database.readers() as session:
        shown = page(session, spot, person, place_of(view))
    client.views_update(view_id=view["id"], view=shown)


def _sum(held: Mapping[str, int]) -> str:
    return " · ".join(f"{KINDS[thing].title}: {count:,}" for thing, count in held.items() if count) or "empty"


def _kinds(held: Mapping[str, int], spot: Spot) -> Block:
    kinds = [option(f"{KINDS[thing].title} ({count:,})", thing) for thing, count in held.items()]
    return select(kinds, spot.thing) | {"action_id": "folders.kind"}


def _buttons(folder: Folder, held: Mapping[str, int]) -> Block:
    value = str(folder.id)
    if folder.archived_at:
        return context("This folder is archived; “Archived” in the list brings it back.")
    count = sum(held.values())
    told = f"It leaves forms and filters. The {counted(count, 'thing')} in it stay as they are."
    sure = confirm("Archive this folder?", told, "Archive", danger=True)
    return actions(
        button("Add things", "folders.add", value, style="primary"),
        button("Edit folder", "folders.edit", value),
        button("Archive folder", "folders.archive", value, style="danger", confirm=sure),
    )


def _line(item: Item) -> Block:
    press = button("Take out", "folders.out", f"{item.thing}:{item.id}", label=f"Take out {item.name}")
    return section(escape(item.name) or "–", press)
