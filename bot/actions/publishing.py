"""The button that publishes, what it says when it is done, and what the channel hears."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.actions import listing
from bot.blocks import escape, loading, modal, section
from bot.counted import counted
from bot.request import Message, View
from core.actions import publishing
from core.db import Database
from core.models import User


def register(app: App) -> None:
    app.action("actions.publish")(publish_pressed)


def publish_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    view = body["view"]
    client.views_update(view_id=view["id"], view=loading("Publishing", "Filling the pool …"))
    with database.sessions.begin() as session:
        published = publishing.publish(session, int(body["actions"][0]["value"]), by=person, now=now)
        done = published_view(published.action.title, published.contacts, published.volunteers)
    client.views_update(view_id=view["id"], view=done)
    listing.refresh(client, database, person, view)


def published_view(title: str, contacts: int, volunteers: int) -> View:
    """Return what the preview becomes once the action is published."""
    words = (
        f":tada: *{escape(title)}* is published.\nIn the pool: {counted(contacts, 'contact')}."
        f" In their inbox now: {counted(volunteers, 'volunteer')}. `/results` shows how it goes."
    )
    return modal("Published", [section(words)], callback="actions.published.v1")


def published_message(data: dict[str, Any]) -> Message:
    """Return what the action's channel hears."""
    who = f" by <@{data['by']}>" if data["by"] else ""
    numbers = f"{counted(data['contacts'], 'contact')}, {counted(data['volunteers'], 'volunteer')}"
    text = f"“{escape(data['title'])}” was published: {numbers}."
    shown = f":loudspeaker: *{escape(data['title'])}* was published{who}.\n{numbers}."
    return Message(text, [section(shown)])
