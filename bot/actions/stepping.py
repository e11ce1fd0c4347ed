"""Walking through the steps: each keeps what was typed and shows the next; the draft is in the database."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.actions import (
    basics,
    initials,
    listing,
    pictures,
    preview,
    report,
    responses,
    scripts,
    steps,
    volunteers,
)
from bot.actions.place import Place
from bot.blocks import loading
from bot.request import Request, View
from bot.slowly import finish
from bot.slowly import settle as settle_view
from core.actions import drafting, on_report
from core.actions.dealing import deal_left
from core.actions.scripts.following import follow_first
from core.actions.scripts.initials import check_initials, picture_field, write_initials
from core.actions.terms import settle
from core.db import Database
from core.folders.putting import put
from core.models import User


def register(app: App) -> None:
    app.action("actions.create")(create_pressed)
    app.action("actions.continue")(continue_pressed)
    for step in steps.STEPS:
        app.action(f"actions.step.{step}")(step_pressed)
    app.action("actions.initials.more")(one_more_initial)
    app.view(basics.CALLBACK)(basics_given)
    app.view(initials.CALLBACK)(initials_given)
    app.view(responses.CALLBACK)(responses_left)
    app.view(report.CALLBACK)(report_given)
    app.action(volunteers.SENT_TO)(sent_to_chosen)
    app.view(volunteers.CALLBACK)(volunteers_given)
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
        put(session, "action", action.id, basics.read_folders(view), by=person, now=now)
        following = steps.following(session, action.id, person, steps.initials)
    ack(response_action="update", view=following)


def initials_given(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    brings_some = any(each.file for each in initials.read_pictures(view).values())
    if initials.deals_anew(view):
        words = "Dealing contacts out anew …"
    elif brings_some:
        words = "Fetching the picture …"
    else:
        ack(response_action="update", view=_with_initials(view, client, database, person, now))
        return
    _take_a_while(ack, view, client, database, person, now, words)


def _take_a_while(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime, words: str
) -> None:
    """Say what is wrong beside its field, then show that the rest takes a while."""
    typed, seen = initials.read(view), initials.seen(view)
    with database.readers() as session:
        check_initials(session, Place.read(view).known, typed, seen=seen, by=person)
    ack(response_action="update", view=loading("Initial scripts", words))
    settle_view()
    finish(
        client,
        view["id"],
        lambda: _dealt_anew(view, client, database, person, now),
        again=lambda: _initials_again(view, database, person, room=Place.read(view).count),
    )


def _dealt_anew(view: View, client: WebClient, database: Database, person: User, now: datetime) -> View:
    following = _with_initials(view, client, database, person, now)
    if initials.deals_anew(view):
        with database.sessions.begin() as session:
            deal_left(session, Place.read(view).known)
    return following


def _with_initials(view: View, client: WebClient, database: Database, person: User, now: datetime) -> View:
    """Keep the step; return what comes after it."""
    action_id = Place.read(view).known
    given = initials.read_pictures(view)
    wishes = {each: pictures.fetch(client, given[each], picture_field(each)) for each in given}
    with database.sessions.begin() as session:
        typed, seen = initials.read(view), initials.seen(view)
        write_initials(session, action_id, typed, seen=seen, pictures=wishes, by=person, now=now)
        return steps.following(session, action_id, person, scripts.responses)


def _initials_again(view: View, database: Database, person: User, *, room: int) -> View:
    """Return the step with what was typed."""
    place, typed, seen = Place.read(view), initials.read(view), initials.seen(view)
    with database.readers() as session:
        return steps.initials_as_typed(session, place.known, person, typed, seen, room=room)


def one_more_initial(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    """Show the step again with room for one more, and what was typed."""
    ack()
    view = body["view"]
    shown = _initials_again(view, database, person, room=Place.read(view).count + 1)
    client.views_update(view_id=view["id"], view=shown)


def responses_left(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    """Go on from the list of responses, each of which was kept in its own form."""
    action_id = Place.read(view).known
    with database.sessions.begin() as session:
        follow_first(session, action_id, responses.read(view), by=person, now=now)
        following = steps.following(session, action_id, person, steps.report)
    ack(response_action="update", view=following)


def report_given(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    action_id = Place.read(view).known
    tag_ids, field_ids = report.read(view)
    with database.sessions.begin() as session:
        on_report.choose_report(session, action_id, tag_ids=tag_ids, field_ids=field_ids, by=person, now=now)
    with database.readers() as session:
        following = steps.following(session, action_id, person, steps.preview)
    ack(response_action="update", view=following)


def sent_to_chosen(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    """Show the menu that belongs to the choice; what else was typed stays."""
    ack()
    view = body["view"]
    with database.readers() as session:
        shown = steps.volunteers_as_typed(session, Place.read(view).known, person, volunteers.read(view))
    client.views_update(view_id=view["id"], view=shown)


def volunteers_given(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    action_id = Place.read(view).known
    with database.sessions.begin() as session:
        settle(session, action_id, volunteers.read(view), by=person, now=now)
    with database.readers() as session:
        following = steps.following(session, action_id, person, steps.preview)
    ack(response_action="update", view=following)


def draft_saved(ack: Ack, view: View, client: WebClient, database: Database, person: User) -> None:
    ack()
    listing.refresh(client, database, person, view)
