"""Somebody asked to be erased: what that takes away, a word to type, and it is done."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import context, field, modal, section, text_input
from bot.contacts import words
from bot.contacts.sheet import contact_id_of, metadata
from bot.counted import counted
from bot.forms import Form
from bot.request import View
from core.contacts.erasing import erasing
from core.contacts.erasing.erasing import WORD, Consequence
from core.db import Database
from core.models import User

FORM = "contacts.erase.v1"
_LONGEST = 20


def register(app: App) -> None:
    """Listen to the button and to the form."""
    app.action("contacts.erase")(erase_pressed)
    app.view(FORM)(submitted)


def erase_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    with database.readers() as session:
        seen = erasing.consequence(session, contact_id_of(body["view"]), by=person)
    client.views_update(view_id=body["view"]["id"], view=form(seen))


def submitted(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    word = Form(view).text("word")
    with database.sessions.begin() as session:
        erasing.erase(session, contact_id_of(view), word, by=person, now=now)
    ack(response_action="update", view=erased())


def form(seen: Consequence) -> View:
    """Return the form that says what goes, and asks for a word."""
    where = f"{counted(seen.texts, 'text')} in {counted(seen.conversations, 'conversation')}"
    away = [
        "Name, phone, ZIP code, state, time zone, columns of the file and ids in other systems",
        f"The words and pictures of {where}, theirs and ours",
        "Answers in words, and what volunteers wrote to you about them",
        f"Their place in {counted(seen.lists, 'list')}",
        "The files of refused rows and exported opt-outs that are kept here, for everybody in them",
    ]
    waiting = f" {counted(seen.queued, 'text')} waiting to be sent will not go." if seen.queued else ""
    stays = (
        "What stays are counts: that texts were sent, tags and choices, that they opted out. The phone stays "
        f"as a hash that nobody can read, so that it is never texted or imported again.{waiting}"
    )
    beyond = (
        "Copies in Slack, at Twilio and in files that people downloaded are out of my reach. If they text "
        "START, the number may be imported again."
    )
    blocks = [
        section(f"{words.named(seen.contact)}\nErasing them cannot be taken back. These go:"),
        section("\n".join(f"• {each}" for each in away)),
        section(stays),
        context(beyond),
        field(f"Type {WORD} to confirm", "word", text_input(limit=_LONGEST, placeholder=WORD)),
    ]
    kept = metadata(seen.contact.id)
    return modal("Erase a person", blocks, callback=FORM, submit="Erase for good", metadata=kept)


def erased() -> View:
    """Return what stands in the modal once it is done."""
    done = ":white_check_mark: Erased. Nobody can text or import this number again."
    return modal("Erased", [section(done)], callback="contacts.erased.v1")
