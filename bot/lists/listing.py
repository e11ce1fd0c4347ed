"""The contact lists in a modal: their sizes, a button to import, one each to archive."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, actions, button, confirm, context, escape, modal, section
from bot.counted import counted
from bot.request import Request, View
from core.contacts import lists
from core.contacts.lists import ListFigures
from core.db import Database
from core.models import User

MOST = 90  # lists in one modal, of Slack's 100 blocks
IMPORT = "lists.import"
ARCHIVE = "lists.archive"


def register(app: App) -> None:
    """Listen to the archive buttons."""
    app.action(ARCHIVE)(archive_pressed)


def open_lists(request: Request) -> None:
    """Show the campaign's lists."""
    request.open(_present(request.database, request.person))


def archive_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.sessions.begin() as session:
        lists.archive(session, int(body["actions"][0]["value"]), by=person, now=now)
    client.views_update(view_id=body["view"]["id"], view=_present(database, person))


def view(figures: Sequence[ListFigures]) -> View:
    """Return the modal of these lists."""
    blocks = [actions(button("Import", IMPORT, style="primary", label="Import a file of contacts"))]
    blocks += [_line(each) for each in figures[:MOST]]
    if not figures:
        blocks.append(section("No contact lists yet. Import a file and name the list it goes into."))
    if len(figures) > MOST:
        blocks.append(context(f"These are the {MOST} newest of {len(figures):,}. Archive what is done with."))
    return modal("Contact lists", blocks, callback="lists.list.v1")


def _present(database: Database, person: User) -> View:
    with database.readers() as session:
        return view(lists.figures(session, person.campaign_id))


def _line(figures: ListFigures) -> Block:
    name = escape(figures.name)
    consequence = f"{name} leaves the menus. Its contacts and their texts stay."
    sure = confirm("Archive this list?", consequence, "Archive", danger=True)
    press = button("Archive", ARCHIVE, str(figures.id), label=f"Archive {figures.name}", confirm=sure)
    return section(
        f"*{name}*\n{counted(figures.contacts, 'contact')} · {figures.opted_out:,} opted out", press
    )
