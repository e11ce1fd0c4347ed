"""Opt-outs as files: one of phones is taken in like one of contacts, the record is given out as CSV."""

import json
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import clip, context, escape, field, loading, modal, option, section
from bot.counted import counted
from bot.elements import MENU_LIMIT, select
from bot.forms import Form
from bot.lists import uploads
from bot.request import Request, View
from core.contacts.importing import opt_outs
from core.contacts.importing.columns import Role
from core.contacts.importing.starting import Upload
from core.contacts.opt_out_exporting import export
from core.db import Database
from core.errors import Invalid
from core.models import User
from core.people.rights import Right, require

UPLOAD = "optout.upload.v1"
COLUMN = "optout.column.v1"
TITLE = "Import opt-outs"


def register(app: App) -> None:
    """Listen to both buttons and to the two steps of an import."""
    app.action("optout.import")(import_pressed)
    app.action("optout.export")(export_pressed)
    app.view(UPLOAD)(uploaded)
    app.view(COLUMN)(column_chosen)


def open_form(request: Request) -> None:
    """Ask for the file."""
    with request.database.readers() as session:
        require(session, request.person, Right.RUN)
    request.open(upload_form())


def import_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    with database.readers() as session:
        require(session, person, Right.RUN)
    client.views_push(trigger_id=body["trigger_id"], view=upload_form())


def export_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.readers() as session:
        require(session, person, Right.EXPORT)
    # first, since the file may take longer than Slack lets a window be opened
    client.views_push(trigger_id=body["trigger_id"], view=on_its_way())
    export(database, by=person, key=body["view"]["id"], now=now)


def uploaded(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    if not (files := Form(view).files("file")):
        raise Invalid("file", "Choose a file.")
    with database.readers() as session:
        require(session, person, Right.RUN)
    ack(response_action="update", view=loading(TITLE, "Reading the file …"))
    upload = uploads.look(client, files[0], unnamed="opt-outs")
    with database.sessions.begin() as session:
        kept = opt_outs.keep(session, upload, by=person, channel=person.slack_id or "", now=now)
    client.views_update(view_id=view["id"], view=column_form(kept.id, upload))


def column_chosen(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    import_id = json.loads(view["private_metadata"])["import_id"]
    chosen = Form(view).choice("phones")
    with database.sessions.begin() as session:
        started = opt_outs.start(session, import_id, int(chosen) if chosen else None, by=person, now=now)
    ack(response_action="update", view=begun(started.file_name))


def upload_form() -> View:
    """Return the form that asks for a file."""
    file = {"type": "file_input", "filetypes": ["csv", "tsv", "txt", "xlsx"], "max_files": 1}
    hint = "CSV, TSV or XLSX, up to 10 MB, with a column of phones. Every phone in it is opted out."
    return modal(TITLE, [field("File", "file", file, hint=hint)], callback=UPLOAD, submit="Next")


def column_form(import_id: int, upload: Upload) -> View:
    """Return the question which column holds the phones; the likely one is chosen."""
    columns = upload.columns[:MENU_LIMIT]
    likely = next((column for column in columns if column.role is Role.PHONE), None)
    menu = [option(column.header, str(column.position)) for column in columns]
    words = f"*{escape(clip(upload.name, 200))}* has {counted(upload.table.total, 'row')}."
    blocks = [
        section(words),
        field("Column of phones", "phones", select(menu, str(likely.position) if likely else None)),
        context(
            "Every phone in it is opted out of all texts, at once and for good. Nobody is told by text; who"
            " is out already stays as they are."
        ),
    ]
    metadata = json.dumps({"import_id": import_id})
    return modal(TITLE, blocks, callback=COLUMN, submit="Opt out", metadata=metadata)


def begun(file_name: str) -> View:
    """Return what stands in the modal once the import runs."""
    words = (
        f":white_check_mark: *Import started.* {escape(clip(file_name, 200))} is read now. "
        "I'll tell you in a direct message how it comes along; you can close this."
    )
    return modal(TITLE, [section(words)], callback="optout.begun.v1")


def on_its_way() -> View:
    """Return what is said while the record is made into a file."""
    words = ":hourglass_flowing_sand: *The file is being made.* I'll send it to you in a direct message."
    return modal("Export opt-outs", [section(words)], callback="optout.exported.v1")
