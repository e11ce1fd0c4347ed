"""Notes on an action: "Add to notes" on any Slack message, and the notes an action has."""

import json
import re
from datetime import datetime
from html import unescape
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import (
    Block,
    button,
    clip,
    context,
    escape,
    field,
    modal,
    option,
    section,
    text_input,
)
from bot.elements import external_select
from bot.forms import Form, typed
from bot.paging import foot
from bot.request import View
from bot.times import moment
from bot.verbs import Verbs
from core.actions import choosing
from core.actions.listing import get_action
from core.actions.notes import LONGEST_NOTE, PAGE, Note, Notes, add_note, notes_of
from core.db import Database
from core.models import Action, User
from core.people.rights import Right

SHORTCUT = "notes.add"
FORM = "notes.form.v1"
LIST = "notes.list.v1"
# a link, a person or a channel in a message, with or without the words that are shown for it
_MARKED = re.compile(r"<([@#!]?)([^>|]+)(?:\|([^>]*))?>")
_SHOWN_TEXT = 1500  # characters of a note in the list; ten of them stay far below Slack's 250 kB


def register(app: App, verbs: Verbs) -> None:
    """Listen to the message shortcut, the form and the list; staff may add notes too."""
    verbs.allow("notes", Right.LOOK)
    verbs.allow("note_action", Right.LOOK)
    app.shortcut(SHORTCUT)(shortcut_run)
    app.options("note_action")(actions_asked)
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


def actions_asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
    with database.readers() as session:
        found = choosing.actions(session, by=person, words=typed(payload))
    ack(options=[action_option(each) for each in found])


def show_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    """Show an action's notes on top of its page."""
    ack()
    view = page(database, person, int(body["actions"][0]["value"]), 0)
    client.views_push(trigger_id=body["trigger_id"], view=view)


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


def form(action: Action | None, words: str = "", link: str = "") -> View:
    """Return the form.

    Args:
        action: the one that is chosen at first.
        words, link: of the Slack message that becomes a note.
    """
    chosen = action_option(action) if action else None
    blocks = [
        field("Action", "note_action", external_select(chosen, placeholder="Type to search")),
        field("Note", "body", text_input(words, multiline=True, limit=LONGEST_NOTE)),
        context("Admins and staff read it on the action's page. Volunteers and contacts never do."),
    ]
    kept = json.dumps({"permalink": link})
    return modal("Add to notes", blocks, callback=FORM, submit="Add", metadata=kept)


def listed(found: Notes, news: str = "") -> View:
    """Return the modal of one page of an action's notes; `news` says what was just done."""
    head = f"*{escape(clip(found.title, 150))}*"
    write = button("Write a note", "notes.write", str(found.action_id))
    blocks = [
        section(f"{news}\n{head}" if news else head, write),
        *(block for note in found.notes for block in _note(note)),
        *foot(found.number, PAGE, found.total, "notes"),
    ]
    if not found.total:
        blocks.append(section("No notes yet. “Add to notes” in the menu of any Slack message keeps it here."))
    return modal("Notes", blocks, callback=LIST, metadata=json.dumps({"action_id": found.action_id}))


def action_option(action: Action) -> Block:
    return option(action.title, str(action.id), action.state)


def said(body: dict[str, Any]) -> str:
    """Return the words of the message that the shortcut was run on, as people read them."""
    return unescape(_MARKED.sub(_read, body["message"].get("text") or ""))


def permalink(body: dict[str, Any]) -> str:
    """Return the address of the message that the shortcut was run on.

    It is put together rather than asked for: Slack answers only where the app is a member.

    Source: the response of Slack's chat.getPermalink.
    """
    mark = body["message"]["ts"].replace(".", "")
    return f"https://{body['team']['domain']}.slack.com/archives/{body['channel']['id']}/p{mark}"


def _read(marked: re.Match[str]) -> str:
    sign, what, label = marked.groups()
    if sign in ("@", "#"):
        return f"{sign}{label or what}"
    return f"{label} ({what})" if label else what


def _note(note: Note) -> list[Block]:
    about = f"{escape(note.by) or 'Somebody'}, {moment(note.at)}"
    link = f" · <{note.permalink}|In Slack>" if note.permalink else ""
    return [section(escape(clip(note.body, _SHOWN_TEXT))), context(f"{about}{link}")]
