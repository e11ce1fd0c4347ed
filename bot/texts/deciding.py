"""Somebody asks for texts: the message that lets an admin decide, and what the one who asked is told."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.blocks import actions, button, clip, escape, section
from bot.counted import counted
from bot.request import Message
from bot.times import moment
from core.actions import wanting
from core.db import Database
from core.models import User

Data = dict[str, Any]
ASKS = {"batch": "a batch of first texts", "replies": "replies to answer"}
ARE_YOURS = {"batch": ("first text", "first texts"), "replies": ("reply", "replies")}


def register(app: App) -> None:
    """Listen to both buttons; the message itself is changed by the notice that follows."""
    app.action("texts.decide.yes")(approve_pressed)
    app.action("texts.decide.no")(refuse_pressed)


def approve_pressed(ack: Ack, body: dict[str, Any], database: Database, person: User, now: datetime) -> None:
    ack()
    _decide(body, database, person, now, approves=True)


def refuse_pressed(ack: Ack, body: dict[str, Any], database: Database, person: User, now: datetime) -> None:
    ack()
    _decide(body, database, person, now, approves=False)


def wanted_message(data: Data) -> Message:
    """Return the question whether somebody gets what they ask for, or how it was decided."""
    who = f"<@{data['who']}>" if data["who"] else escape(clip(data["name"], 150))
    asks = f"{who} asks for *{ASKS[data['what']]}* in *{_title(data)}*."
    plain = f"{escape(clip(data['name'], 150))} asks for {ASKS[data['what']]} in {_title(data)}."
    if data["state"] != "asked":
        decided = _decided(data)
        return Message(f"{plain} {decided}", [section(f"{asks}\n{decided}")])
    value, name = str(data["id"]), data["name"]
    yes = button("Approve", "texts.decide.yes", value, style="primary", label=f"Approve for {name}")
    no = button("Not now", "texts.decide.no", value, label=f"Not now for {name}")
    return Message(plain, [section(f":raising_hand: {asks}"), actions(yes, no)])


def decided_message(data: Data) -> Message:
    """Return what the one who asked is told; the link is made once they press."""
    if data["state"] != "given":
        told = f"Not now: nobody could give you {ASKS[data['what']]} in {_title(data)}. Ask again later."
        return Message(told, [section(told)])
    many = counted(data["count"], *ARE_YOURS[data["what"]])
    told = f"{many} in *{_title(data)}* {'is' if data['count'] == 1 else 'are'} yours."
    press = button("Get my link", "texts.link", str(data["id"]), style="primary")
    return Message(f"{many} in {_title(data)}", [section(f":white_check_mark: {told}", press)])


def _decide(body: dict[str, Any], database: Database, person: User, now: datetime, *, approves: bool) -> None:
    with database.sessions.begin() as session:
        wanting.decide(session, int(body["actions"][0]["value"]), approves=approves, by=person, now=now)


def _decided(data: Data) -> str:
    by = f"<@{data['by']}>" if data.get("by") else "an admin"
    at = moment(datetime.fromisoformat(data["at"]))
    if data["state"] == "given":
        return f":white_check_mark: Approved by {by} {at}: {counted(data['count'], 'conversation')} given."
    return f":no_entry: Not now, said {by} {at}."


def _title(data: Data) -> str:
    return escape(clip(data["title"], 150))
