"""The volunteers in a modal: a page of those meant, and what can be done."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, actions, button, context, modal, section
from bot.paging import foot
from bot.request import Request, View
from bot.volunteers import words
from bot.volunteers.place import Place, place_of
from core.db import Database
from core.models import User
from core.people import volunteers
from core.people.rights import Right, may
from core.people.volunteers import PAGE, Line, Page
from core.people.who import Who

LIST = "volunteers.list.v1"
_LONGEST_SEARCH = 80


def register(app: App) -> None:
    """Listen to the buttons that turn pages and show everybody again."""
    app.action("volunteers.turn.previous")(turned)
    app.action("volunteers.turn.next")(turned)
    app.action("volunteers.clear")(cleared)


def asked(request: Request) -> None:
    """Show who is active, or whoever has what was typed in their name, phone or address."""
    typed = " ".join(request.words)[:_LONGEST_SEARCH]
    who = Who(words=typed, state="all") if typed else Who()
    request.open(present(request.database, request.person, Place(who)))


def turned(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    place = Place(place_of(body["view"]).who, int(body["actions"][0]["value"]))
    client.views_update(view_id=body["view"]["id"], view=present(database, person, place))


def cleared(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    client.views_update(view_id=body["view"]["id"], view=present(database, person, Place()))


def present(database: Database, person: User, place: Place) -> View:
    """Return the modal of this place, as this person may use it."""
    with database.readers() as session:
        page = volunteers.page(session, place.who, place.page, by=person)
    return view(page, manages=may(person, Right.PEOPLE))


def refresh(client: WebClient, database: Database, person: User, above: View) -> None:
    """Show the list anew that lies below another modal, if it does; that one keeps the place in it."""
    if above["root_view_id"] != above["id"]:
        view = present(database, person, place_of(above))
        client.views_update(view_id=above["root_view_id"], view=view)


def view(page: Page, *, manages: bool) -> View:
    """Return the modal of one page.

    Args:
        manages: whether whoever looks may invite, deactivate and make lists.
    """
    blocks = [_doings(page, manages=manages), section(_head(page)), *map(_line, page.lines)]
    if not page.lines:
        blocks.append(context("Nobody. Change the filter, or invite people with the join link."))
    blocks += foot(page.number, PAGE, page.total, "volunteers.turn")
    return modal("Volunteers", blocks, callback=LIST, metadata=Place(page.who, page.number).written())


def _head(page: Page) -> str:
    return f"*{words.people(page.total)}* · {words.meant(page.who)}"


def _doings(page: Page, *, manages: bool) -> Block:
    invite = button("Invite", "volunteers.invite", style="primary", label="Invite volunteers")
    shown = [invite] if manages else []
    shown.append(button("Find or filter", "volunteers.filter", label="Find or filter volunteers"))
    if not page.who.is_plain:
        shown.append(button("Show all active", "volunteers.clear"))
    if manages and page.total:
        shown.append(button("Save as user list", "volunteers.save"))
    shown.append(button("User lists", "volunteers.lists"))
    return actions(*shown)


def _line(shown: Line) -> Block:
    press = button("Open", "volunteers.open", str(shown.user.id), label=f"Open {shown.user.name}")
    return section(words.line(shown), press)
