"""Answer in a conversation from Slack: own words or a prepared response, filled in."""

from dataclasses import replace
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.counted import counted
from bot.elements import MENU_LIMIT
from bot.forms import Form
from bot.forms import typed as looked_for
from bot.request import View
from bot.review import answer_views
from bot.review.opening import present
from bot.review.place import Place
from core.conversations import offering, reviewing, threads
from core.conversations.answering import answer, has_news
from core.conversations.holding import look_into
from core.conversations.offering import Response
from core.conversations.reviewing import Review
from core.db import Database
from core.models import Message, User


def register(app: App) -> None:
    """Listen to the button, to the menu of responses and to the form."""
    app.action("review.answer")(pressed)
    app.options("review.response")(responses_asked)
    app.action("review.response")(response_chosen)
    app.view(answer_views.FORM)(submitted)


def pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    place = Place(Place.read(body["view"]).conversation, key=token_urlsafe(12))
    client.views_update(view_id=body["view"]["id"], view=_form(database, person, place, now))


def responses_asked(
    ack: Ack, body: dict[str, Any], payload: dict[str, Any], database: Database, person: User
) -> None:
    words = looked_for(payload).lower()
    with database.readers() as session:
        shown = reviewing.review(session, Place.read(body["view"]).conversation, by=person)
        found = _offered(session, shown, person)
    fitting = [each for each in found if words in each.name.lower() or words in each.text.lower()]
    ack(options=[answer_views.response_option(each) for each in fitting[:MENU_LIMIT]])


def response_chosen(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    chosen = int(body["actions"][0]["selected_option"]["value"])
    place = replace(Place.read(body["view"]), script=chosen)
    client.views_update(view_id=body["view"]["id"], view=_form(database, person, place, now))


def submitted(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    place, words = Place.read(view), Form(view).text("body")
    if _is_outdated(database, person, place):
        ack(response_action="update", view=_form(database, person, place, now, typed=words))
        return
    with database.sessions.begin() as session:
        queued = answer(
            session,
            place.conversation,
            by=person,
            body=words,
            key=place.key,
            seen=place.seen,
            script_id=place.script,
            now=now,
        )
        count = session.get_one(Message, queued.id).segments
    told = f"Your answer is on its way, in {counted(count, 'segment')}."
    ack(response_action="update", view=present(database, person, place.conversation, told=told))


def _form(database: Database, person: User, place: Place, now: datetime, *, typed: str | None = None) -> View:
    with database.readers() as session:
        shown = reviewing.review(session, place.conversation, by=person)
        responses = _offered(session, shown, person)
        hours = threads.hours(session, shown.conversation, now=now)
    return answer_views.form(shown, responses, hours, place, typed=typed)


def _offered(session: Session, shown: Review, person: User) -> list[Response]:
    """Return all responses, those first that follow the last text."""
    after = threads.last_script(shown.bubbles)
    offer = offering.offer(session, shown.conversation, person, after=after)
    return [*offer.first, *offer.others]


def _is_outdated(database: Database, person: User, place: Place) -> bool:
    with database.readers() as session:
        conversation = look_into(session, place.conversation, person)
        return has_news(session, conversation, key=place.key, seen=place.seen)
