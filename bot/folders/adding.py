"""Put things into a folder from its own page: a menu for each kind, which offers what is not in it yet."""

import re
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import escape, field, modal, option, section
from bot.elements import multi_external_select
from bot.folders.inside import Pressed, Refresh, Spot, page
from bot.forms import Form, typed
from bot.labels.place import Place, place_of
from bot.request import View
from core.db import Database
from core.folders import looking, putting
from core.folders.things import KINDS
from core.models import Folder, User

FORM = "folders.adding.v1"
AREA = "folders.things"


def register(app: App, refresh: Refresh) -> None:
    """Listen to the button, the menus and the form.

    Args:
        refresh: shows the list of folders below anew.
    """

    def added(
        ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        given, spot = Form(view), Spot.read(view)
        things = {thing: [int(each) for each in given.choices(f"{AREA}.{thing}")] for thing in KINDS}
        with database.sessions.begin() as session:
            putting.add(session, spot.folder, things, by=person, now=now)
        ack()
        if below := view.get("previous_view_id"):
            with database.readers() as session:
                shown = page(session, Spot(spot.folder), person, place_of(view))
            client.views_update(view_id=below, view=shown)
        refresh(client, database, person, view)

    app.action("folders.add")(add_pressed)
    app.options(re.compile(rf"^{re.escape(AREA)}\."))(asked)
    app.view(FORM)(added)


def form(folder: Folder, spot: Spot, place: Place) -> View:
    """Return the form of a folder."""
    menus = [
        field(
            kind.title, f"{AREA}.{thing}", multi_external_select(placeholder="Type to search"), optional=True
        )
        for thing, kind in KINDS.items()
    ]
    blocks = [section(f"Put into *{escape(folder.name)}*:"), *menus]
    return modal("Add things", blocks, callback=FORM, submit="Add", metadata=spot.beside(place))


def add_pressed(ack: Ack, body: Pressed, client: WebClient, database: Database, person: User) -> None:
    ack()
    spot = Spot.read(body["view"])
    with database.readers() as session:
        folder = looking.get(session, spot.folder, by=person)
    client.views_push(trigger_id=body["trigger_id"], view=form(folder, spot, place_of(body["view"])))


def asked(ack: Ack, body: Pressed, payload: dict[str, Any], database: Database, person: User) -> None:
    thing, spot = str(body["action_id"]).removeprefix(f"{AREA}."), Spot.read(body["view"])
    with database.readers() as session:
        found = looking.outside(session, spot.folder, thing, by=person, words=typed(payload))
    ack(options=[option(each.name, str(each.id)) for each in found])
