"""What tags, custom fields and folders share in Slack: a list with pages, and on top of it a form for one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.folders.choosing import filter_for, picked
from bot.forms import Form
from bot.labels import clashing, listing, moving
from bot.labels.known import Known
from bot.labels.listing import PAGE, Row, Shown
from bot.labels.place import Kind, Place, place_of
from bot.request import Request, View
from core.db import Database
from core.labels.looking import Page, page
from core.models import User

Pressed = dict[str, Any]


@dataclass(frozen=True)
class Shelf:
    """One kind of thing: what is read and done for it, and how its form looks.

    Attributes:
        table: its model.
        rows: describes those of a page, read in this transaction.
        new: builds the empty form.
        one: builds what the button of a line opens: the form of one, or its page.
        save: creates or changes one from a form; or returns the form with a question instead.
        find, archive, restore: read one, take it out of use, and bring it back.
        archived: builds what the form becomes once its thing is archived.
    """

    kind: Kind
    table: Any
    rows: Callable[[Session, Page[Any], User], Sequence[Row]]
    new: Callable[[Session, User, Place], View]
    one: Callable[[Session, int, User, Place], View]
    save: Callable[[Session, View, User, datetime], View | None]
    find: Callable[..., Any]
    archive: Callable[..., Any]
    restore: Callable[..., Any]
    archived: Callable[[Any], View]

    def open(self, request: Request) -> None:
        """Show the list."""
        request.open(self.view(request.database, request.person, Place()))

    def view(self, database: Database, person: User, place: Place) -> View:
        """Return the modal for this place in the list."""
        with database.readers() as session:
            found = page(session, self.table, place.look, by=person, number=place.page, size=PAGE)
            filtered = self.kind.is_filtered
            menu = filter_for(session, self.kind.area, place.folder, person) if filtered else []
            shown = Shown(self.rows(session, found, person), found, menu)
        return listing.build(self.kind, shown, place)

    def register(self, app: App) -> None:
        """Listen to the list and to its form."""
        area = self.kind.area
        app.action(re.compile(rf"^{area}\.turn\."))(self._turned)
        app.action(f"{area}.words")(self._found_at_enter)
        app.view(f"{area}.list.v1")(self._found)
        app.action(f"{area}.folder")(self._filtered)
        app.action(f"{area}.create")(self._create_pressed)
        app.action(f"{area}.{self.kind.verb.lower()}")(self._one_pressed)
        app.action(f"{area}.archive")(self._archive_pressed)
        app.action(f"{area}.restore")(self._restore_pressed)
        app.action(f"{area}.theirs")(self._theirs_taken)
        app.view(f"{area}.form.v1")(self._submitted)
        moving.listen(app, self)

    def refresh(self, client: WebClient, database: Database, person: User, above: View) -> None:
        """Show the list below a form anew; the form knows the place in it."""
        if (root := above["root_view_id"]) != above["id"]:
            client.views_update(view_id=root, view=self.view(database, person, place_of(above)))

    def _turned(self, ack: Ack, body: Pressed, client: WebClient, database: Database, person: User) -> None:
        ack()
        place = Place.read(body["actions"][0]["value"])
        client.views_update(view_id=body["view"]["id"], view=self.view(database, person, place))

    def _found_at_enter(
        self, ack: Ack, body: Pressed, client: WebClient, database: Database, person: User
    ) -> None:
        ack()
        client.views_update(view_id=body["view"]["id"], view=self._looked_for(database, person, body["view"]))

    def _found(self, ack: Ack, view: View, database: Database, person: User) -> None:
        ack(response_action="update", view=self._looked_for(database, person, view))

    def _looked_for(self, database: Database, person: User, view: View) -> View:
        words = Form(view).text(f"{self.kind.area}.words")
        return self.view(database, person, replace(place_of(view), words=words, page=0))

    def _filtered(self, ack: Ack, body: Pressed, client: WebClient, database: Database, person: User) -> None:
        ack()
        place = replace(place_of(body["view"]), folder=picked(body), page=0)
        client.views_update(view_id=body["view"]["id"], view=self.view(database, person, place))

    def _create_pressed(
        self, ack: Ack, body: Pressed, client: WebClient, database: Database, person: User
    ) -> None:
        ack()
        with database.readers() as session:
            view = self.new(session, person, place_of(body["view"]))
        client.views_push(trigger_id=body["trigger_id"], view=view)

    def _one_pressed(
        self, ack: Ack, body: Pressed, client: WebClient, database: Database, person: User
    ) -> None:
        ack()
        with database.readers() as session:
            view = self.one(session, _pressed(body), person, place_of(body["view"]))
        client.views_push(trigger_id=body["trigger_id"], view=view)

    def _submitted(
        self, ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        with database.sessions.begin() as session:
            question = self.save(session, view, person, now)
        if question:
            ack(response_action="update", view=question)
            return
        ack()
        self.refresh(client, database, person, view)
        known = Known.read(view)
        if known.id and view.get("previous_view_id") not in (None, view["root_view_id"]):
            with database.readers() as session:
                page_of_it = self.one(session, known.id, person, place_of(view))
            client.views_update(view_id=view["previous_view_id"], view=page_of_it)

    def _theirs_taken(
        self, ack: Ack, body: Pressed, client: WebClient, database: Database, person: User
    ) -> None:
        ack()
        with database.readers() as session:
            name = self.find(session, _pressed(body), by=person).name
        view = clashing.taken(name, self.kind.thing, self.kind.area)
        client.views_update(view_id=body["view"]["id"], view=view)
        self.refresh(client, database, person, body["view"])

    def _archive_pressed(
        self, ack: Ack, body: Pressed, client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        ack()
        with database.sessions.begin() as session:
            label = self.archive(session, _pressed(body), by=person, now=now)
        client.views_update(view_id=body["view"]["id"], view=self.archived(label))
        self.refresh(client, database, person, body["view"])

    def _restore_pressed(
        self, ack: Ack, body: Pressed, client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        ack()
        with database.sessions.begin() as session:
            self.restore(session, _pressed(body), by=person, now=now)
        view = self.view(database, person, place_of(body["view"]))
        client.views_update(view_id=body["view"]["id"], view=view)


def _pressed(body: Pressed) -> int:
    return int(body["actions"][0]["value"])
