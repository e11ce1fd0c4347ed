"""What happens when somebody presses a step: its screen opens, or it is noted as right."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.first_steps.views import HIDE, OPEN, SEEN
from bot.forms import Form
from bot.request import Request, View
from bot.settings.parts import PARTS, Part
from bot.settings.seen import changed
from bot.verbs import Verbs
from core.db import Database
from core.models import User
from core.people import first_steps
from core.people.first_steps import ADMINS, CONTACTS, GENERAL, HOURS, SAID, SERVICE
from core.settings.looking import settings

_FORMS = (GENERAL, HOURS, SERVICE)  # by the names of their parts of the settings
_VERBS: dict[str, tuple[str, list[str]]] = {ADMINS: ("people", []), CONTACTS: ("lists", ["import"])}


def register(app: App, verbs: Verbs) -> None:
    """Listen to the steps' buttons and forms."""
    for step in _FORMS:
        app.action(f"{OPEN}.{step}")(_form_opened(PARTS[step]))
        app.view(_callback(step))(_form_submitted(PARTS[step]))
    for step, (verb, words) in _VERBS.items():
        app.action(f"{OPEN}.{step}")(_screen_opened(verbs, verb, words))
    for step in SAID:
        app.action(f"{SEEN}.{step}")(_seen(step))
    app.action(HIDE)(_hidden)


def _callback(step: str) -> str:
    return f"first_steps.{step}.v1"


def _form_opened(part: Part) -> Callable[..., None]:
    """Return the listener that opens a part of the settings, to come back to App Home."""

    def opened(
        ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        ack()
        with database.readers() as session:
            view = part.view(settings(session, person.campaign_id, now=now))
        client.views_open(trigger_id=body["trigger_id"], view=view | {"callback_id": _callback(part.name)})

    return opened


def _form_submitted(part: Part) -> Callable[..., None]:
    """Return the listener that keeps what was filled in; to save is to say that it is right."""

    def submitted(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
        given = part.read(Form(view))
        changes = changed(view, given)
        with database.sessions.begin() as session:
            if changes:
                part.save(session, changes, given, person, now)
            if part.name in SAID:
                first_steps.say_done(session, part.name, by=person, now=now)
        ack()

    return submitted


def _screen_opened(verbs: Verbs, name: str, words: list[str]) -> Callable[..., None]:
    """Return the listener that asks for a verb in the person's place."""

    def opened(
        ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        ack()
        asked = Request(client, database, person, body["user"]["id"], [*words], None, body["trigger_id"], now)
        if verb := verbs.get(name):
            verb.handler(asked)

    return opened


def _seen(step: str) -> Callable[..., None]:
    def pressed(ack: Ack, database: Database, person: User, now: datetime) -> None:
        ack()
        with database.sessions.begin() as session:
            first_steps.say_done(session, step, by=person, now=now)

    return pressed


def _hidden(ack: Ack, database: Database, person: User, now: datetime) -> None:
    ack()
    with database.sessions.begin() as session:
        first_steps.hide(session, by=person, now=now)
