"""One contact list: its figures, what uses it, its members; renamed, archived, brought back."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import (
    Block,
    actions,
    button,
    clip,
    confirm,
    context,
    escape,
    field,
    loading,
    modal,
    section,
    text_input,
)
from bot.contacts.words import called, card
from bot.counted import counted
from bot.folders import choosing
from bot.forms import Form
from bot.lists import listing
from bot.lists.words import sentence
from bot.paging import foot
from bot.request import View
from bot.slowly import finish
from bot.states import STATES
from bot.times import moment
from core.contacts import list_figures, lists
from core.contacts.filtering.saving import is_filling
from core.contacts.list_figures import PAGE, ListSheet, Members
from core.db import Database
from core.folders import looking as folders
from core.folders.putting import put
from core.models import Contact, ContactList, Folder, User
from core.naming import NAME_LIMIT

RENAME = "lists.rename.v1"
_TITLE = "Contact list"


def register(app: App) -> None:
    """Listen to the buttons of a list and to the form that renames it."""
    app.action("lists.open")(open_pressed)
    app.action("lists.back")(back_pressed)
    app.action("lists.rename")(rename_pressed)
    app.action("lists.archive")(archive_pressed)
    app.action("lists.restore")(restore_pressed)
    for pressed in ("lists.members", "lists.members.previous", "lists.members.next"):
        app.action(pressed)(members_asked)
    app.view(RENAME)(renamed)


def open_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    list_id = int(body["actions"][0]["value"])
    opened = client.views_push(trigger_id=body["trigger_id"], view=loading(_TITLE, "Counting …"))
    finish(client, opened["view"]["id"], lambda: present(database, person, list_id))


def back_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    _show(body, client, database, person)


def rename_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    with database.readers() as session:
        found = lists.find(session, _list_id(body["view"]), by=person)
        inside = folders.of(session, "list", [found.id])[found.id]
    client.views_update(view_id=body["view"]["id"], view=rename_form(found, inside))


def renamed(ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime) -> None:
    list_id, given = _list_id(view), Form(view)
    with database.sessions.begin() as session:
        lists.rename(session, list_id, given.text("list_name"), by=person, now=now)
        put(session, "list", list_id, choosing.read(given), by=person, now=now)
    ack(response_action="update", view=present(database, person, list_id))
    listing.refresh(client, database, person, view)


def archive_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.sessions.begin() as session:
        lists.archive(session, _list_id(body["view"]), by=person, now=now)
    _shown_anew(body, client, database, person)


def restore_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.sessions.begin() as session:
        lists.restore(session, _list_id(body["view"]), by=person, now=now)
    _shown_anew(body, client, database, person)


def members_asked(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    number = int(body["actions"][0].get("value") or 0)
    with database.readers() as session:
        found = list_figures.members(session, _list_id(body["view"]), number, by=person)
    client.views_update(view_id=body["view"]["id"], view=members(found))


def present(database: Database, person: User, list_id: int) -> View:
    """Return the modal of a list. Raises NotFound, NotAllowed."""
    with database.readers() as session:
        return view(list_figures.sheet(session, list_id, by=person))


def view(sheet: ListSheet) -> View:
    """Return the modal of a list with its figures."""
    found = sheet.of
    figures = [
        ("Contacts", sheet.contacts),
        ("May be texted", sheet.textable),
        ("Opted out", sheet.opted_out),
        ("Cannot get texts", sheet.undeliverable),
        ("Time zone unknown", sheet.unknown_zone),
    ]
    boxes = [f"*{label}*\n{value:,}" for label, value in figures]
    blocks = [section(_head(sheet)), _doings(sheet), section("", fields=boxes), context(_used(sheet))]
    return modal(_TITLE, blocks, callback="lists.page.v1", metadata=_metadata(found.id))


def members(found: Members) -> View:
    """Return the modal of some of a list's contacts."""
    back = button("Back to the list", "lists.back", label=f"Back to {found.of.name}")
    blocks = [section(f"*{escape(found.of.name)}*", back), *map(_member, found.people)]
    if not found.people:
        blocks.append(section("Nobody is in it."))
    blocks += foot(found.number, PAGE, found.total, "lists.members")
    return modal("Contacts of the list", blocks, callback="lists.members.v1", metadata=_metadata(found.of.id))


def rename_form(found: ContactList, inside: Sequence[Folder] = ()) -> View:
    """Return the form for a list's name and the folders that it is `inside`."""
    name = field("List name", "list_name", text_input(found.name, limit=NAME_LIMIT))
    blocks = [name, choosing.folders_field(inside)]
    return modal("Rename list", blocks, callback=RENAME, submit="Save", metadata=_metadata(found.id))


def _shown_anew(body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    _show(body, client, database, person)
    listing.refresh(client, database, person, body["view"])


def _show(body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    shown = present(database, person, _list_id(body["view"]))
    client.views_update(view_id=body["view"]["id"], view=shown)


def _head(sheet: ListSheet) -> str:
    found, by = sheet.of, f" by {escape(clip(sheet.made_by, 100))}" if sheet.made_by else ""
    archived = "   _archived_" if found.archived_at else ""
    lines = [f"*{escape(found.name)}*{archived}", f"Made{by}, {moment(found.created_at)}"]
    if sheet.criteria:
        lines.append(f"Of whoever is {clip(sentence(sheet.criteria, sheet.named), 2000)}")
    if is_filling(found):
        lines.append(":hourglass_flowing_sand: It is being filled.")
    return "\n".join(lines)


def _doings(sheet: ListSheet) -> Block:
    name = sheet.of.name
    shown = [button("Contacts", "lists.members", label=f"Contacts of {name}")]
    shown.append(button("Rename", "lists.rename", label=f"Rename {name}"))
    if sheet.of.archived_at:
        return actions(*shown, button("Restore", "lists.restore", label=f"Restore {name}"))
    consequence = f"{escape(clip(name, 80))} leaves the menus. Its {counted(sheet.contacts, 'contact')} stay."
    sure = confirm("Archive this list?", consequence, "Archive", danger=True)
    return actions(*shown, button("Archive", "lists.archive", label=f"Archive {name}", confirm=sure))


def _used(sheet: ListSheet) -> str:
    if not sheet.actions:
        return "No action uses it."
    named = ", ".join(f"{escape(clip(title, 80))} ({STATES[state]})" for title, state in sheet.actions)
    more = sheet.actions_in_all - len(sheet.actions)
    return clip(f"Used by {named}", 2900) + (f" and {more:,} more" if more else "")


def _member(contact: Contact) -> Block:
    label = f"Open {called(contact)}"
    return section(card(contact), button("Open", "contacts.show", str(contact.id), label=label))


def _metadata(list_id: int) -> str:
    return json.dumps({"list_id": list_id})


def _list_id(view: View) -> int:
    return int(json.loads(view["private_metadata"])["list_id"])
