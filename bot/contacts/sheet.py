"""One contact in a modal, and the buttons that lead to all else about it."""

import json
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, actions, button, clip, context, divider, escape, modal, section
from bot.contacts import words
from bot.counted import counted, replies
from bot.request import View
from core.contacts.sheet import Sheet, sheet
from core.db import Database
from core.models import User
from core.people.rights import Right, may

CALLBACK = "contacts.sheet.v1"
SHOW = "contacts.show"


def register(app: App) -> None:
    """Listen to the buttons that lead to one contact, and back to it."""
    app.action(SHOW)(show_pressed)
    app.action("contacts.back")(back_pressed)


def show_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    shown = present(database, person, int(body["actions"][0]["value"]))
    lead(client, body, shown)


def back_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    shown = present(database, person, contact_id_of(body["view"]))
    client.views_update(view_id=body["view"]["id"], view=shown)


def lead(client: WebClient, body: dict[str, Any], shown: View) -> None:
    """Put a contact over a list; in its place where that is not the lowest, for a thread needs room above."""
    view = body.get("view")
    if view is None or view["type"] != "modal":
        client.views_open(trigger_id=body["trigger_id"], view=shown)
    elif view.get("previous_view_id"):
        client.views_update(view_id=view["id"], view=shown)
    else:
        client.views_push(trigger_id=body["trigger_id"], view=shown)


def present(database: Database, person: User, contact_id: int) -> View:
    """Return the modal of a contact, as this person may use it. Raises NotFound, NotAllowed."""
    with database.readers() as session:
        found = sheet(session, contact_id, by=person)
    return view(found, is_admin=may(person, Right.RUN))


def view(found: Sheet, *, is_admin: bool) -> View:
    """Return the modal of a contact."""
    contact = found.contact
    blocks = [section(f"{words.named(contact)}\n{words.standing(found)}")]
    if contact.erased_at is None:
        blocks += [*_doings(found, is_admin=is_admin), section("", fields=words.particulars(found))]
        blocks += [divider(), section(words.labels(found.known)), *_further(found)]
    blocks.append(_leads(found))
    return modal("Contact", blocks, callback=CALLBACK, metadata=metadata(contact.id))


def metadata(contact_id: int, **more: Any) -> str:
    """Return what a contact's screens carry."""
    return json.dumps({"contact_id": contact_id} | more)


def contact_id_of(view: View) -> int:
    """Return whose screen it is."""
    return int(json.loads(view["private_metadata"])["contact_id"])


def _doings(found: Sheet, *, is_admin: bool) -> list[Block]:
    if not is_admin:
        return []
    name = words.called(found.contact)
    edits = [
        button("Tags and answers", "contacts.answer", label=f"Change tags and answers of {name}"),
        button("Edit details", "contacts.edit", label=f"Edit the details of {name}"),
    ]
    away = button("Erase …", "contacts.erase", style="danger", label=f"Erase {name} on request")
    return [actions(*edits, away)]


def _further(found: Sheet) -> list[Block]:
    given = words.columns(found.contact)
    columns = [context(clip(given, 2900))] if given else []
    if not found.lists_in_all:
        return [*columns, context("In no list.")]
    names = ", ".join(escape(name) for name in found.lists)
    more = found.lists_in_all - len(found.lists)
    return [*columns, context(clip(f"In {names}", 2900) + (f" and {more:,} more lists" if more else ""))]


def _leads(found: Sheet) -> Block:
    texts = f"{counted(found.texts, 'text')}, {replies(found.replies)}"
    talks = button(
        f"Conversations ({found.conversations:,})", "contacts.talks", label=f"Conversations: {texts}"
    )
    facts = button(f"History ({found.facts:,})", "contacts.history", label="History of tags and answers")
    reports = button(f"Reports ({found.reports:,})", "contacts.reports")
    return actions(talks, facts, reports)
