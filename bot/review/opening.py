"""Open a conversation from anywhere, turn its pages, and do to it what takes one press."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.request import View
from bot.review.place import Place, place_pressed
from bot.review.thread import thread_modal
from bot.stacking import put
from core.conversations import holding, reviewing
from core.conversations.archiving import archive, reopen
from core.conversations.escalating import resolve
from core.conversations.stopping import stop
from core.db import Database
from core.models import User
from core.people.rights import Right, may

Pressed = Callable[..., None]


def register(app: App) -> None:
    """Listen to the buttons that lead to a conversation, and to its own."""
    app.action("review.thread")(thread_pressed)
    app.action("review.earlier")(earlier_pressed)
    for name in ("review.newest", "review.refresh", "review.back"):
        app.action(name)(back_pressed)
    app.action("review.close")(close_pressed)
    app.action("review.reopen")(reopen_pressed)
    app.action("review.opt_out")(opt_out_pressed)
    app.action("review.resolve")(resolve_pressed)
    app.action("review.resolve_close")(resolve_and_close_pressed)


def thread_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    put(client, body, present(database, person, int(body["actions"][0]["value"])))


def earlier_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    place, before = Place.read(body["view"]), int(body["actions"][0]["value"])
    view = present(database, person, place.conversation, before=before)
    client.views_update(view_id=body["view"]["id"], view=view)


def back_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    _show(body, client, database, person)


def close_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.sessions.begin() as session:
        archive(session, Place.read(body["view"]).conversation, by=person, now=now, reach=holding.review)
    _show(body, client, database, person, "Closed. It comes back by itself when they write.")


def reopen_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.sessions.begin() as session:
        reopen(session, Place.read(body["view"]).conversation, by=person, now=now)
    _show(body, client, database, person, "Open again.")


def opt_out_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    place, key = Place.read(body["view"]), f"{body['view']['id']}:{body['view']['hash']}"
    with database.sessions.begin() as session:
        stop(session, place.conversation, by=person, key=key, now=now, reach=holding.review)
    _show(body, client, database, person, "Opted out. Nobody in this campaign will text them again.")


def resolve_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.sessions.begin() as session:
        resolve(session, place_pressed(body).conversation, by=person, now=now)
    _show(body, client, database, person, "Resolved; the conversation stays open.")


def resolve_and_close_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.sessions.begin() as session:
        resolve(session, Place.read(body["view"]).conversation, by=person, now=now, archiving=True)
    _show(body, client, database, person, "Resolved, and the conversation is closed.")


def present(
    database: Database, person: User, conversation_id: int, *, before: int | None = None, told: str = ""
) -> View:
    """Return a conversation's modal as it stands now. Raises NotAllowed, NotFound."""
    with database.readers() as session:
        shown = reviewing.review(session, conversation_id, by=person, before=before)
        return thread_modal(shown, may_reassign=may(person, Right.RUN), before=before, told=told)


def _show(body: dict[str, Any], client: WebClient, database: Database, person: User, told: str = "") -> None:
    """Show the conversation anew where a button was pressed; a message is changed by its notice."""
    if view := body.get("view"):
        shown = present(database, person, Place.read(view).conversation, told=told)
        client.views_update(view_id=view["id"], view=shown)
