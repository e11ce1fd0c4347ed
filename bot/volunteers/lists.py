"""The user lists in a modal: made and filled by hand, renamed, archived, restored."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.folders import choosing
from bot.forms import Form, typed
from bot.request import View
from bot.suggesting import person_option
from bot.volunteers import list_views
from bot.volunteers.list_views import FORM, Spot, spot_of
from core.db import Database
from core.folders import looking, putting
from core.models import User
from core.people import user_list_members, user_list_pages, user_lists, volunteers
from core.people.rights import Right, may
from core.people.who import Who

FOLDERS = "user_lists"  # what the menu of folders is called by; see `bot.folders.choosing`


def register(app: App) -> None:
    """Listen to the lists, the form of one, and its menus."""
    app.action("volunteers.lists")(lists_pressed)
    for turn in ("previous", "next", "archived", "living"):
        app.action(f"volunteers.lists.turn.{turn}")(turned)
    app.action(f"{FOLDERS}.folder")(folder_chosen)
    app.action("volunteers.list.create")(create_pressed)
    app.action("volunteers.list.edit")(edit_pressed)
    app.action("volunteers.list.archive")(archive_pressed)
    app.action("volunteers.list.restore")(restore_pressed)
    app.options("volunteers.add")(people_asked)
    app.options("volunteers.remove")(members_asked)
    app.view(FORM)(submitted)


def lists_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=present(database, person, Spot()))


def turned(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    spot = Spot.read(body["actions"][0]["value"])
    client.views_update(view_id=body["view"]["id"], view=present(database, person, spot))


def folder_chosen(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    spot = Spot(archived=spot_of(body["view"]).archived, folder_id=choosing.picked(body))
    client.views_update(view_id=body["view"]["id"], view=present(database, person, spot))


def create_pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=list_views.form(None, spot_of(body["view"])))


def edit_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    with database.readers() as session:
        found = user_lists.find(session, int(body["actions"][0]["value"]), by=person)
        count = volunteers.count(session, Who(in_list=found.id, state="all"), by=person)
        folders = looking.of(session, "user_list", [found.id])[found.id]
    view = list_views.form(found, spot_of(body["view"]), count, folders)
    client.views_push(trigger_id=body["trigger_id"], view=view)


def submitted(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    given, spot = Form(view), spot_of(view)
    added = [int(each) for each in given.choices("volunteers.add")]
    with database.sessions.begin() as session:
        if spot.list_id is None:
            found = user_lists.make(session, given.text("name"), by=person, now=now)
        else:
            found = user_lists.rename(session, spot.list_id, given.text("name"), by=person, now=now)
        user_list_members.add(session, found.id, added, by=person, now=now)
        for user_id in given.choices("volunteers.remove"):
            user_list_members.remove(session, found.id, int(user_id), by=person, now=now)
        putting.put(session, "user_list", found.id, choosing.read(given), by=person, now=now)
    ack()
    _refresh(client, database, person, view)


def archive_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.sessions.begin() as session:
        gone = user_lists.archive(session, int(body["actions"][0]["value"]), by=person, now=now)
    client.views_update(view_id=body["view"]["id"], view=list_views.archived(gone))
    _refresh(client, database, person, body["view"])


def restore_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.sessions.begin() as session:
        user_lists.restore(session, int(body["actions"][0]["value"]), by=person, now=now)
    view = body["view"]
    client.views_update(view_id=view["id"], view=present(database, person, spot_of(view)))


def people_asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
    _offer(ack, database, person, Who(words=typed(payload)))


def members_asked(
    ack: Ack, body: dict[str, Any], payload: dict[str, Any], database: Database, person: User
) -> None:
    in_list = spot_of(body["view"]).list_id or 0
    _offer(ack, database, person, Who(words=typed(payload), in_list=in_list, state="all"))


def present(database: Database, person: User, spot: Spot) -> View:
    """Return the modal of the lists, as this person may use it."""
    with database.readers() as session:
        page = user_list_pages.page(
            session, spot.page, archived=spot.archived, folder_id=spot.folder_id, by=person
        )
        folders = choosing.filter_for(session, FOLDERS, spot.folder_id, person)
    return list_views.view(page, manages=may(person, Right.PEOPLE), folders=folders)


def _offer(ack: Ack, database: Database, person: User, who: Who) -> None:
    with database.readers() as session:
        found = volunteers.choosing(session, who, by=person)
    ack(options=[person_option(each) for each in found])


def _refresh(client: WebClient, database: Database, person: User, form: View) -> None:
    spot = spot_of(form)
    client.views_update(view_id=form["previous_view_id"], view=present(database, person, spot))
