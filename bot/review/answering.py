"""Answer in a conversation from Slack: own words or a prepared response, filled in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from secrets import token_urlsafe
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.blocks import (
    Block,
    actions,
    button,
    clip,
    context,
    escape,
    field,
    modal,
    option,
    section,
    text_input,
)
from bot.counted import counted
from bot.elements import MENU_LIMIT, external_select
from bot.forms import Form
from bot.forms import typed as looked_for
from bot.request import View
from bot.review.opening import present
from bot.review.place import Place
from bot.review.texts import bubble_block
from core.conversations import offering, reviewing, threads
from core.conversations.answering import answer, has_news
from core.conversations.holding import look_into
from core.conversations.offering import Response
from core.conversations.reviewing import Review
from core.db import Database
from core.delivery import segments
from core.delivery.hours.in_words import Notice
from core.delivery.safeguards import LONGEST_TEXT
from core.models import User

FORM: Final = "review.answer.v1"
_LAST: Final = 3  # texts shown above the field


def register(app: App) -> None:
    """Listen to the button, to the menu of responses and to the form."""
    app.action("review.answer")(pressed)
    app.options("review.response")(responses_asked)
    app.action("review.response")(response_chosen)
    app.view(FORM)(submitted)


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
    ack(options=[_option(each) for each in fitting[:MENU_LIMIT]])


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
        answer(
            session,
            place.conversation,
            by=person,
            body=words,
            key=place.key,
            seen=place.seen,
            script_id=place.script,
            now=now,
        )
    count = segments.count(segments.clean(words).strip()).count
    told = f"Your answer is on its way, in {counted(count, 'segment')}."
    ack(response_action="update", view=present(database, person, place.conversation, told=told))


def answer_form(
    shown: Review,
    responses: Sequence[Response],
    hours: Notice,
    place: Place,
    *,
    typed: str | None = None,
) -> View:
    """Return the form.

    Args:
        place: as it was before; what is shown now becomes what was seen.
        typed: what somebody typed before something new was written; None where nothing was.
    """
    called = shown.conversation.contact.first_name or "They"
    chosen = next((each for each in responses if each.id == place.script), None)
    blocks = [
        *([section(_NEWS)] if typed is not None else []),
        *(bubble_block(each, called) for each in shown.bubbles[-_LAST:]),
        *([context(f":clock1: {escape(hours.words)}")] if hours.words else []),
        *_responses(responses, chosen),
        _words(chosen, place, typed),
        actions(button("Back to the conversation", "review.back")),
    ]
    kept = replace(place, seen=shown.newest, before=None)
    return modal("Answer", blocks, callback=FORM, submit="Send", metadata=str(kept))


def _form(database: Database, person: User, place: Place, now: datetime, *, typed: str | None = None) -> View:
    with database.readers() as session:
        shown = reviewing.review(session, place.conversation, by=person)
        responses = _offered(session, shown, person)
        hours = threads.hours(session, shown.conversation, now=now)
    return answer_form(shown, responses, hours, place, typed=typed)


def _offered(session: Session, shown: Review, person: User) -> list[Response]:
    """Return all responses, those first that follow the last text."""
    after = threads.last_script(shown.bubbles)
    offer = offering.offer(session, shown.conversation, person, after=after)
    return [*offer.first, *offer.others]


def _is_outdated(database: Database, person: User, place: Place) -> bool:
    with database.readers() as session:
        conversation = look_into(session, place.conversation, person)
        return has_news(session, conversation, key=place.key, seen=place.seen)


def _responses(responses: Sequence[Response], chosen: Response | None) -> list[Block]:
    if not responses:
        return []
    menu = external_select(_option(chosen) if chosen else None, placeholder="Choose one to fill it in")
    named = section("Prepared responses", menu | {"action_id": "review.response"})
    if chosen and chosen.tags:
        return [named, context(f"Sending it sets: {escape(clip(', '.join(chosen.tags), 500))}.")]
    return [named]


def _option(response: Response) -> Block:
    return option(response.name, str(response.id), ", ".join(response.tags))


def _words(chosen: Response | None, place: Place, typed: str | None) -> Block:
    words = typed if typed is not None else chosen.text if chosen else ""
    hint = "A segment holds 160 plain characters; one emoji makes it 70."
    if chosen:
        hint = f"As it stands: {counted(segments.count(chosen.text).count, 'segment')}. {hint}"
    given = text_input(words, multiline=True, limit=LONGEST_TEXT)
    block = field("Your answer", "body", given, hint=hint)
    # a field of the same id would keep what was typed in it before
    return block | {"block_id": f"body_{place.script}"} if place.script else block


_NEWS: Final = (
    ":incoming_envelope: *Something new was written while you typed.* Nothing was sent. Look at it below;"
    " your words are still here."
)
