"""Deactivating a volunteer, with what becomes of their conversations in numbers; and opening it again."""

import json
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, clip, context, escape, field, modal, option, section
from bot.counted import counted
from bot.elements import external_select
from bot.forms import Form, typed
from bot.request import View
from bot.suggesting import person_option
from bot.volunteers.listing import refresh
from bot.volunteers.place import Place, place_of
from bot.volunteers.sheet import metadata, present, show_anew
from core.actions import choosing
from core.db import Database
from core.models import User
from core.people import deactivating
from core.people.deactivating import Leaving

FORM = "volunteers.deactivate.v1"
TO_POOL = option("Back to the pool", "0")


def register(app: App) -> None:
    """Listen to both buttons, the form and its menu."""
    app.action("volunteers.deactivate")(deactivate_pressed)
    app.action("volunteers.reactivate")(reactivate_pressed)
    app.options("volunteers.to")(takers_asked)
    app.view(FORM)(submitted)


def deactivate_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    with database.readers() as session:
        leaving = deactivating.preview(session, int(body["actions"][0]["value"]), by=person)
    client.views_push(trigger_id=body["trigger_id"], view=form(leaving, place_of(body["view"])))


def takers_asked(
    ack: Ack, body: dict[str, Any], payload: dict[str, Any], database: Database, person: User
) -> None:
    leaver, words = json.loads(body["view"]["private_metadata"])["user"], typed(payload)
    with database.readers() as session:
        found = choosing.takers(session, by=person, words=words)
    offered = [person_option(each) for each in found if each.id != leaver]
    ack(options=([] if words else [TO_POOL]) + offered[:99])


def submitted(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    user_id = json.loads(view["private_metadata"])["user"]
    to_user_id = int(Form(view).choice("volunteers.to") or 0) or None
    with database.sessions.begin() as session:
        left = deactivating.deactivate(
            session, user_id, to_user_id=to_user_id, by=person, key=view["id"], now=now
        )
    ack()
    show_anew(client, database, person, view, told(left, to_pool=to_user_id is None))


def reactivate_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    user_id, view = int(body["actions"][0]["value"]), body["view"]
    with database.sessions.begin() as session:
        deactivating.reactivate(session, user_id, by=person, now=now)
    done = ":white_check_mark: The account is open again, and the running actions are theirs."
    shown = present(database, person, user_id, place_of(view), done)
    client.views_update(view_id=view["id"], view=shown)
    refresh(client, database, person, view)


def form(leaving: Leaving, place: Place) -> View:
    """Return the question whether somebody is to be deactivated, with the consequence in numbers."""
    user = leaving.user
    blocks: list[Block] = [section(f"Deactivate *{escape(clip(user.name, 150))}*?\n{_consequence(leaving)}")]
    if leaving.conversations:
        menu = external_select(TO_POOL)
        blocks.append(field("Their conversations go", "volunteers.to", menu, hint=_HINT))
    blocks.append(context(_KEPT))
    kept = metadata(user, place)
    return modal("Deactivate", blocks, callback=FORM, submit="Deactivate", metadata=kept)


def told(left: Leaving, *, to_pool: bool) -> str:
    """Return what was done, as mrkdwn."""
    if not left.conversations:
        return ":white_check_mark: Deactivated. They held no conversations."
    moved = counted(left.conversations, "conversation")
    where = "back to the pool" if to_pool else "to somebody else"
    return f":white_check_mark: Deactivated. {moved} went {where}{_of_these(left, 'waited')}."


def _consequence(leaving: Leaving) -> str:
    if not leaving.conversations:
        return "They hold no conversations."
    go = "conversation goes" if leaving.conversations == 1 else "conversations go"
    return f"*{leaving.conversations:,} {go} to others*{_of_these(leaving, 'wait')}."


def _of_these(leaving: Leaving, wait: str) -> str:
    return f", {leaving.waiting:,} of them {wait} for an answer" if leaving.waiting else ""


_HINT = (
    "From the pool, first texts are claimed with the next batches; replies are given to volunteers who ask"
    " for some, and admins find them under Needs attention."
)
_KEPT = (
    "They are signed out at once and cannot come back by themselves. Texts they sent, and the credit for"
    " them, stay; texts they pressed already still go out."
)
