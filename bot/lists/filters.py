"""A new list from a filter: the conditions so far, whom they fit, the name, and the list is made."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import (
    Block,
    actions,
    button,
    context,
    divider,
    escape,
    field,
    modal,
    option,
    section,
    text_input,
)
from bot.counted import counted
from bot.elements import select
from bot.forms import Form
from bot.lists import listing
from bot.lists.words import KINDS, said
from bot.request import Message, Request, View
from bot.slowly import finish
from core.contacts.filtering import finding, saving
from core.contacts.filtering.criteria import Criterion, read
from core.contacts.filtering.naming import Names, names
from core.db import Database
from core.errors import Invalid
from core.models import User
from core.naming import NAME_LIMIT

FORM = "lists.filter.v1"
_TITLE = "New list"
_MOST_METADATA = 2900  # of Slack's 3,000 characters


def register(app: App) -> None:
    """Listen to the button that opens it, to those in it, and to the form."""
    app.action("lists.filter")(filter_pressed)
    app.action("lists.filter.remove")(remove_pressed)
    app.view(FORM)(submitted)


def open_filter(request: Request) -> None:
    """Begin a filter."""
    request.open(builder([], {}))


def filter_pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=builder([], {}))


def remove_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    criteria, gone = criteria_of(body["view"]), int(body["actions"][0]["value"])
    kept = [each for at, each in enumerate(criteria) if at != gone]
    show(client, database, person, body["view"]["id"], kept)


def submitted(
    ack: Ack,
    view: View,
    body: dict[str, Any],
    client: WebClient,
    database: Database,
    person: User,
    now: datetime,
) -> None:
    name, asker = Form(view).text("list_name"), body["user"]["id"]
    with database.sessions.begin() as session:
        made = saving.save(
            session, name, criteria_of(view), by=person, key=view["id"], channel=asker, now=now
        )
    ack(response_action="update", view=begun(made.name))
    listing.refresh(client, database, person, view)


def show(
    client: WebClient, database: Database, person: User, view_id: str, criteria: Sequence[Criterion]
) -> None:
    """Show these conditions at once, and whom they fit when it is counted."""
    with database.readers() as session:
        named = names(session, person.campaign_id, criteria)
    client.views_update(view_id=view_id, view=builder(criteria, named))
    if criteria:
        finish(client, view_id, lambda: _counted(database, person, criteria, named))


def criteria_of(view: View) -> list[Criterion]:
    """Return the conditions that a modal carries."""
    return read(json.loads(view["private_metadata"])["criteria"])


def metadata(criteria: Sequence[Criterion], **more: Any) -> str:
    """Return what a modal carries. Raises Invalid when it is more than it can."""
    carried = json.dumps({"criteria": [each.as_json() for each in criteria]} | more)
    if len(carried) > _MOST_METADATA:
        sentence = "These conditions name more than one form can carry. Save a list of some, and filter that."
        raise Invalid("holds", sentence)
    return carried


def builder(criteria: Sequence[Criterion], named: Names, count: int | None = None) -> View:
    """Return the form: the conditions, whom they fit (None is being counted), and the name."""
    blocks = [
        field("List name", "list_name", text_input(limit=NAME_LIMIT)),
        section(_fit(criteria, count)),
        divider(),
        *(_line(at, each, named) for at, each in enumerate(criteria)),
        actions(_adding(), block_id=f"adding_{len(criteria)}"),  # renewed, so that the menu is empty again
        context("A contact is taken when *all* conditions hold. Erased people never are."),
    ]
    return modal(_TITLE, blocks, callback=FORM, submit="Make the list", metadata=metadata(criteria))


def begun(name: str) -> View:
    """Return what stands in the modal once the list is being made."""
    words = f":white_check_mark: *{escape(name)}* is being made. I'll tell you when its contacts are in it."
    return modal(_TITLE, [section(words)], callback="lists.begun.v1")


def filling(data: dict[str, Any]) -> Message:
    """Tell that a large list is being made."""
    sentence = f"Putting the contacts into {escape(data['list_name'])} …"
    return Message(sentence, [section(f":hourglass_flowing_sand: {sentence}")])


def filled(data: dict[str, Any]) -> Message:
    """Tell that a list is made."""
    sentence = f"{escape(data['list_name'])} is made: {counted(data['contacts'], 'contact')} in it."
    return Message(sentence, [section(f":white_check_mark: {sentence}")])


def _counted(database: Database, person: User, criteria: Sequence[Criterion], named: Names) -> View:
    with database.readers() as session:
        return builder(criteria, named, finding.count(session, person.campaign_id, criteria))


def _fit(criteria: Sequence[Criterion], count: int | None) -> str:
    if not criteria:
        return "Add a condition, and I'll count whom it fits."
    return ":hourglass_flowing_sand: Counting …" if count is None else f"*{counted(count, 'contact')}*"


def _line(at: int, criterion: Criterion, named: Names) -> Block:
    label = f"Remove condition {at + 1}"
    return section(said(criterion, named), button("Remove", "lists.filter.remove", str(at), label=label))


def _adding() -> Block:
    kinds = [option(title, what) for what, (title, _, _) in KINDS.items()]
    return select(kinds, placeholder="Add a condition") | {"action_id": "lists.condition"}
