"""One contact list: opened, its members shown; renamed, archived, brought back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import loading
from bot.folders import choosing
from bot.forms import Form
from bot.lists import listing, page_views
from bot.request import View
from bot.slowly import finish, settle
from core.contacts import list_figures, lists
from core.db import Database
from core.folders import looking as folders
from core.folders.putting import put
from core.models import User


def register(app: App) -> None:
    """Listen to the buttons of a list and to the form that renames it."""
    app.action("lists.open")(open_pressed)
    app.action("lists.back")(back_pressed)
    app.action("lists.rename")(rename_pressed)
    app.action("lists.archive")(_changing(lists.archive))
    app.action("lists.restore")(_changing(lists.restore))
    for pressed in ("lists.members", "lists.members.previous", "lists.members.next"):
        app.action(pressed)(members_asked)
    app.view(page_views.RENAME)(renamed)


def open_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    list_id = int(body["actions"][0]["value"])
    opened = client.views_push(trigger_id=body["trigger_id"], view=loading(page_views.TITLE, "Counting …"))
    finish(client, opened["view"]["id"], lambda: present(database, person, list_id))


def back_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    _show(body, client, database, person)


def rename_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    with database.readers() as session:
        found = lists.find(session, page_views.list_id(body["view"]), by=person)
        inside = folders.of(session, "list", [found.id])[found.id]
    client.views_update(view_id=body["view"]["id"], view=page_views.rename_form(found, inside))


def renamed(ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime) -> None:
    list_id, given = page_views.list_id(view), Form(view)
    with database.sessions.begin() as session:
        lists.rename(session, list_id, given.text("list_name"), by=person, now=now)
        put(session, "list", list_id, choosing.read(given), by=person, now=now)
    ack(response_action="update", view=loading(page_views.TITLE, "Counting …"))
    settle()
    finish(client, view["id"], lambda: present(database, person, list_id))
    listing.refresh(client, database, person, view)


def members_asked(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    number = int(body["actions"][0].get("value") or 0)
    with database.readers() as session:
        found = list_figures.members(session, page_views.list_id(body["view"]), number, by=person)
    client.views_update(view_id=body["view"]["id"], view=page_views.members(found))


def present(database: Database, person: User, list_id: int) -> View:
    """Return the modal of a list. Raises NotFound, NotAllowed."""
    with database.readers() as session:
        return page_views.view(list_figures.sheet(session, list_id, by=person))


def _changing(change: Callable[..., Any]) -> Callable[..., None]:
    """Return the listener that changes the list, and shows it and the lists below it anew."""

    def pressed(
        ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        ack()
        with database.sessions.begin() as session:
            change(session, page_views.list_id(body["view"]), by=person, now=now)
        _show(body, client, database, person)
        listing.refresh(client, database, person, body["view"])

    return pressed


def _show(body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    shown = present(database, person, page_views.list_id(body["view"]))
    client.views_update(view_id=body["view"]["id"], view=shown)
