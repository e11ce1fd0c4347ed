"""What happens when somebody asks what waits, turns to another tab, limits it, or sees to a stray reply."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.attention.place import TABS, Place
from bot.attention.strays import stray_blocks
from bot.attention.tabs import escalated_blocks, waiting_blocks
from bot.attention.views import view
from bot.blocks import clip
from bot.request import Request, View
from bot.suggesting import person_option, suggest
from bot.verbs import Verb, Verbs
from core.actions import choosing
from core.conversations import escalating, strays, waiting
from core.db import Database
from core.models import User
from core.people.rights import Right
from core.results.choosing import with_results

Act = Callable[..., None]


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the tabs, the menus and the buttons of stray replies."""
    summary = "Who waits for an answer, what volunteers ask, and replies that nobody sees"
    verbs.add(
        Verb("attention", "Needs attention", summary, asked, usage="[escalated|strays]", needs=Right.LOOK)
    )
    for tab in TABS:
        app.action(f"attention.{tab}")(tab_pressed)
    app.action("attention.previous")(turned)
    app.action("attention.next")(turned)
    suggest(app, "attention.of_action", with_results)
    suggest(app, "attention.of_holder", choosing.givers, person_option)
    app.action("attention.of_action")(limited)
    app.action("attention.of_holder")(limited)
    app.action("attention.nobodys")(limited)
    app.action("attention.everybodys")(limited)
    app.action("attention.done")(done_pressed)
    app.action("attention.opt_out")(opt_out_pressed)


def asked(request: Request) -> None:
    """Show who waits for an answer, or the tab that is named."""
    tab = next((word for word in request.words if word in TABS), "waiting")
    request.open(present(request.database, request.person, Place(tab)))


def tab_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    shown = present(database, person, Place(body["actions"][0]["action_id"].removeprefix("attention.")))
    if body.get("view", {}).get("type") == "modal":
        client.views_update(view_id=body["view"]["id"], view=shown)
    else:  # from a message
        client.views_open(trigger_id=body["trigger_id"], view=shown)


def turned(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    place = replace(Place.read(body["view"]), page=int(body["actions"][0]["value"]))
    client.views_update(view_id=body["view"]["id"], view=present(database, person, place))


def limited(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    place = _limited(Place.read(body["view"]), body["actions"][0])
    client.views_update(view_id=body["view"]["id"], view=present(database, person, place))


def done_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    _act(strays.dismiss, body, client, database, person, now)


def opt_out_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    _act(strays.opt_out_stray, body, client, database, person, now)


def present(database: Database, person: User, place: Place) -> View:
    """Return the modal as it stands now; a page beyond the end becomes the last. Raises NotAllowed."""
    with database.readers() as session:
        waits = waiting.page(session, place.whose, by=person, number=_page(place, "waiting"))
        strayed = strays.page(session, person.campaign_id, _page(place, "strays"))
        asking = escalating.page(session, by=person, number=_page(place, "escalated"))
    counts = {"waiting": waits.total, "escalated": asking.total, "strays": strayed.total}
    match place.tab:
        case "escalated":
            shown, number, size = escalated_blocks(asking), asking.number, escalating.PAGE
        case "strays":
            shown, number, size = stray_blocks(strayed), strayed.number, strays.PAGE
        case _:
            shown, number, size = waiting_blocks(waits, place), waits.number, waiting.PAGE
    return view(shown, replace(place, page=number), counts, page=number, size=size)


def _page(place: Place, tab: str) -> int:
    return place.page if place.tab == tab else 0


def _limited(place: Place, pressed: dict[str, Any]) -> Place:
    chosen = pressed.get("selected_option") or {}
    words = clip(chosen.get("text", {}).get("text", ""), 75)
    place = replace(place, page=0)
    match pressed["action_id"]:
        case "attention.of_action":
            return replace(place, action_id=int(chosen["value"]), action=words)
        case "attention.of_holder":
            return replace(place, holder_id=int(chosen["value"]), holder=words, unheld=False)
        case "attention.nobodys":
            return replace(place, unheld=True, holder_id=None, holder="")
        case _:
            return replace(place, unheld=False)


def _act(
    act: Act, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    with database.sessions.begin() as session:
        act(session, int(body["actions"][0]["value"]), by=person, now=now)
    shown = present(database, person, Place.read(body["view"]))
    client.views_update(view_id=body["view"]["id"], view=shown)
