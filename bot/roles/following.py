"""Roles follow a user group of Slack's: the form that begins it, and the button that ends it."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, clip, context, field, loading, modal, option, section
from bot.counted import people
from bot.elements import MENU_LIMIT, radio, select_of_groups, ticks
from bot.forms import Form
from bot.request import View
from bot.roles import forms, listing
from bot.roles.groups import Group, groups_of
from bot.roles.words import right_options, role_options
from bot.slowly import finish
from core.db import Database
from core.errors import Invalid
from core.models import User
from core.people.roles import following
from core.people.roles.following import ROLES

FORM = "people.group.v1"
TITLE = "Follow a user group"
MOST = 1000  # groups offered; more would not fit into a view


def register(app: App) -> None:
    """Listen to the buttons and the form."""
    app.action("people.group")(group_pressed)
    app.view(FORM)(submitted)
    app.action("people.unfollow")(unfollow_pressed)


def group_pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    page = int(body["actions"][0]["value"])
    waiting = client.views_push(trigger_id=body["trigger_id"], view=loading(TITLE, "Asking Slack …"))
    finish(client, waiting["view"]["id"], lambda: form(groups_of(client), page))


def submitted(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    given = Form(view)
    group_id, _, handle = (given.choice("group") or "").partition("|")
    if not group_id:
        raise Invalid("group", "Choose a user group.")
    wanted = forms.read_grant(given)
    with database.sessions.begin() as session:
        following.follow(session, group_id, handle, wanted, by=person, now=now)
    ack()
    listing.refresh(client, database, person, view, forms.page_of(view))


def unfollow_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    group_role_id, _, page = body["actions"][0]["value"].partition(".")
    with database.sessions.begin() as session:
        following.unfollow(session, int(group_role_id), by=person, now=now)
    view = listing.present(database, person, int(page or 0))
    client.views_update(view_id=body["view"]["id"], view=view)


def form(groups: Sequence[Group], page: int) -> View:
    """Return the form; without any group, the sentence that says so."""
    if not groups:
        words = "This workspace has no user groups. Make one in Slack, under *People*, and come back."
        return modal(TITLE, [section(words)], callback="people.nogroup.v1")
    blocks: list[Block] = [
        field("User group", "group", select_of_groups(_offered(groups[:MOST]))),
        field("Role", "role", radio(role_options(ROLES), "staff")),
        field("Staff may also", "rights", ticks(right_options()), hint="Admins may anyway.", optional=True),
        context(
            "Whoever is in the group has the role while they are in it; I look every ten minutes. A role that"
            " somebody gave by hand stays as it is, and owners are never touched."
        ),
    ]
    return modal(TITLE, blocks, callback=FORM, submit="Follow", metadata=json.dumps({"page": page}))


def _offered(groups: Sequence[Group]) -> list[Block]:
    described = len(groups) <= MENU_LIMIT  # many with a description are more than a view may hold
    return [
        option(
            f"@{each.handle}",
            f"{each.id}|{each.handle}",
            f"{clip(each.name, 50)}, {people(each.size)}" if described else "",
        )
        for each in groups
    ]
