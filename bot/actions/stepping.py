"""Walking through the steps: each keeps what was typed and shows the next; the draft is in the database."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.actions import basics, initials, listing, preview, report, responses
from bot.actions.place import Place
from bot.request import Request, View
from core.actions import drafting, scripting, variables
from core.actions.labels import living
from core.actions.listing import get_action, on_report
from core.actions.preview import preview as made_preview
from core.actions.scripting import Response
from core.db import Database
from core.models import Campaign, ContactList, CustomField, Tag, User

Step = Callable[[Session, int, User], View]


def register(app: App) -> None:
    app.action("actions.create")(create_pressed)
    app.action("actions.continue")(continue_pressed)
    for step in STEPS:
        app.action(f"actions.step.{step}")(step_pressed)
    app.action("actions.initials.more")(more_initials)
    app.action("actions.responses.more")(more_responses)
    app.view(basics.CALLBACK)(basics_given)
    app.view(initials.CALLBACK)(initials_given)
    app.view(responses.CALLBACK)(responses_given)
    app.view(report.CALLBACK)(report_given)
    app.view(preview.CALLBACK)(draft_saved)


def begin(request: Request) -> None:
    """Open the first step of a new action."""
    request.open(first_step(request.database, request.person))


def create_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=first_step(database, person))


def continue_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    with database.readers() as session:
        view = where_it_was(session, int(body["actions"][0]["value"]), person)
    client.views_push(trigger_id=body["trigger_id"], view=view)


def step_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    step = STEPS[body["actions"][0]["action_id"].removeprefix("actions.step.")]
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
        following = initials_step(session, action.id, person)
    ack(response_action="update", view=following)


def initials_given(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    action_id = Place.read(view).known
    with database.sessions.begin() as session:
        scripting.write_initials(session, action_id, initials.read(view), by=person, now=now)
        following = responses_step(session, action_id, person)
    ack(response_action="update", view=following)


def more_initials(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    place, typed = Place.read(body["view"]), initials.read(body["view"])
    with database.readers() as session:
        action = get_action(session, place.known, by=person)
        known = variables.known(session, action.list_id)
    view = initials.build(place.known, typed, known, room=place.count + 1)
    client.views_update(view_id=body["view"]["id"], view=view)


def responses_given(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    action_id = Place.read(view).known
    with database.sessions.begin() as session:
        scripting.write_responses(session, action_id, responses.read(view), by=person, now=now)
        following = report_step(session, action_id, person)
    ack(response_action="update", view=following)


def more_responses(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    place, typed = Place.read(body["view"]), responses.read(body["view"])
    with database.readers() as session:
        view = _responses(session, place.known, typed, person, room=place.count + 1)
    client.views_update(view_id=body["view"]["id"], view=view)


def report_given(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    action_id = Place.read(view).known
    tag_ids, field_ids = report.read(view)
    with database.sessions.begin() as session:
        drafting.choose_report(session, action_id, tag_ids=tag_ids, field_ids=field_ids, by=person, now=now)
    with database.readers() as session:
        following = preview_step(session, action_id, person)
    ack(response_action="update", view=following)


def draft_saved(ack: Ack, view: View, client: WebClient, database: Database, person: User) -> None:
    ack()
    listing.refresh(client, database, person, view)


def first_step(database: Database, person: User) -> View:
    """Return step 1 of an action that is not there yet."""
    with database.readers() as session:
        return basics.build(None, None, session.get_one(Campaign, person.campaign_id).batch_size)


def where_it_was(session: Session, action_id: int, person: User) -> View:
    """Return the step at which a draft was left: its preview once it has an initial script."""
    action = get_action(session, action_id, by=person)
    begun = scripting.written(session, action.id, "initial")
    return (preview_step if begun else initials_step)(session, action.id, person)


def basics_step(session: Session, action_id: int, person: User) -> View:
    action = get_action(session, action_id, by=person)
    chosen = session.get(ContactList, action.list_id) if action.list_id else None
    living_list = chosen if chosen and not chosen.archived_at else None
    return basics.build(action, living_list, action.batch_size)


def initials_step(session: Session, action_id: int, person: User) -> View:
    action = get_action(session, action_id, by=person)
    written = [script.body for script in scripting.written(session, action.id, "initial")]
    return initials.build(action.id, written, variables.known(session, action.list_id))


def responses_step(session: Session, action_id: int, person: User) -> View:
    action = get_action(session, action_id, by=person)
    scripts = scripting.written(session, action.id, "response")
    tags = scripting.auto_tags(session, scripts)
    written = [Response(script.name, script.body, tuple(tags[script.id])) for script in scripts]
    return _responses(session, action.id, written, person, room=responses.AT_FIRST)


def report_step(session: Session, action_id: int, person: User) -> View:
    action = get_action(session, action_id, by=person)
    tag_ids, field_ids = on_report(session, action.id)
    tags = living(session, Tag, tag_ids, by=person)
    return report.build(action.id, tags, living(session, CustomField, field_ids, by=person))


def preview_step(session: Session, action_id: int, person: User) -> View:
    action = get_action(session, action_id, by=person)
    chosen = session.get(ContactList, action.list_id) if action.list_id else None
    return preview.build(action, made_preview(session, action, by=person), chosen.name if chosen else "")


def _responses(session: Session, action_id: int, written: list[Response], person: User, *, room: int) -> View:
    action = get_action(session, action_id, by=person)
    wanted = {tag_id for response in written for tag_id in response.tag_ids}
    names = {tag.id: tag.name for tag in living(session, Tag, wanted, by=person)}
    return responses.build(action.id, written, names, variables.known(session, action.list_id), room=room)


STEPS: dict[str, Step] = {
    "basics": basics_step,
    "initials": initials_step,
    "responses": responses_step,
    "report": report_step,
}
