"""What the menus in the steps offer as somebody types."""

import re
from typing import Any

from slack_bolt import Ack, App

from bot.actions import volunteers
from bot.actions.basics import list_option
from bot.blocks import option
from bot.forms import typed
from core.actions import choosing
from core.db import Database
from core.models import User
from core.people import user_lists


def register(app: App) -> None:
    app.options("contact_list")(lists_asked)
    app.options("user_lists")(user_lists_asked)
    app.options("people")(people_asked)
    app.options(re.compile(r"^(report|response)_tags$"))(tags_asked)
    app.options("report_fields")(fields_asked)


def lists_asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
    with database.readers() as session:
        found = choosing.lists(session, by=person, words=typed(payload))
    ack(options=[list_option(each) for each in found])


def tags_asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
    with database.readers() as session:
        found = choosing.tags(session, by=person, words=typed(payload))
    ack(options=[option(each.name, str(each.id)) for each in found])


def fields_asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
    with database.readers() as session:
        found = choosing.fields(session, by=person, words=typed(payload))
    ack(options=[option(each.name, str(each.id)) for each in found])


def user_lists_asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
    with database.readers() as session:
        found = user_lists.choosing(session, by=person, words=typed(payload))
    ack(options=[volunteers.list_option(each) for each in found])


def people_asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
    with database.readers() as session:
        found = choosing.takers(session, by=person, words=typed(payload))
    ack(options=[volunteers.person_option(each) for each in found])
