"""The form for one condition of a filter, above the filter itself."""

import json
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, field, modal, option, text_input
from bot.elements import external_select, multi_external_select, multi_select, radio, ticks
from bot.forms import Form
from bot.lists import filters
from bot.lists.words import KINDS
from bot.request import View
from core.contacts.filtering.answers import meant
from core.contacts.filtering.criteria import ANSWER_LIMIT, MOST_IDS, STATUSES, Criterion, added
from core.contacts.filtering.naming import check
from core.contacts.states import NAMES
from core.db import Database
from core.errors import Invalid
from core.models import User

FORM = "lists.condition.v1"
# the menu of things that each kind names: its label, its field, and what it means to leave it empty
_THINGS = {
    "tag": ("Tags", "filter_tag", ""),
    "replied": ("Actions", "filter_action", "Empty: in any action."),
    "texted": ("Actions", "filter_action", "Empty: in any action."),
    "status": ("Actions", "filter_action", "Empty: in any action."),
    "list": ("Contact lists", "filter_list", ""),
    "assigned": ("Volunteers", "filter_volunteer", "Empty: to anybody."),
}


def register(app: App) -> None:
    """Listen to the menu of conditions, and to the form."""
    app.action("lists.condition")(kind_chosen)
    app.view(FORM)(submitted)


def kind_chosen(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    what = body["actions"][0]["selected_option"]["value"]
    client.views_push(trigger_id=body["trigger_id"], view=form(what, filters.criteria_of(body["view"])))


def submitted(ack: Ack, view: View, client: WebClient, database: Database, person: User) -> None:
    what = json.loads(view["private_metadata"])["what"]
    with database.readers() as session:
        criterion = meant(session, read(what, Form(view)), by=person)
        check(session, person.campaign_id, [criterion])
    criteria = added(filters.criteria_of(view), criterion, field="holds")
    filters.metadata(criteria)
    ack()
    filters.show(client, database, person, view["previous_view_id"], criteria)


def read(what: str, given: Form) -> Criterion:
    """Return the condition that somebody filled in. Raises Invalid beside what is missing."""
    _, name, when_empty = _THINGS.get(what, ("", "filter_field", "" if what == "field" else "none"))
    chosen = given.choices(name) or [each for each in [given.choice(name)] if each]
    if not chosen and not when_empty:
        raise Invalid(name, "Choose one at least.")
    return Criterion(what, tuple(map(int, chosen)), _values(what, given), given.choice("holds") == "no")


def form(what: str, criteria: list[Criterion]) -> View:
    """Return the form for a kind of condition; the filter so far rides along."""
    title, yes, no = KINDS[what]
    holds = radio([option(yes, "yes"), option(no, "no")], "yes")
    blocks = [*_things(what), *_further(what), field("Who is taken", "holds", holds)]
    return modal(title, blocks, callback=FORM, submit="Add", metadata=filters.metadata(criteria, what=what))


def _things(what: str) -> list[Block]:
    if what == "field":
        return [field("Custom field", "filter_field", external_select(placeholder="Type to search"))]
    if what not in _THINGS:
        return []
    label, name, when_empty = _THINGS[what]
    menu = multi_external_select(placeholder="Type to search", most=MOST_IDS)
    return [field(label, name, menu, hint=when_empty, optional=bool(when_empty))]


def _further(what: str) -> list[Block]:
    if what == "field":
        hint = "As it stands in the field. Empty: any answer at all."
        return [field("Answer", "answer", text_input(limit=ANSWER_LIMIT), hint=hint, optional=True)]
    if what == "state":
        return [field("States", "states", multi_select([option(NAMES[code], code) for code in NAMES]))]
    if what == "status":
        statuses = [option(words.capitalize(), status) for status, words in STATUSES.items()]
        return [field("The conversation is", "statuses", ticks(statuses))]
    return []


def _values(what: str, given: Form) -> tuple[str, ...]:
    if what == "field":
        return tuple(each for each in [given.text("answer")] if each)
    values = given.choices({"state": "states", "status": "statuses"}.get(what, ""))
    if what == "state" and not values:
        raise Invalid("states", "Choose one at least.")
    if what == "status" and not values:
        raise Invalid("statuses", "Choose one at least.")
    return tuple(values)
