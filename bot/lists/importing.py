"""The steps of an import: the file, its columns, the start."""

import json
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import loading
from bot.forms import Form
from bot.lists import messages, uploads, views
from bot.lists.listing import IMPORT
from bot.request import Request, View
from core.contacts.importing import columns, labels, starting
from core.db import Database
from core.errors import Invalid
from core.models import User
from core.naming import named


def register(app: App) -> None:
    """Listen to the button and to both forms."""
    app.action(IMPORT)(import_pressed)
    app.view(views.UPLOAD)(uploaded)
    app.view(views.COLUMNS)(columns_chosen)
    app.action(messages.START)(start_pressed)


def open_form(request: Request) -> None:
    """Ask for the file."""
    request.open(views.upload_form())


def import_pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=views.upload_form())


def uploaded(
    ack: Ack,
    view: View,
    body: dict[str, Any],
    client: WebClient,
    database: Database,
    person: User,
    now: datetime,
) -> None:
    form = Form(view)
    list_name = named(form.text("list_name"), field="list_name", what="list name")
    if not (files := form.files("file")):
        raise Invalid("file", "Choose a file.")
    ack(response_action="update", view=loading("Import contacts", "Reading the file …"))
    upload = uploads.look(client, files[0], unnamed="contacts")
    with database.sessions.begin() as session:
        # progress goes to the person: a channel may lack the app, and the refused rows are people's data
        asker, upload = body["user"]["id"], starting.recognise(session, upload, by=person)
        draft = starting.draft(session, upload, list_name=list_name, by=person, channel=asker, now=now)
        names = labels.names(session, person.campaign_id, columns.labels_in(draft.mapping))
    client.views_update(view_id=view["id"], view=views.columns_form(draft.id, list_name, upload, names))


def columns_chosen(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    form, import_id = Form(view), json.loads(view["private_metadata"])["import_id"]
    asked = (block["block_id"] for block in view["blocks"] if block["type"] == "input")
    fields = [field for field in asked if field.startswith("column_")]
    roles = {field.removeprefix("column_"): form.choice(field) or "extra" for field in fields}
    dry_run = bool(form.choices(views.DRY_RUN))
    with database.sessions.begin() as session:
        started = starting.start(session, import_id, roles, dry_run=dry_run, by=person, now=now)
    shown = views.started(started.file_name, started.list_name, dry_run=dry_run)
    ack(response_action="update", view=shown)


def start_pressed(ack: Ack, body: dict[str, Any], database: Database, person: User, now: datetime) -> None:
    """Do what a dry run has counted; the message of the dry run tells how it comes along."""
    ack()
    with database.sessions.begin() as session:
        starting.start_tried(session, int(body["actions"][0]["value"]), by=person, now=now)
