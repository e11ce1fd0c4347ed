"""The contact lists in a modal: their sizes, a button to import, one each to archive."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, actions, button, confirm, escape, modal, section
from bot.counted import counted
from bot.paging import foot
from bot.request import Request, View
from bot.turning import turn_pages
from core.contacts import lists
from core.contacts.lists import ListFigures
from core.db import Database
from core.models import User

PAGE = 40
IMPORT = "lists.import"
ARCHIVE = "lists.archive"


def register(app: App) -> None:
    """Listen to the archive buttons and to those that turn pages."""
    app.action(ARCHIVE)(archive_pressed)
    turn_pages(app, "lists", _present)


def open_lists(request: Request) -> None:
    """Show the campaign's lists."""
    request.open(_present(request.database, request.person, 0))


def archive_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.sessions.begin() as session:
        lists.archive(session, int(body["actions"][0]["value"]), by=person, now=now)
    page = int(body["view"]["private_metadata"])
    client.views_update(view_id=body["view"]["id"], view=_present(database, person, page))


def view(figures: Sequence[ListFigures], page: int = 0) -> View:
    """Return the modal of these lists; a page that is not there any more becomes the last one."""
    page = min(page, max(len(figures) - 1, 0) // PAGE)
    blocks = [actions(button("Import", IMPORT, style="primary", label="Import a file of contacts"))]
    blocks += [_line(each) for each in figures[page * PAGE : (page + 1) * PAGE]]
    if not figures:
        blocks.append(section("No contact lists yet. Import a file and name the list it goes into."))
    blocks += foot(page, PAGE, len(figures), "lists")
    return modal("Contact lists", blocks, callback="lists.list.v1", metadata=str(page))


def _present(database: Database, person: User, page: int) -> View:
    with database.readers() as session:
        return view(lists.figures(session, person.campaign_id), page)


def _line(figures: ListFigures) -> Block:
    name = escape(figures.name)
    consequence = f"{name} leaves the menus. Its contacts and their texts stay."
    sure = confirm("Archive this list?", consequence, "Archive", danger=True)
    press = button("Archive", ARCHIVE, str(figures.id), label=f"Archive {figures.name}", confirm=sure)
    return section(
        f"*{name}*\n{counted(figures.contacts, 'contact')} · {figures.opted_out:,} opted out", press
    )
