"""A number is opted out by hand: somebody asked by voice, e-mail or the like."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import context, field, modal, option, text_input
from bot.elements import radio
from bot.forms import Form
from bot.optout import listing, looking
from bot.request import View
from core.contacts.opt_out_by_hand import LONGEST, MEANS, opt_out_by_hand
from core.contacts.phones import as_written
from core.db import Database
from core.models import User

FORM = "optout.add.v1"


def register(app: App) -> None:
    """Listen to the buttons and to the form."""
    app.action("optout.add")(add_pressed)
    app.action("optout.stop")(stop_pressed)
    app.view(FORM)(submitted)


def add_pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=form())


def stop_pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_update(view_id=body["view"]["id"], view=form(body["actions"][0]["value"]))


def submitted(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    given = Form(view)
    means, words = given.choice("means") or "", given.text("words")
    with database.sessions.begin() as session:
        phone = given.text("phone")
        kept = opt_out_by_hand(session, phone, means=means, words=words, by=person, now=now).phone
    ack(response_action="update", view=looking.present(database, person, kept))
    listing.refresh(client, database, person, view)


def form(phone: str = "") -> View:
    """Return the form, empty or for a phone (E.164)."""
    blocks = [
        looking.phone_field(as_written(phone) if phone else ""),
        field("How they asked", "means", radio([option(words, name) for name, words in MEANS.items()])),
        field(
            "Their words",
            "words",
            text_input(multiline=True, limit=LONGEST),
            hint="What they said or wrote, if you know it. It stays on record.",
            optional=True,
        ),
        context(
            "It holds at once, in every action, and whatever is imported. They are sent no text about it."
        ),
    ]
    return modal("Opt out a number", blocks, callback=FORM, submit="Opt out")
