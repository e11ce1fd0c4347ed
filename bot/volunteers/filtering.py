"""The form that says which volunteers are shown."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.blocks import Block, field, modal, option, text_input
from bot.elements import date_input, external_select, select, tick
from bot.forms import Form
from bot.request import View
from bot.suggesting import suggest
from bot.volunteers.listing import present
from bot.volunteers.place import Place, place_of
from core.db import Database
from core.models import User
from core.models.user import ROLES
from core.people import user_lists, volunteers
from core.people.who import STATES, Who
from core.results.choosing import with_results

FORM = "volunteers.filter.v1"
ANY_ROLE = "any"
_LONGEST_SEARCH = 80


def register(app: App) -> None:
    """Listen to the button, the form and its menus."""
    app.action("volunteers.filter")(filter_pressed)
    for name in ("volunteers.received", "volunteers.started"):
        suggest(app, name, with_results)
    suggest(app, "volunteers.in_list", user_lists.choosing)
    app.view(FORM)(submitted)


def filter_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    who = place_of(body["view"]).who
    with database.readers() as session:
        chosen = _chosen(session, who, person)
    client.views_push(trigger_id=body["trigger_id"], view=form(who, chosen))


def submitted(ack: Ack, view: View, client: WebClient, database: Database, person: User) -> None:
    shown = present(database, person, Place(read(view)))
    ack()
    client.views_update(view_id=view["root_view_id"], view=shown)


def read(view: View) -> Who:
    """Return the filter that somebody filled in."""
    given = Form(view)
    role = given.choice("role") or ANY_ROLE
    return Who(
        words=given.text("words"),
        state=given.choice("state") or "active",
        role="" if role == ANY_ROLE else role,
        joined_since=given.choice("joined_since") or "",
        seen_since=given.choice("seen_since") or "",
        received=int(given.choice("volunteers.received") or 0),
        started=int(given.choice("volunteers.started") or 0),
        waiting=bool(given.choices("waiting")),
        in_list=int(given.choice("volunteers.in_list") or 0),
    )


def form(who: Who, chosen: dict[str, Block]) -> View:
    """Return the form, filled in with the present filter.

    Args:
        chosen: the options of the menus that are chosen, by name of the field.
    """
    states = [option(label, name) for name, label in STATES.items()]
    roles = [option("Any role", ANY_ROLE), *(option(role.capitalize(), role) for role in ROLES)]
    search = text_input(who.words, limit=_LONGEST_SEARCH)
    waits = tick(who.waiting, "Only those whose answer somebody waits for")
    blocks = [
        field("Name, phone or e-mail", "words", search, hint="Any part of it.", optional=True),
        field("Who", "state", select(states, who.state)),
        field("Role", "role", select(roles, who.role or ANY_ROLE)),
        field("Joined since", "joined_since", date_input(who.joined_since), optional=True),
        field("Last seen since", "seen_since", date_input(who.seen_since), optional=True),
        _menu("Received the action", "volunteers.received", chosen),
        _menu("Started the action", "volunteers.started", chosen),
        _menu("In the user list", "volunteers.in_list", chosen),
        field("Waiting replies", "waiting", waits, optional=True),
    ]
    return modal("Find volunteers", blocks, callback=FORM, submit="Show")


def _menu(label: str, name: str, chosen: dict[str, Block]) -> Block:
    return field(label, name, external_select(chosen.get(name), placeholder="Any"), optional=True)


def _chosen(session: Session, who: Who, person: User) -> dict[str, Block]:
    """Return what the menus show as chosen; what is gone meanwhile is not."""
    chosen = {
        "volunteers.received": (who.received, volunteers.title_of(session, who.received, by=person)),
        "volunteers.started": (who.started, volunteers.title_of(session, who.started, by=person)),
        "volunteers.in_list": (who.in_list, user_lists.name_of(session, who.in_list, by=person)),
    }
    return {name: option(words, str(row_id)) for name, (row_id, words) in chosen.items() if words}
