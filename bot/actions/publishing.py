"""Publishing and scheduling: the checklist first, then a press; and what is said of how it goes."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot import stacking
from bot.actions import checklist as form
from bot.actions import listing, managing
from bot.actions.checklist import Asked
from bot.blocks import escape, loading, modal, section
from bot.counted import counted
from bot.forms import Form
from bot.request import Message, View
from bot.slowly import finish
from bot.times import in_zone, moment
from core.actions import publishing, scheduling
from core.actions.checklist import checklist
from core.db import Database
from core.errors import Invalid
from core.models import Action, Campaign, User


def register(app: App) -> None:
    app.action("actions.check")(check_pressed)
    app.action("actions.check_later")(check_pressed)
    app.action(form.PUBLISH_AT)(time_picked)
    app.action("actions.unschedule")(unschedule_pressed)
    app.view(form.CALLBACK)(confirmed)


def check_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    """Show the checklist; a million contacts take a moment to be counted."""
    ack()
    pressed, under = body["actions"][0], body["view"]
    later, wait = pressed["action_id"].endswith("later"), loading("Checklist", "Counting contacts …")
    if stacking.has_room(under):
        shown = client.views_push(trigger_id=body["trigger_id"], view=wait)["view"]
    else:
        shown = client.views_update(view_id=under["id"], view=wait)["view"]
    finish(client, shown["id"], lambda: _form(database, int(pressed["value"]), person, now, later=later))


def time_picked(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    """Say when the time picked is on the campaign's clock."""
    ack()
    view = body["view"]
    at = Form(view).moment(form.PUBLISH_AT)
    with database.readers() as session:
        zone = session.get_one(Campaign, person.campaign_id).timezone
    if at:
        client.views_update(view_id=view["id"], view=form.with_time(view, at, zone))


def confirmed(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    asked, given = Asked.read(view), Form(view)
    if asked.typed and given.text("typed_title").casefold() != asked.title.casefold():
        raise Invalid("typed_title", f"Type the title as it is: {asked.title}")
    if asked.later:
        ack(response_action="update", view=_schedule(database, asked, given, person, now))
    else:
        # at once: the job that fills the pool may be quicker to say that it is done
        ack(response_action="update", view=publishing_view(asked.title))
        with database.sessions.begin() as session:
            publishing.ask_to_publish(session, asked.action, by=person, now=now, shown_in=view["id"])
    _refresh_below(client, database, person, view, asked.action)


def unschedule_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    action_id, view = int(body["actions"][0]["value"]), body["view"]
    with database.sessions.begin() as session:
        scheduling.unschedule(session, action_id, by=person, now=now)
    client.views_update(view_id=view["id"], view=managing.show(database, person, action_id))
    listing.refresh(client, database, person, view)


def publishing_view(title: str) -> View:
    """Return what the checklist becomes while the pool is filled; it is updated until that is done."""
    words = (
        f":hourglass_flowing_sand: Publishing *{escape(title)}* … You may close this: a message tells you"
        " when volunteers can begin."
    )
    return modal("Publishing", [section(words)], callback="actions.publishing.v1")


def scheduled_view(action: Action, zone: str) -> View:
    """Return what the checklist becomes once it is scheduled."""
    assert action.scheduled_for is not None  # noqa: S101 - it was scheduled just now
    when = in_zone(action.scheduled_for, zone)
    words = f":calendar: *{escape(action.title)}* will be published by itself:\n{when}."
    return modal("Scheduled", [section(words)], callback="actions.scheduled.v1")


def publishing_message(data: dict[str, Any]) -> Message:
    """Tell whoever asked how the publishing goes; the same words stand in their modal."""
    title = escape(data["title"])
    if data["state"] == "failed":
        text = f"“{title}” could not be published as scheduled, and is a draft again: {escape(data['why'])}"
        return Message(text, [section(f":warning: {text}")])
    if data["state"] != "published":
        text = f"Publishing “{title}”: {data['filled']:,} of {counted(data['contacts'], 'contact')} so far."
        return Message(text, [section(f":hourglass_flowing_sand: {text}")])
    text = f"“{title}” is published: {_numbers(data)}."
    return Message(text, [section(f":tada: {text}{_due(data)}\n`/results` shows how it goes.")])


def published_message(data: dict[str, Any]) -> Message:
    """Return what the action's channel hears."""
    who = f" by <@{data['by']}>" if data["by"] else ""
    text = f"“{escape(data['title'])}” was published: {_numbers(data)}."
    shown = f":loudspeaker: *{escape(data['title'])}* was published{who}.\n{_numbers(data)}."
    return Message(text, [section(shown)])


def _refresh_below(client: WebClient, database: Database, person: User, view: View, action_id: int) -> None:
    """Show the action as it is now where the checklist was asked for, and the list below that."""
    under = view.get("previous_view_id")
    if under and under != view["root_view_id"]:
        client.views_update(view_id=under, view=managing.show(database, person, action_id))
    listing.refresh(client, database, person, view)


def _form(database: Database, action_id: int, person: User, now: datetime, *, later: bool) -> View:
    with database.readers() as session:
        made = checklist(session, action_id, by=person, now=now)
        usual = scheduling.usual_time(session.get_one(Campaign, person.campaign_id), now)
    return form.build(made, later=later, at=made.action.scheduled_for or usual)


def _schedule(database: Database, asked: Asked, given: Form, person: User, now: datetime) -> View:
    at = given.moment(form.PUBLISH_AT)
    with database.sessions.begin() as session:
        action = scheduling.schedule(session, asked.action, at, by=person, now=now)
        return scheduled_view(action, session.get_one(Campaign, person.campaign_id).timezone)


def _numbers(data: dict[str, Any]) -> str:
    return f"{counted(data['contacts'], 'contact')}, {counted(data['volunteers'], 'volunteer')}"


def _due(data: dict[str, Any]) -> str:
    if "due" not in data:
        return ""
    late = ", but I was not running then" if data["late"] else ""
    return f" It was scheduled for {moment(data['due'])}{late}."
