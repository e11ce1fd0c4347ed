"""What happens when somebody keeps a message as a note, looks at an action's notes or writes one."""

import json
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot import stacking
from bot.forms import Form
from bot.notes.saying import permalink, said
from bot.notes.views import FORM, form, listed
from bot.request import View
from bot.suggesting import action_option, suggest
from bot.verbs import Verbs
from core.actions import choosing
from core.actions.listing import get_action
from core.actions.notes import add_note, notes_of
from core.db import Database
from core.models import User
from core.people.rights import Right

SHORTCUT = "notes.add"


def register(app: App, verbs: Verbs) -> None:
    """Listen to the message shortcut, the form and the list; staff may add notes too."""
    verbs.allow("notes", Right.LOOK)
    verbs.allow("note_action", Right.LOOK)
    app.shortcut(SHORTCUT)(shortcut_run)
    suggest(app, "note_action", choosing.actions, action_option)
    app.action("notes.show")(show_pressed)
    app.action("notes.write")(write_pressed)
    app.action("notes.previous")(turned)
    app.action("notes.next")(turned)
    app.view(FORM)(submitted)


def shortcut_run(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    """Open the form with what was said; the newest running action is chosen already."""
    ack()
    with database.readers() as session:
        likely = next(iter(choosing.actions(session, by=person)), None)
    client.views_open(trigger_id=body["trigger_id"], view=form(likely, said(body), permalink(body)))


def show_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    """Show an action's notes above its page."""
    ack()
    stacking.put(client, body, page(database, person, int(body["actions"][0]["value"]), 0))


def write_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    """Open the form in the place of the list, for the action that is looked at."""
    ack()
    with database.readers() as session:
        action = get_action(session, int(body["actions"][0]["value"]), by=person)
    client.views_update(view_id=body["view"]["id"], view=form(action))


def turned(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    action_id = json.loads(body["view"]["private_metadata"])["action_id"]
    view = page(database, person, action_id, int(body["actions"][0]["value"]))
    client.views_update(view_id=body["view"]["id"], view=view)


def submitted(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    """Keep the note; the form becomes the action's notes, the new one on top."""
    given, chosen = Form(view), Form(view).choice("note_action")
    with database.sessions.begin() as session:
        action = add_note(
            session,
            int(chosen) if chosen else None,
            body=given.text("body"),
            key=f"slack:{view['id']}",
            permalink=json.loads(view["private_metadata"])["permalink"],
            by=person,
            now=now,
        )
        shown = listed(notes_of(session, action.id, 0, by=person), ":white_check_mark: The note is kept.")
    ack(response_action="update", view=shown)


def page(database: Database, person: User, action_id: int, number: int) -> View:
    """Return the modal of one page."""
    with database.readers() as session:
        return listed(notes_of(session, action_id, number, by=person))
