"""An admin takes a stop back, with a note."""

import json
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import context, field, modal, section, text_input
from bot.forms import Form
from bot.optout import listing, looking
from bot.request import View
from core.contacts.opt_out_by_hand import LONGEST, lift_by_hand
from core.contacts.phones import as_written
from core.db import Database
from core.models import User
from core.people.rights import Right, require

FORM = "optout.lift.v1"


def register(app: App) -> None:
    """Listen to the button and to the form."""
    app.action("optout.lift")(lift_pressed)
    app.view(FORM)(submitted)


def lift_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    with database.readers() as session:
        require(session, person, Right.RUN)
    client.views_update(view_id=body["view"]["id"], view=form(body["actions"][0]["value"]))


def submitted(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    phone, note = json.loads(view["private_metadata"])["phone"], Form(view).text("note")
    with database.sessions.begin() as session:
        lift_by_hand(session, phone, note=note, by=person, now=now)
    ack(response_action="update", view=looking.present(database, person, phone))
    listing.refresh(client, database, person, view)


def form(phone: str) -> View:
    """Return the form that asks why; `phone` is E.164."""
    blocks = [
        section(f"*{as_written(phone)}* asked for no more texts. Lift it only if they told you otherwise."),
        field(
            "Note",
            "note",
            text_input(multiline=True, limit=LONGEST),
            hint="How you know: who told whom, when, how. It stays on record with your name.",
        ),
        context(
            "If they texted STOP, the carrier blocks us too until they text START themselves; nobody else can"
            " undo that."
        ),
    ]
    return modal(
        "Lift an opt-out", blocks, callback=FORM, submit="Lift", metadata=json.dumps({"phone": phone})
    )
