"""The list of actions, running ones first, with their progress and a button each."""

from collections.abc import Sequence

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions.place import Place
from bot.blocks import Block, actions, button, escape, modal, section
from bot.counted import counted
from bot.paging import foot
from bot.request import Request, View
from bot.turning import turn_pages
from core.actions.listing import ActionLine, count_actions, list_actions
from core.db import Database
from core.delivery.endings.stop_loss import why
from core.models import User

PAGE = 20

STATES = {
    "draft": ":memo: Draft",
    "scheduled": ":calendar: Scheduled",
    "published": ":large_green_circle: Running",
    "paused": ":double_vertical_bar: Paused",
    "closed": ":white_check_mark: Closed",
}


def register(app: App) -> None:
    turn_pages(app, "actions", view)


def show(request: Request) -> None:
    """Open the list."""
    request.open(view(request.database, request.person, 0))


def refresh(client: WebClient, database: Database, person: User, above: View) -> None:
    """Show the list anew, if a step or an action's page stands on it."""
    if (root := above["root_view_id"]) != above["id"]:
        client.views_update(view_id=root, view=view(database, person, 0))


def view(database: Database, person: User, page: int) -> View:
    """Return the list's modal."""
    with database.readers() as session:
        count = count_actions(session, person.campaign_id)
        lines = list_actions(session, person.campaign_id, first=page * PAGE, count=PAGE)
    return build(lines, page, count)


def build(lines: Sequence[ActionLine], page: int, count: int) -> View:
    """Return the modal for one page of the list."""
    blocks = [actions(button("New action", "actions.create", style="primary"))]
    blocks += [_line(line) for line in lines]
    if not count:
        blocks.append(
            section("No actions yet. An action is one effort: volunteers text the contacts of a list.")
        )
    blocks += foot(page, PAGE, count, "actions")
    return modal("Actions", blocks, callback="actions.list.v1", metadata=str(Place(page=page)))


def words(line: ActionLine) -> str:
    """Return what is said of an action: its state and its progress."""
    state = STATES[line.state]
    if line.state == "paused" and (reason := why(line.pause_code)):
        state = f"{state} by itself: {reason}"
    told = [f"*{escape(line.title)}*", f"{state} · list: {escape(line.list_name) or 'none'}"]
    if line.state != "draft":
        told.append(f"{line.texted:,} of {line.contacts:,} texted · {counted(line.volunteers, 'volunteer')}")
    return "\n".join(told)


def _line(line: ActionLine) -> Block:
    verb, action_id = (
        ("Continue", "actions.continue") if line.state == "draft" else ("Manage", "actions.manage")
    )
    return section(words(line), button(verb, action_id, str(line.id), label=f"{verb} {line.title}"))
