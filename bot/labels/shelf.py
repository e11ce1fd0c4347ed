"""What tags and custom fields share in Slack: a list with pages, and on top of it a form for one of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.labels.listing import Kind, Place, Row, build, place_of
from bot.request import Request, View
from core.db import Database
from core.models import User


@dataclass(frozen=True)
class Shelf:
    """One kind of label: what is read and done for it, and how its form looks.

    Attributes:
        rows: reads the living or the archived ones of a campaign, in their order.
        find: reads one.
        form: builds the form, empty or for one.
        save: creates or changes one from a submitted form.
        archive, restore: take one out of use, and back.
        archived: builds what the form becomes once its label is archived.
    """

    kind: Kind
    rows: Callable[..., Sequence[Row]]
    find: Callable[..., Any]
    form: Callable[[Any, Place], View]
    save: Callable[[Session, View, User, datetime], Any]
    archive: Callable[..., Any]
    restore: Callable[..., Any]
    archived: Callable[[Any], View]

    def open(self, request: Request) -> None:
        """Show the list."""
        request.open(self.view(request.database, request.person, Place()))

    def view(self, database: Database, person: User, place: Place) -> View:
        """Return the modal for this place in the list."""
        with database.readers() as session:
            return build(self.kind, self.rows(session, person.campaign_id, archived=place.archived), place)

    def register(self, app: App) -> None:
        """Listen to the list and to its form."""
        app.action(re.compile(rf"^{self.kind.area}\.turn\."))(self._turned)
        app.action(f"{self.kind.area}.create")(self._create_pressed)
        app.action(f"{self.kind.area}.edit")(self._edit_pressed)
        app.action(f"{self.kind.area}.archive")(self._archive_pressed)
        app.action(f"{self.kind.area}.restore")(self._restore_pressed)
        app.view(f"{self.kind.area}.form.v1")(self._submitted)

    def _turned(
        self, ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
    ) -> None:
        ack()
        place = Place.read(body["actions"][0]["value"])
        client.views_update(view_id=body["view"]["id"], view=self.view(database, person, place))

    def _create_pressed(self, ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=self.form(None, place_of(body["view"])))

    def _edit_pressed(
        self, ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
    ) -> None:
        ack()
        with database.readers() as session:
            label = self.find(session, _pressed(body), by=person)
        client.views_push(trigger_id=body["trigger_id"], view=self.form(label, place_of(body["view"])))

    def _submitted(
        self, ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        with database.sessions.begin() as session:
            self.save(session, view, person, now)
        ack()
        self._refresh(client, database, person, view)

    def _archive_pressed(
        self,
        ack: Ack,
        body: dict[str, Any],
        client: WebClient,
        database: Database,
        person: User,
        now: datetime,
    ) -> None:
        ack()
        with database.sessions.begin() as session:
            label = self.archive(session, _pressed(body), by=person, now=now)
        client.views_update(view_id=body["view"]["id"], view=self.archived(label))
        self._refresh(client, database, person, body["view"])

    def _restore_pressed(
        self,
        ack: Ack,
        body: dict[str, Any],
        client: WebClient,
        database: Database,
        person: User,
        now: datetime,
    ) -> None:
        ack()
        with database.sessions.begin() as session:
            self.restore(session, _pressed(body), by=person, now=now)
        view = self.view(database, person, place_of(body["view"]))
        client.views_update(view_id=body["view"]["id"], view=view)

    def _refresh(self, client: WebClient, database: Database, person: User, form: View) -> None:
        """Show the list below a form anew; the form knows the place in it."""
        if (root := form["root_view_id"]) != form["id"]:
            client.views_update(view_id=root, view=self.view(database, person, place_of(form)))


def _pressed(body: dict[str, Any]) -> int:
    return int(body["actions"][0]["value"])
