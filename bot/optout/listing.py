"""The record of opt-outs in a modal: the newest first, a page at a time, and what can be done."""

from collections.abc import Collection

from slack_bolt import App
from slack_sdk import WebClient

from bot.blocks import Block, actions, button, modal, section
from bot.counted import counted
from bot.optout.words import head, particulars
from bot.paging import foot
from bot.request import Request, View
from bot.turning import turn_pages
from core.contacts import opt_out_listing
from core.contacts.opt_out_listing import PAGE, Line, Page
from core.db import Database
from core.models import User
from core.people.rights import Right, require, rights_of

CALLBACK = "optout.record.v1"


def register(app: App) -> None:
    """Listen to the buttons that turn pages."""
    turn_pages(app, "optout.turn", present)


def open_record(request: Request) -> None:
    """Show the newest opt-outs."""
    request.open(present(request.database, request.person, 0))


def present(database: Database, person: User, number: int) -> View:
    """Return the modal of one page, as this person may use it."""
    with database.readers() as session:
        require(session, person, Right.LOOK)
        page = opt_out_listing.page(session, person.campaign_id, number)
    return record(page, rights_of(person))


def record(page: Page, rights: Collection[Right]) -> View:
    """Return the modal of one page, as somebody with these rights may use it."""
    blocks = [section(_summary(page)), _doings(rights), *map(_line, page.lines)]
    blocks += foot(page.number, PAGE, page.total, "optout.turn")
    return modal("Opt-outs", blocks, callback=CALLBACK, metadata=str(page.number))


def refresh(client: WebClient, database: Database, person: User, view: View) -> None:
    """Show the record below a form anew, if there is one."""
    if view["root_view_id"] != view["id"]:
        client.views_update(view_id=view["root_view_id"], view=present(database, person, 0))


def _summary(page: Page) -> str:
    if not page.total:
        return "Nobody has opted out yet. Whoever texts STOP is added by themselves."
    lifted = f", {page.total - page.holding:,} lifted" if page.total > page.holding else ""
    return (
        f"*{counted(page.holding, 'number')} opted out*{lifted}. Nobody can text them, in any action,"
        " whatever is imported. Only their own START brings them back, or an admin with a note."
    )


def _doings(rights: Collection[Right]) -> Block:
    doings = [
        button("Opt out a number", "optout.add", style="primary"),
        button("Look up", "optout.look", label="Look up a phone number"),
    ]
    if Right.RUN in rights:
        doings.append(button("Import", "optout.import", label="Import a file of opt-outs"))
    if Right.EXPORT in rights:
        doings.append(button("Export", "optout.export", label="Export all opt-outs to a file"))
    return actions(*doings)


def _line(line: Line) -> Block:
    look = button("Show", "optout.show", line.phone, label=f"Show {line.phone}")
    return section(f"{head(line)}\n{particulars(line)}", look)
