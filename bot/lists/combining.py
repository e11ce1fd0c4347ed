"""Lists put together, cut, or taken from one another: a filter that somebody need not spell out."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import context, field, modal, option
from bot.elements import multi_external_select, radio
from bot.forms import Form
from bot.lists import filters
from bot.request import View
from bot.slowly import settle
from core.contacts.filtering.criteria import MOST_IDS, Criterion
from core.contacts.filtering.naming import check, names
from core.db import Database
from core.errors import Invalid
from core.models import User

FORM = "lists.combine.v1"
_MOST = 10  # lists that are cut with one another; each is a condition of its own


def register(app: App) -> None:
    """Listen to the button and to the form."""
    app.action("lists.combine")(combine_pressed)
    app.view(FORM)(submitted)


def combine_pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=form())


def submitted(ack: Ack, view: View, client: WebClient, database: Database, person: User) -> None:
    criteria = read(Form(view))
    with database.readers() as session:
        check(session, person.campaign_id, criteria)
        named = names(session, person.campaign_id, criteria)
    ack(response_action="update", view=filters.builder(criteria, named))
    settle()
    filters.show(client, database, person, view["id"], criteria)


def read(given: Form) -> list[Criterion]:
    """Return the combination as a filter's conditions. Raises Invalid beside what cannot be."""
    chosen = tuple(map(int, given.choices("filter_list")))
    without = tuple(map(int, given.choices("filter_without")))
    if not chosen:
        raise Invalid("filter_list", "Choose the lists.")
    if given.choice("how") == "all" and len(chosen) > _MOST:
        raise Invalid("filter_list", f"At most {_MOST} lists can be cut with one another.")
    both = set(chosen) & set(without)
    if both:
        raise Invalid("filter_without", "A list is on both sides: that would leave nobody of it.")
    each_alone = given.choice("how") == "all"
    taken = [Criterion("list", (one,)) for one in chosen] if each_alone else [Criterion("list", chosen)]
    return [*taken, Criterion("list", without, negated=True)] if without else taken


def form() -> View:
    """Return the form that asks which lists, and how."""
    how = [option("In any of these lists", "any"), option("In all of these lists", "all")]
    menu = multi_external_select(placeholder="Type to search", most=MOST_IDS)
    blocks = [
        field("Lists", "filter_list", menu),
        field("Who is taken", "how", radio(how, "any")),
        field("But nobody of these lists", "filter_without", menu, optional=True),
        context("Next you see how many contacts that is, and give the new list a name."),
    ]
    return modal("Combine lists", blocks, callback=FORM, submit="Count")
