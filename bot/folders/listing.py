"""The list of folders, and the form of one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.blocks import Block, escape, field, modal, section, text_input
from bot.counted import counted
from bot.folders import inside
from bot.forms import Form
from bot.labels import clashing, form_parts
from bot.labels.form_parts import position_field
from bot.labels.known import Known
from bot.labels.listing import Row
from bot.labels.place import Kind, Place, place_of
from bot.labels.shelf import Shelf
from bot.request import View
from core.db import Database
from core.folders import keeping, looking
from core.folders.keeping import FolderForm
from core.labels.looking import Page
from core.models import Folder, User
from core.naming import NAME_LIMIT


def register(app: App) -> None:
    """Listen to the list, and to the button that edits a folder."""
    SHELF.register(app)
    app.action("folders.edit")(edit_pressed)


def edit_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    with database.readers() as session:
        view = opened(session, int(body["actions"][0]["value"]), person, place_of(body["view"]))
    client.views_push(trigger_id=body["trigger_id"], view=view)


def form(values: FolderForm, known: Known, place: Place, told: Sequence[Block] = ()) -> View:
    """Return the form, empty or for a folder; `told` stands above it, where somebody else was quicker."""
    blocks = [
        field("Folder name", "name", text_input(values.name, limit=NAME_LIMIT)),
        position_field("Folders", values.position),
    ]
    return form_parts.form("folder", blocks, known, place, told)


def read(view: View) -> FolderForm:
    """Return what somebody filled in."""
    given = Form(view)
    return FolderForm(given.text("name"), given.number("position"))


def save(session: Session, view: View, person: User, now: datetime) -> View | None:
    """Create or change the folder of a form, or return the form with what was changed meanwhile."""
    known, given, place = Known.read(view), read(view), place_of(view)
    if known.id is None:
        keeping.create(session, given, by=person, now=now, key=known.key)
        return None
    if clash := keeping.clash(session, known.id, given, by=person, seen=known.seen):
        told = clashing.blocks(clash, "folder", "folders", known.id, {})
        return form(given, known.told(clash), place, told)
    keeping.edit(session, known.id, given, by=person, seen=known.seen, now=now)
    return None


def opened(session: Session, folder_id: int, person: User, place: Place) -> View:
    """Return the form of a folder as it is now."""
    folder = looking.get(session, folder_id, by=person)
    values = FolderForm(folder.name, folder.position)
    return form(values, Known(folder.id, keeping.values(folder), ""), place)


def archived(folder: Folder) -> View:
    """Return what the page becomes once its folder is archived."""
    words = f"*{escape(folder.name)}* is archived. What it held stays in it, and comes back with it."
    return modal("Folder archived", [section(words)], callback="folders.archived.v1")


def _new(_session: Session, _person: User, place: Place) -> View:
    return form(FolderForm(""), Known.new(), place)


def _rows(session: Session, found: Page[Folder], person: User) -> Sequence[Row]:
    held = looking.counts(session, [folder.id for folder in found.rows], by=person)
    return [
        Row(folder.id, folder.name, f"*{escape(folder.name)}*\n{_held(sum(held[folder.id].values()))}")
        for folder in found.rows
    ]


def _held(count: int) -> str:
    return counted(count, "thing") if count else "empty"


SHELF = Shelf(
    Kind("folders", "Folders", "folder", verb="Open", is_filtered=False),
    Folder,
    rows=_rows,
    new=_new,
    one=inside.show,
    save=save,
    find=keeping.find,
    archive=keeping.archive,
    restore=keeping.restore,
    archived=archived,
)
