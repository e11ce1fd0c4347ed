"""The list of actions, running ones first, with their progress and a button each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.actions.place import Place
from bot.blocks import Block, actions, button, escape, modal, option, section
from bot.counted import counted
from bot.elements import select
from bot.folders.choosing import filter_for, picked
from bot.paging import foot
from bot.request import Request, View
from bot.times import moment
from core.actions.listing import ActionLine, count_actions, list_actions
from core.db import Database
from core.delivery.endings.stop_loss import why
from core.models import User
from core.models.action import NOT_YET

PAGE = 20
FIRST = Place()
_NOTHING = "No actions yet. An action is one effort: volunteers text the contacts of a list."

STATES = {
    "draft": ":memo: Draft",
    "scheduled": ":calendar: Scheduled",
    "publishing": ":hourglass_flowing_sand: Being published",
    "published": ":large_green_circle: Running",
    "paused": ":double_vertical_bar: Paused",
    "closed": ":white_check_mark: Closed",
}
SHOWN = {
    "all": "All actions",
    "running": "Running and paused",
    "scheduled": "Scheduled",
    "drafts": "Drafts",
    "closed": "Closed",
}


def register(app: App) -> None:
    for turn in ("actions.previous", "actions.next"):
        app.action(turn)(turned)
    app.action("actions.shown")(narrowed)
    app.action("actions.folder")(filtered)


def show(request: Request) -> None:
    """Open the list."""
    request.open(view(request.database, request.person))


def turned(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    """Show another page of the list, narrowed as it was."""
    ack()
    shown = body["view"]
    place = replace(Place.read(shown), page=int(body["actions"][0]["value"]))
    client.views_update(view_id=shown["id"], view=view(database, person, place))


def narrowed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    chosen = body["actions"][0]["selected_option"]["value"]
    place = replace(Place.read(body["view"]), page=0, shown=chosen)
    client.views_update(view_id=body["view"]["id"], view=view(database, person, place))


def filtered(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    place = replace(Place.read(body["view"]), page=0, folder=picked(body))
    client.views_update(view_id=body["view"]["id"], view=view(database, person, place))


def refresh(client: WebClient, database: Database, person: User, above: View) -> None:
    """Show the list anew, if a step or an action's page stands on it."""
    if (root := above["root_view_id"]) != above["id"]:
        client.views_update(view_id=root, view=view(database, person))


def view(database: Database, person: User, place: Place = FIRST) -> View:
    """Return the list's modal."""
    with database.readers() as session:
        shown, folder_id, first = place.shown, place.folder, place.page * PAGE
        count = count_actions(session, person.campaign_id, shown, folder_id=folder_id)
        lines = list_actions(
            session, person.campaign_id, first=first, count=PAGE, shown=shown, folder_id=folder_id
        )
        menu = filter_for(session, "actions", place.folder, person)
    return build(lines, place, count, menu)


def build(lines: Sequence[ActionLine], place: Place, count: int, folders: Sequence[Block] = ()) -> View:
    """Return the modal for one page of the list; `folders` is the menu of them, if there are any."""
    choices = [option(words, name) for name, words in SHOWN.items()]
    menu = select(choices, place.shown) | {"action_id": "actions.shown"}
    blocks = [actions(button("New action", "actions.create", style="primary"), menu, *folders)]
    blocks += [_line(line) for line in lines]
    if not count:
        blocks.append(section(_NOTHING if place.shown == "all" and not place.folder else "None of them."))
    blocks += foot(place.page, PAGE, count, "actions")
    return modal("Actions", blocks, callback="actions.list.v1", metadata=str(place))


def words(line: ActionLine) -> str:
    """Return what is said of an action: its state and its progress."""
    state = STATES[line.state]
    if line.state == "paused" and (reason := why(line.pause_code)):
        state = f"{state} by itself: {reason}"
    told = [f"*{escape(line.title)}*", f"{state} · list: {escape(line.list_name) or 'none'}"]
    if line.scheduled_for:
        told.append(f"Will be published {moment(line.scheduled_for)}")
    if line.state not in NOT_YET:
        told.append(f"{line.texted:,} of {line.contacts:,} texted · {counted(line.volunteers, 'volunteer')}")
    return "\n".join(told)


def _line(line: ActionLine) -> Block:
    verb, action_id = (
        ("Continue", "actions.continue") if line.state == "draft" else ("Manage", "actions.manage")
    )
    return section(words(line), button(verb, action_id, str(line.id), label=f"{verb} {line.title}"))
