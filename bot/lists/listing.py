"""The contact lists in a modal, a page at a time: their sizes, and what leads to new ones."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, actions, button, escape, modal, section
from bot.counted import counted
from bot.folders.choosing import filter_for, picked
from bot.paging import foot
from bot.request import Request, View
from core.contacts import list_figures
from core.contacts.list_figures import PAGE, ListFigures, Page
from core.db import Database
from core.folders.looking import filtered
from core.models import User

IMPORT = "lists.import"
CALLBACK = "lists.list.v1"


@dataclass(frozen=True)
class Place:
    """Where somebody is among the lists; it rides in the modal's metadata and in its buttons."""

    page: int = 0
    archived: bool = False
    folder: int | None = None

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, metadata: str) -> "Place":
        known = json.loads(metadata)
        return cls(int(known["page"]), bool(known["archived"]), known.get("folder"))


def register(app: App) -> None:
    """Listen to the buttons that turn pages, and to those that lead to the archive and back."""
    for turn in ("previous", "next", "archived", "living"):
        app.action(f"lists.turn.{turn}")(turned)
    app.action("lists.folder")(narrowed)


def open_lists(request: Request) -> None:
    """Show the campaign's lists."""
    request.open(present(request.database, request.person, Place()))


def turned(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    place = Place.read(body["actions"][0]["value"])
    client.views_update(view_id=body["view"]["id"], view=present(database, person, place))


def narrowed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    shown = body["view"]
    place = replace(Place.read(shown["private_metadata"]), page=0, folder=picked(body))
    client.views_update(view_id=shown["id"], view=present(database, person, place))


def refresh(client: WebClient, database: Database, person: User, above: View) -> None:
    """Show the lists below a modal anew, if they are there; from their beginning."""
    if above.get("root_view_id") != above["id"]:
        client.views_update(view_id=above["root_view_id"], view=present(database, person, Place()))


def present(database: Database, person: User, place: Place) -> View:
    """Return the modal of a page of the lists."""
    with database.readers() as session:
        wanted = filtered(
            list_figures.lists(person.campaign_id, archived=place.archived), "list", place.folder
        )
        menu = filter_for(session, "lists", place.folder, person)
        return view(list_figures.page(session, wanted, place.page), place, menu)


def view(page: Page, place: Place, folders: Sequence[Block] = ()) -> View:
    """Return the modal of these lists; `folders` is the menu of them, if there are any."""
    place = replace(place, page=page.number)
    blocks = [_head(place, folders), *map(_line, page.lists)]
    if not page.total and place.folder:
        blocks.append(section("No contact lists in this folder."))
    elif not page.total:
        nothing = "No contact lists yet. Import a file and name the list it goes into."
        blocks.append(section("No archived contact lists." if place.archived else nothing))
    blocks += foot(page.number, PAGE, page.total, "lists.turn", lambda at: str(replace(place, page=at)))
    return modal("Contact lists", blocks, callback=CALLBACK, metadata=str(place))


def _head(place: Place, folders: Sequence[Block]) -> Block:
    if place.archived:
        return actions(button("Back to the lists", "lists.turn.living", str(Place())))
    return actions(
        button("Import", IMPORT, style="primary", label="Import a file of contacts"),
        button("New from a filter", "lists.filter", label="Make a new list from a filter"),
        button("Combine lists", "lists.combine", label="Put lists together, or take one from another"),
        button("Archived", "lists.turn.archived", str(Place(archived=True)), label="Archived lists"),
        *folders,
    )


def _line(figures: ListFigures) -> Block:
    press = button("Open", "lists.open", str(figures.id), label=f"Open {figures.name}")
    sizes = f"{counted(figures.contacts, 'contact')} · {figures.opted_out:,} opted out"
    return section(f"*{escape(figures.name)}*\n{sizes}", press)
