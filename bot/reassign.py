"""`/reassign`: move conversations from one volunteer to another, with the count before and a confirmation."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.blocks import Block, context, escape, field, modal, option, section
from bot.counted import counted
from bot.elements import MENU_LIMIT, external_select, radio
from bot.forms import Form, typed
from bot.request import Request, View
from bot.suggesting import named, person_option, suggest
from bot.verbs import Verb, Verbs
from core.actions import choosing
from core.actions.reassigning import WHICH, Order, Preview, preview, reassign
from core.db import Database
from core.models import Reassignment, User
from core.results.choosing import with_results

FORM = "reassign.form.v1"
CONFIRM = "reassign.confirm.v1"
EVERY_ACTION = option("All actions", "0")


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the form, its menus and the confirmation."""
    summary = "Move conversations to another volunteer"
    verbs.add(Verb("reassign", "Reassign", summary, asked, short="/reassign"))
    suggest(app, "from_user", choosing.givers, person_option)
    suggest(app, "to_user", choosing.takers, person_option)
    app.options("of_action")(actions_asked)
    app.view(FORM)(submitted)
    app.view(CONFIRM)(confirmed)


def asked(request: Request) -> None:
    """Show the form."""
    request.open(form())


def actions_asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
    words = typed(payload)
    with database.readers() as session:
        found = with_results(session, by=person, words=words)
    every = [] if words else [EVERY_ACTION]
    ack(options=[*every, *(named(action) for action in found)][:MENU_LIMIT])


def submitted(ack: Ack, view: View, database: Database, person: User) -> None:
    order = read(view)
    with database.readers() as session:
        seen = preview(session, order, by=person)
    ack(response_action="push", view=confirmation(order, seen))


def confirmed(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    known = json.loads(view["private_metadata"])
    order = Order(**known["order"])
    with database.sessions.begin() as session:
        done = reassign(session, order, by=person, key=view["id"], now=now)
        names = _names(session, done)
    ack(response_action="update", view=result(done, names, expected=known["count"]))


def read(view: View) -> Order:
    """Return what somebody filled in."""
    given = Form(view)
    return Order(
        from_user_id=int(given.choice("from_user") or 0),
        to_user_id=int(given.choice("to_user") or 0),
        which=given.choice("which") or "all",
        action_id=int(given.choice("of_action") or 0) or None,
    )


def form() -> View:
    """Return the empty form."""
    which = [option(words, name) for name, words in WHICH.items()]
    blocks = [
        field("From", "from_user", external_select(placeholder="Who holds them now")),
        field("To", "to_user", external_select(placeholder="Who shall have them")),
        field("Which conversations", "which", radio(which, "all")),
        field("Action", "of_action", external_select(EVERY_ACTION)),
        context("Credit for texts sent and reports filed stays with whoever did it."),
    ]
    return modal("Reassign", blocks, callback=FORM, submit="Next")


def confirmation(order: Order, seen: Preview) -> View:
    """Return the question whether so many conversations are to be moved."""
    giver, taker = escape(seen.giver.name), escape(seen.taker.name)
    words = f"Move *{counted(seen.count, 'conversation')}* from *{giver}* to *{taker}*?"
    where = f"in {escape(seen.action.title)}" if seen.action else "in all actions"
    blocks = [section(words), context(f"{WHICH[order.which]}, {where}.")]
    kept = json.dumps({"order": asdict(order), "count": seen.count})
    return modal("Reassign", blocks, callback=CONFIRM, submit="Reassign", metadata=kept)


def result(done: Reassignment, names: tuple[str, str], *, expected: int) -> View:
    """Return what was done, and that it is not what was expected if the number changed meanwhile."""
    giver, taker = map(escape, names)
    moved = f"Moved *{counted(done.count, 'conversation')}* from *{giver}* to *{taker}*."
    blocks: list[Block] = [section(f":white_check_mark: {moved}")]
    if done.count != expected:
        blocks.append(context(f"It was {expected:,} when you were asked; the number changed meanwhile."))
    return modal("Reassigned", blocks, callback="reassign.done.v1")


def _names(session: Session, done: Reassignment) -> tuple[str, str]:
    giver, taker = (session.get_one(User, each) for each in (done.from_user_id, done.to_user_id))
    return giver.name, taker.name
