"""What happens when somebody looks at the settings or changes a part of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.forms import Form
from bot.request import Request, View
from bot.settings import by_state
from bot.settings.parts import PARTS, Part
from bot.settings.seen import changed
from bot.settings.showing import all_settings
from bot.verbs import Verb, Verbs
from core.db import Database
from core.models import User
from core.people.rights import Right
from core.settings.looking import settings

SAVED = ":white_check_mark: Saved."


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the buttons and forms of all parts."""
    summary = "Names, texting hours, limits, the sending service"
    verbs.add(Verb("settings", "Settings", summary, asked, needs=Right.LOOK, presses=Right.SETTINGS))
    verbs.allow("settings.states", Right.LOOK)
    verbs.allow("timezone", Right.SETTINGS)  # the menu in the form for name and place
    for part in PARTS.values():
        app.action(f"settings.{part.name}")(_edit_pressed(part))
        app.view(part.callback)(_submitted(part))
    by_state.register(app)


def asked(request: Request) -> None:
    """Show the settings; staff may look."""
    request.open(all_settings(request.database, request.person, request.now))


def _edit_pressed(part: Part) -> Callable[..., None]:
    """Return the listener for a part's button."""

    def pressed(
        ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        ack()
        with database.readers() as session:
            view = part.view(settings(session, person.campaign_id, now=now))
        client.views_push(trigger_id=body["trigger_id"], view=view)

    return pressed


def _submitted(part: Part) -> Callable[..., None]:
    """Return the listener for a part's form."""

    def submitted(
        ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        given = part.read(Form(view))
        changes = changed(view, given)
        if changes:
            with database.sessions.begin() as session:
                part.save(session, changes, given, person, now)
        ack()
        if below := view.get("previous_view_id"):
            note = SAVED if changes else ""
            client.views_update(view_id=below, view=all_settings(database, person, now, note))

    return submitted
