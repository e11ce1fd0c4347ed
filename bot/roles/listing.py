"""Everybody with a role beyond a volunteer's, in a modal with pages."""

from slack_bolt import App
from slack_sdk import WebClient

from bot.blocks import Block, actions, button, clip, context, escape, modal, section
from bot.counted import people
from bot.paging import foot
from bot.request import Request, View
from bot.roles.words import granted
from bot.turning import turn_pages
from core.db import Database
from core.models import User
from core.people.rights import Right, may
from core.people.roles.grants import roles_for
from core.people.roles.listing import PAGE, Line, Page, page

CALLBACK = "people.list.v1"


def register(app: App) -> None:
    """Listen to the buttons that turn pages."""
    turn_pages(app, "people", present)


def asked(request: Request) -> None:
    """Show the first page."""
    request.open(present(request.database, request.person, 0))


def present(database: Database, person: User, number: int) -> View:
    """Return one page for somebody as they are now: they may just have changed their own role."""
    with database.readers() as session:
        by = session.get_one(User, person.id)
        return build(page(session, number, by=by), by) if may(by, Right.RUN) else shut()


def refresh(client: WebClient, database: Database, person: User, view: View, number: int) -> None:
    """Show the list below a form anew, if there is one."""
    if view["root_view_id"] != view["id"]:
        client.views_update(view_id=view["root_view_id"], view=present(database, person, number))


def build(shown: Page, by: User) -> View:
    """Return the modal of one page, as somebody may use it."""
    doings = actions(button("Add people", "people.add", str(shown.number), style="primary"))
    blocks = [section(f"*{people(shown.total)} with a role.* Everybody else texts, no more."), doings]
    blocks += [_line(line, shown, by) for line in shown.lines]
    blocks += foot(shown.number, PAGE, shown.total, "people")
    blocks.append(context("Rights are checked at each click, so a change holds at once."))
    return modal("People and roles", blocks, callback=CALLBACK, metadata=str(shown.number))


def shut() -> View:
    """Return what the list becomes for somebody who gave up the right to see it."""
    return modal(
        "People and roles", [section("You do not manage roles any more.")], callback="people.shut.v1"
    )


def _line(line: Line, shown: Page, by: User) -> Block:
    user = line.user
    slack = f"  <@{user.slack_id}>" if user.slack_id else "  _not in Slack_"
    you = "  _you_" if user.id == by.id else ""
    from_group = f"\n_from the user group @{escape(line.group)}_" if line.group else ""
    words = f"*{escape(clip(user.name, 160))}*{slack}{you}\n{granted(user.role, user.rights)}{from_group}"
    if not roles_for(by, user):
        return section(words)
    value = f"{user.id}.{shown.number}"
    return section(words, button("Edit", "people.edit", value, label=f"Edit the role of {user.name}"))
