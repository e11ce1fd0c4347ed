"""Everybody with a role beyond a volunteer's, in a modal with pages."""

from slack_bolt import App
from slack_sdk import WebClient

from bot.blocks import Block, actions, button, clip, confirm, context, divider, escape, modal, section
from bot.counted import people
from bot.paging import foot
from bot.request import Request, View
from bot.roles.groups import REASONS
from bot.roles.words import granted
from bot.times import moment
from bot.turning import turn_pages
from core.db import Database
from core.models import GroupRole, User
from core.people.rights import Right, may
from core.people.roles.grants import roles_for
from core.people.roles.listing import PAGE, Line, Page, page

CALLBACK = "people.list.v1"
MOST_GROUPS = 20


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
    page = str(shown.number)
    doings = actions(
        button("Add people", "people.add", page, style="primary"),
        button("Follow a user group", "people.group", page, label="Let roles follow a Slack user group"),
    )
    blocks = [section(f"*{people(shown.total)} with a role.* Everybody else texts, no more."), doings]
    blocks += [_line(line, shown, by) for line in shown.lines]
    blocks += foot(shown.number, PAGE, shown.total, "people")
    blocks += _groups(shown)
    blocks.append(context("Rights are checked at each click, so a change holds at once."))
    return modal("People and roles", blocks, callback=CALLBACK, metadata=page)


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


def _groups(shown: Page) -> list[Block]:
    if not shown.groups:
        return []
    lines = [_group(each, shown) for each in shown.groups[:MOST_GROUPS]]
    return [divider(), section("*Roles that follow a user group*"), *lines]


def _group(group: GroupRole, shown: Page) -> Block:
    handle, count = escape(clip(group.handle, 100)), shown.from_group.get(group.group_id, 0)
    words = f"*@{handle}*: {granted(group.role, group.rights)}\n{people(count)} from it"
    if group.problem:
        words += f"\n:warning: {REASONS.get(group.problem, escape(group.problem))} Nobody has lost anything."
    elif group.looked_at:
        words += f", looked at {moment(group.looked_at)}"
    told = f"{people(count).capitalize()} lose what they have from it, unless another group gives it."
    sure = confirm(f"Stop following @{clip(group.handle, 60)}?", told, "Stop following", danger=True)
    value = f"{group.id}.{shown.number}"
    label = f"Stop following @{group.handle}"
    return section(words, button("Stop following", "people.unfollow", value, label=label, confirm=sure))
