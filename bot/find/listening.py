"""What happens when somebody looks for conversations, turns the pages, or changes what is looked for."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import clip, loading
from bot.find import views
from bot.find.views import Chosen, Place
from bot.forms import Form
from bot.request import Request, View
from bot.slowly import finish
from bot.suggesting import person_option, suggest
from bot.verbs import Verb, Verbs
from core.actions import choosing
from core.conversations import finding
from core.conversations.finding import LONGEST, Search
from core.conversations.inbox import Cursor, read_cursor
from core.db import Database
from core.models import User
from core.people.rights import Right
from core.results.choosing import with_results


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the form, its menus and the buttons of what was found."""
    summary = "Conversations by contact, words, volunteer, tag or state"
    verbs.add(Verb("find", "Find", summary, asked, usage="[NAME OR PHONE]", needs=Right.LOOK))
    suggest(app, "find.action", with_results)
    suggest(app, "find.volunteer", choosing.people, person_option)
    suggest(app, "find.tag", choosing.tags)
    app.view(views.FORM)(submitted)
    app.action("find.older")(turned)
    app.action("find.newest")(turned)
    app.action("find.change")(change_pressed)


def asked(request: Request) -> None:
    """Show the form; with words after the verb, the conversations with whoever is called so."""
    words = " ".join(request.words)[:LONGEST]
    if not words:
        request.open(views.form(Place()))
        return
    opened = request.open(loading(views.TITLE, "Looking …"))
    place = Place(Search(words=words))
    finish(
        request.client,
        opened["id"],
        lambda: look(request.database, request.person, place, request.now),
    )


def submitted(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    place = read(view)
    finding.check(place.search)
    ack(response_action="update", view=loading(views.TITLE, "Looking …"))
    finish(client, view["id"], lambda: look(database, person, place, now))


def turned(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    place, below = Place.read(body["view"]), read_cursor(body["actions"][0].get("value", ""))
    shown = look(database, person, place, now, below)
    client.views_update(view_id=body["view"]["id"], view=shown)


def change_pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_update(view_id=body["view"]["id"], view=views.form(Place.read(body["view"])))


def look(database: Database, person: User, place: Place, now: datetime, below: Cursor | None = None) -> View:
    """Return a page of what a search finds now."""
    total = place.total if below else None
    with database.readers() as session:
        page = finding.find(session, place.search, by=person, now=now, below=below, total=total)
    return views.found(page, Place(place.search, place.chosen, page.total), is_first=below is None)


def read(view: View) -> Place:
    """Return what somebody filled in, with the names of what they chose."""
    given, names = Form(view), {"action": "", "volunteer": "", "tag": ""}
    numbers = {}
    for name in names:
        numbers[name] = int(given.choice(f"find.{name}") or 0) or None
        names[name] = clip(given.chosen_words(f"find.{name}"), 75)
    search = Search(
        words=given.text("words"),
        text=given.text("text"),
        action_id=numbers["action"],
        volunteer_id=numbers["volunteer"],
        tag_id=numbers["tag"],
        status=given.choice("status") or "any",
    )
    return Place(search, Chosen(**names))
