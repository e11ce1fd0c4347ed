"""What happens when somebody asks for results, opens a number, or posts them."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import clip, escape, section
from bot.forms import Form
from bot.request import Message, Request, View
from bot.results import views
from bot.results.views import Place
from bot.suggesting import action_option, suggest
from bot.verbs import Verb, Verbs
from core.db import Database
from core.models import User
from core.notices.telling import tell
from core.people.rights import Right, may
from core.results import choosing
from core.results.behind import behind
from core.results.counting import count

NOTHING_YET = "No action has been published yet, so there are no results. Start with `/textbank actions new`."


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the modal's menus and buttons."""
    summary = "How an action is going"
    verbs.add(Verb("results", "Results", summary, asked, usage="[TITLE]", short="/results", needs=Right.LOOK))
    verbs.allow("results.post", Right.RUN)  # what stands in a channel, the campaign says
    app.action("results.of")(asked_of_one)
    suggest(app, "results.action", choosing.with_results, action_option)
    app.action("results.action")(action_chosen)
    app.action("results.refresh")(refreshed)
    app.action("results.open")(opened)
    app.action("results.previous")(turned)
    app.action("results.next")(turned)
    app.action("results.post")(post_pressed)
    app.view(views.POST)(posted)


def asked(request: Request) -> None:
    """Show the action whose title holds the words, else the newest running one; without one, say why."""
    words = " ".join(request.words)
    with request.database.readers() as session:
        found = next(iter(choosing.with_results(session, by=request.person, words=words)), None)
    if found is None:
        sentence = f"No action with results is called “{escape(clip(words, 100))}”." if words else NOTHING_YET
        request.answer(Message(sentence, [section(sentence)]))
        return
    place = Place(found.id, request.channel if (request.channel or "").startswith(("C", "G")) else None)
    request.open(show(request.database, request.person, place, request.now))


def asked_of_one(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    place = Place(int(body["actions"][0]["value"]))
    client.views_open(trigger_id=body["trigger_id"], view=show(database, person, place, now))


def show(database: Database, person: User, place: Place, now: datetime) -> View:
    """Return the modal, counted now."""
    with database.readers() as session:
        action = choosing.find(session, place.action_id, by=person)
        results = count(session, action)
    return views.results_modal(action, results, place, may_post=may(person, Right.RUN), now=now)


def action_chosen(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    chosen = int(body["actions"][0]["selected_option"]["value"])
    place = Place(chosen, Place.read(body["view"]).channel)
    client.views_update(view_id=body["view"]["id"], view=show(database, person, place, now))


def refreshed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    place = Place.read(body["view"])
    client.views_update(view_id=body["view"]["id"], view=show(database, person, place, now))


def opened(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    figure = body["actions"][0]["selected_option"]["value"]
    place = Place.read(body["view"])
    view = page_behind(database, person, Place(place.action_id, place.channel, figure), number=0)
    client.views_push(trigger_id=body["trigger_id"], view=view)


def turned(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    number = int(body["actions"][0]["value"])
    view = page_behind(database, person, Place.read(body["view"]), number=number)
    client.views_update(view_id=body["view"]["id"], view=view)


def page_behind(database: Database, person: User, place: Place, *, number: int) -> View:
    """Return a page of the list behind a number."""
    with database.readers() as session:
        action = choosing.find(session, place.action_id, by=person)
        page = behind(session, action, place.figure, page=number)
    return views.behind_modal(page, place)


def post_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    place = Place.read(body["view"])
    with database.readers() as session:
        action = choosing.find(session, place.action_id, by=person)
    client.views_push(trigger_id=body["trigger_id"], view=views.post_modal(action, place))


def posted(
    ack: Ack, body: dict[str, Any], view: View, database: Database, person: User, now: datetime
) -> None:
    channel = Form(view).choice("channel") or ""
    with database.readers() as session:  # counting is no reason to keep writers waiting
        action = choosing.find(session, Place.read(view).action_id, by=person)
        data = views.notice_data(action, count(session, action), by=body["user"]["id"], now=now)
    with database.sessions.begin() as session:
        tell(
            session,
            campaign_id=person.campaign_id,
            key=f"results:{view['id']}",  # one form is one message, however often it is submitted
            kind="results",
            channel=channel,
            data=data,
            now=now,
        )
    ack(response_action="update", view=views.posted_modal(channel))
