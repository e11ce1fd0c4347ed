"""One volunteer: what they hold, how they are called, their personal sign-in link."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, actions, button, clip, context, escape, field, modal, section, text_input
from bot.counted import counted
from bot.forms import Form
from bot.request import View
from bot.states import STATES
from bot.volunteers import words
from bot.volunteers.listing import refresh
from bot.volunteers.place import Place, place_of
from core.config import Settings
from core.db import Database
from core.models import User
from core.naming import NAME_LIMIT
from core.people import inviting, volunteers
from core.people.deactivating import may_deactivate
from core.people.rights import Right, may
from core.people.volunteers import Hand, Sheet

SHEET = "volunteers.sheet.v1"
NAME_FORM = "volunteers.name.v1"


def register(app: App) -> None:
    """Listen to the page's buttons and to the form of the name."""
    app.action("volunteers.open")(open_pressed)
    app.action("volunteers.name")(name_pressed)
    app.action("volunteers.link")(link_pressed)
    app.view(NAME_FORM)(name_submitted)


def open_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    shown = present(database, person, int(body["actions"][0]["value"]), place_of(body["view"]))
    client.views_push(trigger_id=body["trigger_id"], view=shown)


def name_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    with database.readers() as session:
        sheet = volunteers.sheet(session, int(body["actions"][0]["value"]), by=person)
    client.views_push(trigger_id=body["trigger_id"], view=name_form(sheet.user, place_of(body["view"])))


def name_submitted(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    given, user_id = Form(view), json.loads(view["private_metadata"])["user"]
    names = {name: given.text(name) for name in ("first_name", "last_name")}
    with database.sessions.begin() as session:
        volunteers.rename(session, user_id, **names, by=person, now=now)
    ack()
    show_anew(client, database, person, view)


def link_pressed(
    ack: Ack,
    body: dict[str, Any],
    client: WebClient,
    database: Database,
    person: User,
    settings: Settings,
    now: datetime,
) -> None:
    ack()
    with database.sessions.begin() as session:
        link = inviting.make_link(
            session,
            int(body["actions"][0]["value"]),
            public_url=settings.public_url,
            secret_key=settings.signing_key(),
            by=person,
            now=now,
        )
    client.views_push(trigger_id=body["trigger_id"], view=link_view(link))


def present(database: Database, person: User, user_id: int, place: Place, told: str = "") -> View:
    """Return the page of one volunteer, as this person may use it.

    Args:
        told: mrkdwn on what has just been done.
    """
    with database.readers() as session:
        sheet = volunteers.sheet(session, user_id, by=person)
    return view(sheet, place, doings=_doings(sheet.user, person), told=told)


def show_anew(client: WebClient, database: Database, person: User, form: View, told: str = "") -> None:
    """Show the page below a form anew, and the list below that."""
    user_id = json.loads(form["private_metadata"])["user"]
    shown = present(database, person, user_id, place_of(form), told)
    client.views_update(view_id=form["previous_view_id"], view=shown)
    refresh(client, database, person, form)


def metadata(user: User, place: Place) -> str:
    """Return what a modal about somebody keeps: who it is, and the place in the list."""
    return json.dumps({"user": user.id, "who": place.who.as_json(), "page": place.page})


def view(sheet: Sheet, place: Place, *, doings: Sequence[Block] = (), told: str = "") -> View:
    """Return the page.

    Args:
        doings: the buttons that whoever looks may press.
    """
    user = sheet.user
    blocks = [section(told)] if told else []
    blocks.append(section(f"{words.name(user)}  {words.reached_by(user)}\n{words.standing(user)}"))
    blocks += [actions(*doings)] if doings else []
    blocks += [section(_hand(each)) for each in sheet.hands] or [context("Holds no conversations.")]
    if sheet.more:
        blocks.append(context(f"… and {counted(sheet.more, 'more action')}."))
    if sheet.lists:
        names = ", ".join(escape(clip(name, 80)) for name in sheet.lists)
        blocks.append(context(f"In the user lists: {names}"))
    return modal("Volunteer", blocks, callback=SHEET, metadata=metadata(user, place))


def name_form(user: User, place: Place) -> View:
    """Return the form of somebody's name."""
    hint = "Their texts are signed with it from now on."
    blocks = [
        field("First name", "first_name", text_input(user.first_name, limit=NAME_LIMIT), hint=hint),
        field("Last name", "last_name", text_input(user.last_name, limit=NAME_LIMIT), optional=True),
    ]
    kept = metadata(user, place)
    return modal("Edit name", blocks, callback=NAME_FORM, submit="Save", metadata=kept)


def link_view(link: inviting.PersonalLink) -> View:
    """Return the sign-in link, to be handed on by whoever asked for it."""
    who = escape(clip(link.user.name, 150))
    blocks = [
        section(f"Whoever opens this within 24 hours is signed in as *{who}*:"),
        section(f"```{link.address}```"),
        context(f":warning: Send it to {who} alone, by no channel that others read. Only you see it here."),
    ]
    return modal("Sign-in link", blocks, callback="volunteers.linked.v1")


def _doings(user: User, person: User) -> list[Block]:
    if not may(person, Right.PEOPLE):
        return []
    value, shown = str(user.id), [button("Edit name", "volunteers.name", str(user.id))]
    if inviting.may_make_link(user, person):
        shown.append(button("Sign-in link", "volunteers.link", value, label=f"Sign-in link for {user.name}"))
    if may_deactivate(user, person):
        shown.append(_closing(user))
    return shown


def _closing(user: User) -> Block:
    if user.deactivated_at:
        return button("Reactivate", "volunteers.reactivate", str(user.id), label=f"Reactivate {user.name}")
    label = f"Deactivate {user.name}"
    return button("Deactivate", "volunteers.deactivate", str(user.id), style="danger", label=label)


def _hand(hand: Hand) -> str:
    waiting = f", *{hand.waiting:,} waiting for an answer*" if hand.waiting else ""
    return (
        f"*{escape(clip(hand.title, 150))}*  _{STATES[hand.state]}_\n"
        f"{hand.texted:,} texted{waiting}, {hand.unsent:,} not texted yet"
    )
