"""Reordering a list: each line's menu moves it beside its neighbours, to an end, or behind any other."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import option
from bot.elements import MENU_LIMIT
from bot.forms import Form, typed
from bot.labels import move_views
from bot.labels.place import Kind, Place, place_of
from bot.request import View
from core.db import Database
from core.labels.looking import Look, page
from core.labels.ordering import Spot, move
from core.models import User

TOP = "0"  # the option that stands for "before all others"


class Ordered(Protocol):
    """A shelf, as far as moving goes."""

    @property
    def kind(self) -> Kind: ...
    @property
    def table(self) -> Any: ...
    @property
    def find(self) -> Callable[..., Any]: ...
    def view(self, database: Database, person: User, place: Place) -> View: ...
    def refresh(self, client: WebClient, database: Database, person: User, above: View) -> None: ...


def listen(app: App, shelf: Ordered) -> None:
    """Listen to the lines' menus, and to the form that asks behind which other one."""
    area = shelf.kind.area

    def chosen(
        ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        ack()
        moved, side, neighbour = body["actions"][0]["selected_option"]["value"].split(":")
        place = place_of(body["view"])
        if side == "ask":
            with database.readers() as session:
                name = shelf.find(session, int(moved), by=person).name
            asking = move_views.form(shelf.kind, int(moved), name, place)
            client.views_push(trigger_id=body["trigger_id"], view=asking)
            return
        with database.sessions.begin() as session:
            move(session, shelf.table, int(moved), Spot(side, int(neighbour)), by=person, now=now)
        client.views_update(view_id=body["view"]["id"], view=shelf.view(database, person, place))

    def asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
        words = typed(payload)
        with database.readers() as session:
            found = page(session, shelf.table, Look(words=words), by=person, number=0, size=MENU_LIMIT - 1)
            rows = [option(each.name, str(each.id)) for each in found.rows]
        ack(options=[option("The top", TOP), *rows])

    def placed(
        ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        after = Form(view).choice(f"{area}.neighbour") or TOP
        spot = Spot("first") if after == TOP else Spot("after", int(after))
        with database.sessions.begin() as session:
            move(session, shelf.table, move_views.moved_in(view), spot, by=person, now=now)
        ack()
        shelf.refresh(client, database, person, view)

    app.action(f"{area}.move")(chosen)
    app.options(f"{area}.neighbour")(asked)
    app.view(f"{area}.placing.v1")(placed)
