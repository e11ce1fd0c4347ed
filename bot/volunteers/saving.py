"""Whoever is shown becomes a user list."""

import json
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import context, escape, field, modal, section, text_input
from bot.forms import Form
from bot.request import View
from bot.volunteers import words
from bot.volunteers.place import place_of
from core.db import Database
from core.models import User, UserList
from core.naming import NAME_LIMIT
from core.people import user_lists, volunteers
from core.people.who import Who

FORM = "volunteers.save.v1"
TITLE = "Save as user list"


def register(app: App) -> None:
    """Listen to the button and the form."""
    app.action("volunteers.save")(save_pressed)
    app.view(FORM)(submitted)


def save_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    who = place_of(body["view"]).who
    with database.readers() as session:
        count = volunteers.count(session, who, by=person)
    client.views_push(trigger_id=body["trigger_id"], view=form(who, count))


def submitted(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    who = Who.of(json.loads(view["private_metadata"])["who"])
    with database.sessions.begin() as session:
        made = user_lists.make(session, Form(view).text("name"), by=person, now=now, made_from=who)
        count = volunteers.count(session, Who(in_list=made.id, state="all"), by=person)
    ack(response_action="update", view=saved(made, count))


def form(who: Who, count: int) -> View:
    """Return the question what the list is to be called, with how many will be in it."""
    blocks = [
        section(f"*{words.people(count)}* · {words.meant(who)}"),
        field("List name", "name", text_input(limit=NAME_LIMIT), hint="Volunteers do not see it."),
        context("Whoever comes to fit the filter later is not added by itself."),
    ]
    kept = json.dumps({"who": who.as_json()})
    return modal(TITLE, blocks, callback=FORM, submit="Save", metadata=kept)


def saved(made: UserList, count: int) -> View:
    """Return what was made."""
    told = f":white_check_mark: *{escape(made.name)}* holds {words.people(count)}."
    where = "Actions can be sent to it. It is under User lists, and in the filter of this list."
    return modal(TITLE, [section(told), context(where)], callback="volunteers.saved.v1")
