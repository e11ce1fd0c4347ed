"""The form for a contact's tags and answers, in the place of its sheet."""

import json
import re
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, context, field, modal, option, section, text_input
from bot.contacts import sheet, words
from bot.contacts.sheet import contact_id_of, metadata
from bot.elements import external_select, multi_external_select
from bot.forms import Form, typed
from bot.paging import foot
from bot.request import View
from bot.suggesting import suggest
from core.actions import choosing
from core.contacts import labelling
from core.contacts.labelling import PAGE, Sheet, Wanted
from core.conversations.reporting import LONGEST_ANSWER
from core.db import Database
from core.labels.fields import find, live_options
from core.models import CustomField, User
from core.people.rights import Right, require

FORM = "contacts.answers.v1"
TAGS = "contact_tags"
_ANSWER = "answer_"  # and the field's id


def register(app: App) -> None:
    """Listen to the button, the menus, the pages and the form."""
    for pressed in ("contacts.answer", "contacts.answer.previous", "contacts.answer.next"):
        app.action(pressed)(answer_pressed)
    suggest(app, TAGS, choosing.tags)
    app.options(re.compile(rf"^{_ANSWER}\d+$"))(options_asked)
    app.view(FORM)(submitted)


def answer_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    page = int(body["actions"][0].get("value") or 0)
    with database.readers() as session:
        require(session, person, Right.RUN)
        found = labelling.form(session, contact_id_of(body["view"]), by=person, page=page)
    client.views_update(view_id=body["view"]["id"], view=form(found))


def options_asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
    field_id = int(payload["action_id"].removeprefix(_ANSWER))
    with database.readers() as session:
        choices = [each.label for each in live_options(find(session, field_id, by=person))]
    fitting = [label for label in choices if typed(payload).casefold() in label.casefold()]
    ack(options=[option(label, label) for label in fitting])


def submitted(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    contact_id, kept = contact_id_of(view), json.loads(view["private_metadata"])
    with database.sessions.begin() as session:
        labelling.label(session, contact_id, read(view), by=person, seen=kept["seen"], now=now)
    ack(response_action="update", view=sheet.present(database, person, contact_id))


def read(view: View) -> Wanted:
    """Return what somebody switched and answered."""
    given, kept = Form(view), json.loads(view["private_metadata"])
    on = {int(each) for each in given.choices(TAGS)}
    return Wanted(on, set(kept["tags"]) - on, {each: _given(given, each) for each in kept["fields"]})


def form(found: Sheet) -> View:
    """Return the form of one page of the fields, with all tags."""
    chosen = [option(tag.name, str(tag.id)) for tag in found.tags]
    hint = "An opt-out tag opts them out of all texts. Taking it away does not bring them back."
    tags = field("Tags", TAGS, multi_external_select(chosen), hint=hint, optional=True)
    blocks = [section(words.named(found.contact)), tags, *(_question(*each) for each in found.fields)]
    blocks += _more(found)
    kept = {
        "seen": found.seen,
        "tags": [tag.id for tag in found.tags],
        "fields": [each.id for each, _ in found.fields],
    }
    return modal(
        "Tags and answers", blocks, callback=FORM, submit="Save", metadata=metadata(found.contact.id, **kept)
    )


def _given(given: Form, field_id: int) -> str:
    name = f"{_ANSWER}{field_id}"
    return given.choice(name) or given.text(name)


def _question(about: CustomField, answer: str | None) -> Block:
    name = f"{_ANSWER}{about.id}"
    if about.kind == "selection":
        menu = external_select(option(answer, answer) if answer else None, placeholder="No answer")
        return field(about.name, name, menu, optional=True)
    words_in = text_input(answer or "", multiline=True, limit=LONGEST_ANSWER)
    return field(about.name, name, words_in, optional=True)


def _more(found: Sheet) -> list[Block]:
    turns = foot(found.page, PAGE, found.fields_in_all, "contacts.answer")
    return (
        [context("There are more questions. Save first: turning the page keeps nothing."), *turns]
        if turns
        else []
    )
