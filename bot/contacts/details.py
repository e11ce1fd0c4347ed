"""The form for a contact's details, in the place of its sheet."""

import json
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, field, modal, option, section, text_input
from bot.contacts import sheet, words
from bot.contacts.sheet import contact_id_of, metadata
from bot.elements import external_select, select
from bot.forms import Form
from bot.request import View
from bot.suggesting import person_option, suggest
from core.actions import choosing
from core.contacts import editing
from core.contacts.editing import FOUND, KEPT, LONGEST_STATE, LONGEST_ZIP, Details
from core.contacts.importing.rows import LONGEST_NAME
from core.contacts.sheet import look
from core.db import Database
from core.models import Contact, User
from core.people.rights import Right, require

FORM = "contacts.details.v1"
VOLUNTEER = "contact_volunteer"
_ZONES = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Arizona",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
    "America/Puerto_Rico": "Atlantic",
}


def register(app: App) -> None:
    """Listen to the button, the menu and the form."""
    app.action("contacts.edit")(edit_pressed)
    suggest(app, VOLUNTEER, choosing.takers, person_option)
    app.view(FORM)(submitted)


def edit_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    with database.readers() as session:
        require(session, person, Right.RUN)
        contact = look(session, contact_id_of(body["view"]), by=person)
        assigned = session.get(User, contact.assigned_to_id) if contact.assigned_to_id else None
    client.views_update(view_id=body["view"]["id"], view=form(contact, assigned))


def submitted(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    contact_id, details = contact_id_of(view), read(view)
    seen = datetime.fromisoformat(json.loads(view["private_metadata"])["seen"])
    with database.sessions.begin() as session:
        editing.edit(session, contact_id, details, by=person, seen=seen, now=now)
    ack(response_action="update", view=sheet.present(database, person, contact_id))


def read(view: View) -> Details:
    """Return what somebody filled in."""
    given = Form(view)
    assigned = given.choice(VOLUNTEER)
    return Details(
        first_name=given.text("first_name"),
        last_name=given.text("last_name"),
        zip=given.text("zip"),
        state=given.text("state"),
        zone=given.choice("zone") or KEPT,
        assigned_to_id=int(assigned) if assigned else None,
    )


def form(contact: Contact, assigned: User | None) -> View:
    """Return the form, filled in."""
    blocks = [
        section(words.named(contact)),
        field("First name", "first_name", text_input(contact.first_name, limit=LONGEST_NAME), optional=True),
        field("Last name", "last_name", text_input(contact.last_name, limit=LONGEST_NAME), optional=True),
        field("ZIP code", "zip", text_input(contact.zip, limit=LONGEST_ZIP), optional=True),
        field("State", "state", text_input(contact.state, limit=LONGEST_STATE), optional=True),
        _zone_field(contact),
        _assigned_field(assigned),
    ]
    kept = metadata(contact.id, seen=contact.updated_at.isoformat())
    return modal("Edit contact", blocks, callback=FORM, submit="Save", metadata=kept)


def _zone_field(contact: Contact) -> Block:
    by_hand = contact.zone_source in {"hand", "import"}
    kept = [option("As it is", KEPT, words.zone(contact))] if by_hand else []
    found = option("Found by ZIP code and area code", FOUND)
    zones = [option(f"{name} ({zone})", zone) for zone, name in _ZONES.items()]
    hint = "They are texted within the hours of this clock."
    return field("Time zone", "zone", select([*kept, found, *zones], KEPT if by_hand else FOUND), hint=hint)


def _assigned_field(assigned: User | None) -> Block:
    chosen = option(assigned.name, str(assigned.id)) if assigned else None
    menu = external_select(chosen, placeholder="Nobody")
    hint = "In an action that keeps assignments, only this volunteer may text them."
    return field("Assigned volunteer", VOLUNTEER, menu, hint=hint, optional=True)
