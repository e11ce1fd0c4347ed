"""Walking through the steps: each keeps what was typed and shows the next; the draft is in the database."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.actions import basics, initials, listing, preview, report, responses, steps
from bot.actions.place import Place
from bot.request import Request, View
from core.actions import drafting, on_report
from core.actions.scripts.initials import write_initials
from core.actions.scripts.responses import write_responses
from core.db import Database
from core.models import User


def register(app: App) -> None:
    app.action("actions.create")(create_pressed)
    app.action("actions.continue")(continue_pressed)
    for step in steps.STEPS:
        app.action(f"actions.step.{step}")(step_pressed)
    app.action("actions.initials.more")(one_more(initials.read, steps.initials_as_typed))
    app.action("actions.responses.more")(one_more(responses.read, steps.responses_as_typed))
    app.view(basics.CALLBACK)(basics_given)
    app.view(initials.CALLBACK)(initials_given)
    app.view(responses.CALLBACK)(responses_given)
    app.view(report.CALLBACK)(report_given)
    app.view(preview.CALLBACK)(draft_saved)


def begin(request: Request) -> None:
    """Open the first step of a new action."""
    request.open(steps.first(request.database, request.person))


def create_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=steps.first(database, person))


def continue_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    with database.readers() as session:
        view = steps.where_it_was(session, int(body["actions"][0]["value"]), person)
    client.views_push(trigger_id=body["trigger_id"], view=view)


def step_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    step = steps.STEPS[body["actions"][0]["action_id"].removeprefix("actions.step.")]
    with database.readers() as session:
        view = step(session, int(body["actions"][0]["value"]), person)
    client.views_update(view_id=body["view"]["id"], view=view)


def basics_given(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    given, place = basics.read(view), Place.read(view)
    with database.sessions.begin() as session:
        if place.action is None:
            action = drafting.create_draft(session, given, by=person, now=now)
        else:
            action = drafting.edit_basics(session, place.action, given, by=person, now=now)
        following = steps.following(session, action.id, person, steps.initials)
    ack(response_action="update", view=following)


def initials_given(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    action_id = Place.read(view).known
    with database.sessions.begin() as session:
        write_initials(session, action_id, initials.read(view), by=person, now=now)
        following = steps.following(session, action_id, person, steps.responses)
    ack(response_action="update", view=following)


def responses_given(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    action_id = Place.read(view).known
    with database.sessions.begin() as session:
        write_responses(session, action_id, responses.read(view), by=person, now=now)
        following = steps.following(session, action_id, person, steps.report)
    ack(response_action="update", view=following)


def one_more(read: Callable[[View], Any], as_typed: Callable[..., View]) -> Callable[..., None]:
    """Return the listener of "Add another …": the step again with room for one more, and what was typed."""

    def pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
        ack()
        place, typed = Place.read(body["view"]), read(body["view"])
        with database.readers() as session:
            view = as_typed(session, place.known, person, typed, room=place.count + 1)
        client.views_update(view_id=body["view"]["id"], view=view)

    return pressed


def report_given(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    action_id = Place.read(view).known
    tag_ids, field_ids = report.read(view)
    with database.sessions.begin() as session:
        on_report.choose_report(session, action_id, tag_ids=tag_ids, field_ids=field_ids, by=person, now=now)
    with database.readers() as session:
        following = steps.following(session, action_id, person, steps.preview)
    ack(response_action="update", view=following)


def draft_saved(ack: Ack, view: View, client: WebClient, database: Database, person: User) -> None:
    ack()
    listing.refresh(client, database, person, view)
