"""The buttons of an alert; the message itself is changed by the notice that follows."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.verbs import Verbs
from core.actions import states
from core.db import Database
from core.models import User
from core.notices import incidents


def register(app: App, verbs: Verbs) -> None:  # noqa: ARG001 - alerts come by themselves: there is no verb
    app.action("alerts.resume")(resume_pressed)
    app.action("alerts.seen")(seen_pressed)


def resume_pressed(ack: Ack, body: dict[str, Any], database: Database, person: User, now: datetime) -> None:
    ack()
    with database.sessions.begin() as session:
        states.resume(session, int(body["actions"][0]["value"]), by=person, now=now)


def seen_pressed(ack: Ack, body: dict[str, Any], database: Database, person: User, now: datetime) -> None:
    ack()
    with database.sessions.begin() as session:
        incidents.see(session, int(body["actions"][0]["value"]), by=person, now=now)
