"""One contact list as modals: its figures and what uses it, its members, the form of its name. Pure."""

import json
from collections.abc import Sequence

from bot.blocks import (
    Block,
    actions,
    button,
    clip,
    confirm,
    context,
    escape,
    field,
    modal,
    section,
    text_input,
)
from bot.contacts.words import called, card
from bot.counted import counted
from bot.folders import choosing
from bot.lists.words import sentence
from bot.paging import foot
from bot.request import View
from bot.states import STATES
from bot.times import moment
from core.contacts.filtering.saving import is_filling
from core.contacts.list_figures import PAGE, ListSheet, Members
from core.models import Contact, ContactList, Folder
from core.naming import NAME_LIMIT

RENAME = "lists.rename.v1"
TITLE = "Contact list"


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
    return modal(TITLE, blocks, callback="lists.page.v1", metadata=_metadata(found.id))


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


def list_id(view: View) -> int:
    """Return the id of the list that a modal is about."""
    return int(json.loads(view["private_metadata"])["list_id"])


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
