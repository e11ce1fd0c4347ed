"""Give one conversation to another volunteer, or to nobody."""

from datetime import datetime
from secrets import token_urlsafe
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import actions, button, context, escape, field, modal, section
from bot.elements import external_select, tick
from bot.forms import Form
from bot.request import View
from bot.review.opening import present
from bot.review.place import Place
from core.actions.handing_on import hand_on
from core.conversations import reviewing
from core.conversations.reviewing import Review
from core.db import Database
from core.errors import Invalid
from core.models import User

FORM: Final = "review.reassign.v1"


def register(app: App) -> None:
    """Listen to the button and to the form; its menu of people is the one of `bot.reassign`."""
    app.action("review.reassign")(pressed)
    app.view(FORM)(submitted)


def pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    place = Place(Place.read(body["view"]).conversation, key=token_urlsafe(12))
    with database.readers() as session:
        shown = reviewing.review(session, place.conversation, by=person)
    client.views_update(view_id=body["view"]["id"], view=reassign_modal(shown, place))


def submitted(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    place = Place.read(view)
    taker = _taker(Form(view))
    with database.sessions.begin() as session:
        hand_on(session, place.conversation, to_user_id=taker, by=person, key=place.key, now=now)
    told = "Reassigned." if taker else "Nobody holds it now."
    ack(response_action="update", view=present(database, person, place.conversation, told=told))


def reassign_modal(shown: Review, place: Place) -> View:
    """Return the form."""
    holder = f"*{escape(shown.holder)}* holds it now." if shown.holder else "Nobody holds it now."
    nobody = tick(False, "To nobody", _fate(shown))
    blocks = [
        section(holder),
        field("To", "to_user", external_select(placeholder="Who shall have it"), optional=True),
        field("Or", "to_nobody", nobody, optional=True),
        context("Credit for texts sent and reports filed stays with whoever did it."),
        actions(button("Back to the conversation", "review.back")),
    ]
    return modal("Reassign", blocks, callback=FORM, submit="Reassign", metadata=str(place))


def _fate(shown: Review) -> str:
    if shown.conversation.initial_at is None:
        return "Any volunteer may get it with the next batch"
    return "It waits in /textbank attention when they write"


def _taker(given: Form) -> int | None:
    """Return whom somebody chose, None for nobody. Raises Invalid when it is neither, or both."""
    chosen, nobody = given.choice("to_user"), bool(given.choices("to_nobody"))
    if bool(chosen) == nobody:
        raise Invalid("to_user", "Choose somebody, or tick “To nobody”; one of the two.")
    return int(chosen) if chosen else None
