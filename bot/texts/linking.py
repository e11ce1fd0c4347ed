"""Linking a phone: the number, then the code that was texted to it."""

import json
from datetime import datetime
from typing import Any

import structlog
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import actions, button, context, field, modal, section, text_input
from bot.forms import Form
from bot.request import Request, View
from bot.roles.asking import name_of
from bot.texts import asking
from bot.troubles import SLACK_TROUBLE, word_of
from core.contacts.phones import as_written
from core.db import Database
from core.naming import NAME_LIMIT
from core.people import linking
from core.people.signing_in import WrongCode

PHONE = "texts.phone.v1"
CODE = "texts.code.v1"
TITLE = "Link your phone"
_LONGEST_PHONE = 40
_LONGEST_CODE = 20

log = structlog.get_logger()


def register(app: App) -> None:
    """Listen to both forms, and to the button that begins anew."""
    app.view(PHONE)(phone_given)
    app.view(CODE)(code_given)
    app.action("texts.again")(again_pressed)


def names(request: Request) -> tuple[str, str]:
    """Return the first and last name to begin with: ours, else Slack's, else nothing."""
    if request.asker:
        return request.asker.first_name, request.asker.last_name
    try:
        known = name_of(dict(request.client.users_info(user=request.slack_id)["user"]))
    except SLACK_TROUBLE as problem:
        log.info("name_not_known", problem=word_of(problem))
        return "", ""
    first, _, last = known.partition(" ")
    return first, last


def phone_given(
    ack: Ack, view: View, body: dict[str, Any], database: Database, team: str, now: datetime
) -> None:
    given = Form(view)
    written = {name: given.text(name) for name in ("phone", "first_name", "last_name")}
    with database.sessions.begin() as session:
        campaign = linking.campaign_of(session, team)
        phone = linking.ask_for_code(session, campaign, body["user"]["id"], **written, now=now)
    ack(response_action="update", view=code_form(phone, written["first_name"], written["last_name"]))


def again_pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    view = body["view"]
    kept = json.loads(view["private_metadata"])
    again = phone_form(kept["first_name"], kept["last_name"], as_written(kept["phone"]))
    client.views_update(view_id=view["id"], view=again)


def code_given(
    ack: Ack, view: View, body: dict[str, Any], database: Database, team: str, now: datetime
) -> None:
    phone, code = json.loads(view["private_metadata"])["phone"], Form(view).text("code")
    slack_id = body["user"]["id"]
    with database.sessions.begin() as session:
        campaign = linking.campaign_of(session, team)
        user = linking.prove(session, campaign, slack_id, phone=phone, code=code, now=now)
    if user is None:  # said after the commit, so that the guess is counted
        raise WrongCode
    ack(response_action="update", view=asking.present(database, user, linked=phone))


def phone_form(first_name: str, last_name: str, phone: str = "") -> View:
    """Return the form that asks for a phone."""
    number = text_input(phone, limit=_LONGEST_PHONE, placeholder="(212) 555-0101")
    hint = "Texts are signed with it, should you be new here."
    blocks = [
        section("*Your Slack account is not linked to a phone yet.* Tell us yours, and we text you a code."),
        field("Your mobile phone", "phone", number, hint="The one you joined with, if you have."),
        field("First name", "first_name", text_input(first_name, limit=NAME_LIMIT), hint=hint),
        field("Last name", "last_name", text_input(last_name, limit=NAME_LIMIT), optional=True),
        context("Nobody in Slack sees your phone but the campaign's admins."),
    ]
    return modal(TITLE, blocks, callback=PHONE, submit="Text me a code")


def code_form(phone: str, first_name: str, last_name: str) -> View:
    """Return the form that asks for the code."""
    told = f"We texted a code to *{as_written(phone)}*. It is good for ten minutes."
    blocks = [
        section(told),
        field("Code", "code", text_input(limit=_LONGEST_CODE, placeholder="123456")),
        actions(button("Another phone, or a new code", "texts.again")),
    ]
    kept = json.dumps({"phone": phone, "first_name": first_name, "last_name": last_name})
    return modal(TITLE, blocks, callback=CODE, submit="Link", metadata=kept)
