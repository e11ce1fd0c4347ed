"""People of the workspace are given a role, several at once."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import loading
from bot.forms import Form
from bot.request import View
from bot.roles import forms, listing
from bot.roles.asking import look_up
from bot.roles.forms import Known
from core.db import Database
from core.errors import Invalid
from core.models import User
from core.people.roles import granting
from core.people.roles.grants import GIVEN


def register(app: App) -> None:
    """Listen to the button, the form, and the question about owners."""
    app.action("people.add")(add_pressed)
    app.view(forms.ADD)(submitted)
    app.view(forms.ADD_SURE)(confirmed)


def add_pressed(ack: Ack, body: dict[str, Any], client: WebClient, person: User) -> None:
    ack()
    roles = GIVEN if person.role == "owner" else GIVEN[1:]
    view = forms.add_form(roles, int(body["actions"][0]["value"]))
    client.views_push(trigger_id=body["trigger_id"], view=view)


def submitted(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, team: str, now: datetime
) -> None:
    given = Form(view)
    wanted, people = forms.read_grant(given), tuple(given.choices("people")[: forms.MOST])
    if not people:
        raise Invalid("people", "Choose at least one person.")
    known = replace(Known.read(view), people=people, wanted=forms.kept(wanted))
    if wanted.role == "owner":
        ack(response_action="update", view=forms.sure_of_owner(known))
        return
    _add(ack, view, known, client, database, person, team, now)


def confirmed(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, team: str, now: datetime
) -> None:
    _add(ack, view, Known.read(view), client, database, person, team, now)


def _add(
    ack: Ack,
    view: View,
    known: Known,
    client: WebClient,
    database: Database,
    person: User,
    team: str,
    now: datetime,
) -> None:
    """Ask Slack about each of them behind a loading view: twenty questions take seconds."""
    ack(response_action="update", view=loading("Add people", "Asking Slack who they are …"))
    fit, unfit = look_up(client, known.people, team)
    wanted = known.grant("wanted")
    with database.sessions.begin() as session:
        done = granting.add(session, fit, wanted, by=person, now=now)
        shown = forms.added(done.given, done.already, unfit, wanted)
    client.views_update(view_id=view["id"], view=shown)
    listing.refresh(client, database, person, view, known.page)
