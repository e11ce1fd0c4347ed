"""Somebody's role or rights are changed, or taken away, with a question first where something is lost."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.forms import Form
from bot.request import View
from bot.roles import forms, listing
from bot.roles.forms import Known
from core.db import Database
from core.models import GroupRole, User
from core.people.roles import granting
from core.people.roles.grants import roles_for


def register(app: App) -> None:
    """Listen to the buttons, the form, and the question."""
    app.action("people.edit")(edit_pressed)
    app.view(forms.EDIT)(submitted)
    app.view(forms.EDIT_SURE)(confirmed)
    app.action("people.remove")(remove_pressed)


def edit_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    user_id, _, page = body["actions"][0]["value"].partition(".")
    with database.readers() as session:
        user = granting.find(session, int(user_id), by=person)
        view = forms.edit_form(user, roles_for(person, user), _handle(session, user), int(page or 0))
    client.views_push(trigger_id=body["trigger_id"], view=view)


def submitted(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    known = Known.read(view)
    wanted = forms.read_grant(Form(view))
    known = replace(known, wanted=forms.kept(wanted))
    if forms.needs_asking(known.grant("had"), wanted):
        with database.readers() as session:
            user = granting.find(session, known.id, by=person)
        ack(response_action="update", view=forms.sure_of_change(user, known))
        return
    _change(ack, view, known, client, database, person, now)


def confirmed(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    _change(ack, view, Known.read(view), client, database, person, now)


def remove_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    view = body["view"]
    with database.sessions.begin() as session:
        user = granting.take_away(session, int(body["actions"][0]["value"]), by=person, now=now)
        shown = forms.removed(user)
    client.views_update(view_id=view["id"], view=shown)
    listing.refresh(client, database, person, view, Known.read(view).page)


def _change(
    ack: Ack, view: View, known: Known, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    wanted, had = known.grant("wanted"), known.grant("had")
    with database.sessions.begin() as session:
        granting.change(session, known.id, wanted, by=person, seen=had, now=now)
    ack()
    listing.refresh(client, database, person, view, known.page)


def _handle(session: Session, user: User) -> str:
    followed = select(GroupRole.handle).filter_by(campaign_id=user.campaign_id, group_id=user.role_from)
    return (session.scalar(followed) or "") if user.role_from else ""
