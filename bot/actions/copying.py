"""The button that makes a draft like an action."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.actions import listing, steps
from bot.blocks import context
from bot.request import View
from core.actions.copying import copy
from core.db import Database
from core.models import Action, User


def register(app: App) -> None:
    app.action("actions.copy")(copy_pressed)


def copy_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    """Show the copy's first step in this modal's place."""
    ack()
    view = body["view"]
    with database.sessions.begin() as session:
        made = copy(session, int(body["actions"][0]["value"]), by=person, now=now)
        shown = _first_step(session, made, person)
    client.views_update(view_id=view["id"], view=shown)
    listing.refresh(client, database, person, view)


def _first_step(session: Session, made: Action, person: User) -> View:
    told = "This is the copy, a draft with all that was decided; nobody is in it yet."
    if made.list_id is None:
        told = f"{told} The list of the first one is archived: choose another."
    view = steps.basics(session, made.id, person)
    return view | {"blocks": [context(told), *view["blocks"]]}
