"""Inviting people from a file: looked at and counted first, then made, and put into a user list."""

import json
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot import slowly
from bot.blocks import Block, clip, context, escape, field, loading, modal, section
from bot.counted import counted
from bot.elements import external_select
from bot.forms import Form
from bot.lists import uploads
from bot.request import Message, View
from core.db import Database
from core.errors import Invalid
from core.models import User
from core.people import enrolling
from core.people.enrolling import Draft
from core.people.rights import Right, require

UPLOAD = "volunteers.upload.v1"
CONFIRM = "volunteers.enrol.v1"
TITLE = "Invite from a file"
_FIGURES = (
    ("new", "New"),
    ("known", "Here already"),
    ("duplicates", "Duplicates"),
    ("refused", "Refused"),
)


def register(app: App) -> None:
    """Listen to the button and both steps."""
    app.action("volunteers.file")(file_pressed)
    app.view(UPLOAD)(uploaded)
    app.view(CONFIRM)(confirmed)


def file_pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=upload_form())


def uploaded(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    given = Form(view)
    if not (files := given.files("file")):
        raise Invalid("file", "Choose a file.")
    with database.readers() as session:
        require(session, person, Right.PEOPLE)
    ack(response_action="update", view=loading(TITLE, "Reading the file …"))
    list_id = int(given.choice("volunteers.in_list") or 0) or None

    def make() -> View:
        upload = uploads.look(client, files[0], unnamed="volunteers")
        with database.sessions.begin() as session:
            return confirmation(enrolling.keep(session, upload, by=person, now=now), list_id)

    slowly.finish(client, view["id"], make)


def confirmed(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    kept = json.loads(view["private_metadata"])
    ack(response_action="update", view=loading(TITLE, "Inviting …"))

    def make() -> View:
        uploads.let_loading_show()
        counts = enrolling.enrol(database, kept["import_id"], list_id=kept["list_id"], by=person, now=now)
        return done(vars(counts) if counts else None)

    slowly.finish(client, view["id"], make)


def upload_form() -> View:
    """Return the form that asks for a file."""
    file = {"type": "file_input", "filetypes": ["csv", "tsv", "txt", "xlsx"], "max_files": 1}
    menu = external_select(placeholder="None")
    blocks = [
        field("File", "file", file, hint=_WHICH_FILE),
        field("Put them into the user list", "volunteers.in_list", menu, hint=_WHICH_LIST, optional=True),
    ]
    return modal(TITLE, blocks, callback=UPLOAD, submit="Next")


def confirmation(draft: Draft, list_id: int | None) -> View:
    """Return what inviting would come to, and the question whether to."""
    found = f"*{escape(clip(draft.name, 200))}* has {counted(draft.counts.rows, 'row')}. It would be:"
    blocks = [section(found), _figures(vars(draft.counts)), context(_NO_TEXTS)]
    kept = json.dumps({"import_id": draft.import_id, "list_id": list_id})
    return modal(TITLE, blocks, callback=CONFIRM, submit="Invite", metadata=kept)


def done(counts: dict[str, int] | None) -> View:
    """Return what came of it; None when another press was first."""
    if counts is None:
        return modal(TITLE, [section("This file was invited already.")], callback="volunteers.enrolled.v1")
    told = f":white_check_mark: *{counted(counts['new'], 'person', 'people')} invited.*"
    blocks = [section(told), _figures(counts), context(_NEXT)]
    return modal(TITLE, blocks, callback="volunteers.enrolled.v1")


def enrolled_message(data: dict[str, Any]) -> Message:
    """Return what came of a file, for the message that its refused rows hang below."""
    counts = data["counts"]
    sentence = f"Invited the people of {escape(clip(data['file_name'], 200))}: {counts['new']:,} new"
    blocks = [section(f":white_check_mark: {sentence}"), _figures(counts)]
    if counts["refused"]:
        blocks.append(context("The refused rows are in the file below, with the reason for each."))
    plain = f"{sentence}, {counts['known']:,} here already, {counts['refused']:,} refused"
    return Message(plain, blocks)


def _figures(counts: dict[str, int]) -> Block:
    return section("", fields=[f"*{label}*\n{counts[key]:,}" for key, label in _FIGURES])


_WHICH_FILE = (
    "CSV, TSV or XLSX, up to 10 MB, with columns such as first_name, last_name, phone and email. Whoever is"
    " here already is found by phone or e-mail."
)
_WHICH_LIST = "One you have made under User lists; who is here already goes into it too."
_NO_TEXTS = "Nobody is texted because of this. They join with the join link, or by /textbank texts in Slack."
_NEXT = "Send them the join link. Until they prove their phone they are under “Invited, not joined yet”."
