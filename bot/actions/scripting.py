"""What happens on the screens about scripts: responses are added, changed and removed, wordings looked at."""

import json
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.actions import pictures, response_form, scripts, wordings
from bot.actions.pictures import Given
from bot.actions.place import Place
from bot.actions.response_form import Place as FormPlace
from bot.actions.responses import AREA
from bot.blocks import loading, modal, option, section
from bot.forms import typed
from bot.request import View
from bot.slowly import finish, settle
from core.actions import choosing
from core.actions.scripts.pictures import Wish
from core.actions.scripts.responses import (
    PICTURE,
    add_response,
    check_response,
    edit_response,
    place_response,
    remove_response,
)
from core.db import Database
from core.models import User

_SAVED = "It is kept, with its picture. Texts that are sent of it from now on bring the picture along."


def register(app: App) -> None:
    app.action(f"{AREA}.add")(add_pressed)
    app.action(f"{AREA}.edit")(edit_pressed)
    app.action(f"{AREA}.remove")(remove_pressed)
    app.view(response_form.CALLBACK)(response_given)
    app.options("response_nexts")(nexts_asked)
    app.options("first_nexts")(nexts_asked)
    app.action("actions.wordings")(wordings_pressed)
    for turn in ("previous", "next"):
        app.action(f"{AREA}.turn.{turn}")(page_turned)
        app.action(f"{wordings.AREA}.turn.{turn}")(wordings_turned)


def page_turned(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    place, page = Place.read(body["view"]), int(body["actions"][0]["value"])
    with database.readers() as session:
        view = scripts.responses(session, place.known, person, page=page)
    client.views_update(view_id=body["view"]["id"], view=view)


def add_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    with database.readers() as session:
        view = scripts.new_response(session, Place.read(body["view"]), person)
    client.views_push(trigger_id=body["trigger_id"], view=view)


def edit_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    page = Place.read(body["view"]).page
    with database.readers() as session:
        view = scripts.response(session, int(body["actions"][0]["value"]), person, page=page)
    client.views_push(trigger_id=body["trigger_id"], view=view)


def response_given(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    picture = pictures.read(view, PICTURE)
    if picture.file is None:
        _keep(view, Wish(removed=picture.removed), database, person, now)
        ack()
    else:
        _check(view, database, person)
        ack(response_action="update", view=loading("Response", "Fetching the picture …"))
        settle()
        _keep_with(picture, view, client, database, person, now)
    _show_below(view, client, database, person)


def _keep(view: View, picture: Wish, database: Database, person: User, now: datetime) -> None:
    place, (given, position) = FormPlace.read(view), response_form.read(view)
    asked: Any = {"picture": picture, "by": person, "now": now}
    with database.sessions.begin() as session:
        if place.script is None:
            script = add_response(session, place.action, given, **asked)
        else:
            script = edit_response(session, place.script, given, seen=place.seen, **asked)
        if position != place.position:
            place_response(session, script.id, position, by=person, now=now)


def _check(view: View, database: Database, person: User) -> None:
    with database.readers() as session:
        check_response(session, FormPlace.read(view).action, response_form.read(view)[0], by=person)


def _keep_with(
    picture: Given, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    """Fetch the picture and keep all; what is wrong is said in the form, beside its field."""

    def keep() -> View:
        _keep(view, pictures.fetch(client, picture, PICTURE), database, person, now)
        return modal("Response saved", [section(_SAVED)], callback="actions.response.saved.v1")

    def form() -> View:
        with database.readers() as session:
            typed, _ = response_form.read(view)
            return scripts.response_as_typed(session, typed, FormPlace.read(view), person)

    finish(client, view["id"], keep, again=form)


def remove_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.sessions.begin() as session:
        remove_response(session, int(body["actions"][0]["value"]), by=person, now=now)
    words = "It is removed. Texts that were made of it stay."
    gone = modal("Response removed", [section(words)], callback="actions.response.removed.v1")
    client.views_update(view_id=body["view"]["id"], view=gone)
    _show_below(body["view"], client, database, person)


def nexts_asked(
    ack: Ack, body: dict[str, Any], payload: dict[str, Any], database: Database, person: User
) -> None:
    action_id = int(json.loads(body["view"]["private_metadata"])["action"])
    with database.readers() as session:
        found = choosing.responses(session, action_id, by=person, words=typed(payload))
    ack(options=[option(each.name, str(each.id)) for each in found])


def wordings_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    """Count the texts of each wording, which takes a moment where there are many."""
    ack()
    opened = client.views_push(trigger_id=body["trigger_id"], view=loading("Earlier wordings"))

    def make() -> View:
        with database.readers() as session:
            return scripts.earlier(session, int(body["actions"][0]["value"]), person)

    finish(client, opened["view"]["id"], make)


def wordings_turned(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    place, page = Place.read(body["view"]), int(body["actions"][0]["value"])
    with database.readers() as session:
        view = scripts.earlier(session, place.known, person, page=page)
    client.views_update(view_id=body["view"]["id"], view=view)


def _show_below(form: View, client: WebClient, database: Database, person: User) -> None:
    """Show the list of responses under a form anew."""
    place = FormPlace.read(form)
    if below := form.get("previous_view_id"):
        with database.readers() as session:
            view = scripts.responses(session, place.action, person, page=place.page)
        client.views_update(view_id=below, view=view)
