"""A field's options in Slack: added, renamed, moved, retired, restored; in one modal above its form."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.forms import Form
from bot.labels import clashing
from bot.labels.option_views import ADDING, RENAMING, Spot, adding, build, renaming
from bot.labels.place import Place, place_of
from bot.request import View
from core.db import Database
from core.labels import changing_options as changing
from core.labels import fields, ordering
from core.models import User

Pressed = dict[str, Any]
Refresh = Callable[[WebClient, Database, User, View], None]


def register(app: App, refresh: Refresh) -> None:
    """Listen to the button of a field's form, and to what it opens.

    Args:
        refresh: shows the list of fields below anew.
    """

    def done(
        ack: Ack, body: Pressed, client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        ack()
        option_id, verb, neighbour = body["actions"][0]["selected_option"]["value"].split(":")
        spot, place = replace(Spot.read(body["view"]), option=int(option_id)), place_of(body["view"])
        with database.sessions.begin() as session:
            view = _do(session, verb, int(neighbour), spot, place, person, now)
        client.views_update(view_id=body["view"]["id"], view=view)
        refresh(client, database, person, body["view"])

    def added(
        ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        spot, words = Spot.read(view), Form(view).text("options")
        with database.sessions.begin() as session:
            changing.add(session, spot.field, words, by=person, now=now, key=spot.key)
            shown = _list(session, spot, place_of(view), person)
        ack(response_action="update", view=shown)
        refresh(client, database, person, view)

    def renamed(
        ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        spot, words = Spot.read(view), Form(view).text("options")
        with database.sessions.begin() as session:
            shown = _rename(session, words, spot, place_of(view), person, now)
        ack(response_action="update", view=shown)
        refresh(client, database, person, view)

    app.action("fields.options")(opened)
    app.action("fields.options.turn.previous")(turned)
    app.action("fields.options.turn.next")(turned)
    app.action("fields.options.back")(back_pressed)
    app.action("fields.options.theirs")(back_pressed)
    app.action("fields.options.add")(add_pressed)
    app.action("fields.options.do")(done)
    app.view(ADDING)(added)
    app.view(RENAMING)(renamed)


def opened(ack: Ack, body: Pressed, client: WebClient, database: Database, person: User) -> None:
    ack()
    spot = Spot(int(body["actions"][0]["value"]))
    with database.readers() as session:
        view = _list(session, spot, place_of(body["view"]), person)
    client.views_push(trigger_id=body["trigger_id"], view=view)


def turned(ack: Ack, body: Pressed, client: WebClient, database: Database, person: User) -> None:
    ack()
    spot = replace(Spot.read(body["view"]), at=int(body["actions"][0]["value"]))
    with database.readers() as session:
        view = _list(session, spot, place_of(body["view"]), person)
    client.views_update(view_id=body["view"]["id"], view=view)


def back_pressed(ack: Ack, body: Pressed, client: WebClient, database: Database, person: User) -> None:
    ack()
    with database.readers() as session:
        view = _list(session, Spot.read(body["view"]), place_of(body["view"]), person)
    client.views_update(view_id=body["view"]["id"], view=view)


def add_pressed(ack: Ack, body: Pressed, client: WebClient) -> None:
    ack()
    spot = replace(Spot.read(body["view"]), key=uuid4().hex)
    client.views_update(view_id=body["view"]["id"], view=adding(spot, place_of(body["view"])))


def _do(
    session: Session, verb: str, neighbour: int, spot: Spot, place: Place, person: User, now: datetime
) -> View:
    """Do what was chosen for an option, and return the list; or the form that renames it."""
    if verb == "rename":
        label = changing.find(session, spot.field, spot.option, by=person).label
        return renaming(label, replace(spot, seen=label), place)
    if verb in _VERBS:
        _VERBS[verb](session, spot.field, spot.option, by=person, now=now)
    else:
        there = ordering.Spot(verb, neighbour)
        changing.move(session, spot.field, spot.option, there, by=person, now=now)
    return _list(session, spot, place, person)


def _rename(session: Session, words: str, spot: Spot, place: Place, person: User, now: datetime) -> View:
    """Rename an option and return the list; or the form with what somebody else called it meanwhile."""
    if clash := changing.rename_clash(session, spot.field, spot.option, words, seen=spot.seen, by=person):
        told = clashing.blocks(clash, "option", "fields.options", spot.option, {})
        return renaming(words, replace(spot, seen=clash.present["label"]), place, told)
    changing.rename(session, spot.field, spot.option, words, seen=spot.seen, by=person, now=now)
    return _list(session, spot, place, person)


def _list(session: Session, spot: Spot, place: Place, person: User) -> View:
    session.flush()
    field = fields.find(session, spot.field, by=person)
    old = changing.old_labels(session, [each.id for each in field.options])
    return build(field, old, spot, place)


_VERBS: dict[str, Callable[..., Any]] = {"retire": changing.retire, "restore": changing.restore}
