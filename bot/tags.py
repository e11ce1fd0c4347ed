"""`/tags`: the tags in their order, and a form to create, edit and archive them."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.blocks import Block, actions, button, confirm, context, escape, field, modal, section, text_input
from bot.elements import number_input, tick
from bot.forms import Form
from bot.request import View
from bot.shelf import Place, Row, Shelf, metadata, place_of
from bot.verbs import Verb, Verbs
from core.actions import tags
from core.actions.labels import LAST_POSITION
from core.actions.tags import TagForm
from core.db import Database
from core.models import Tag, User
from core.naming import NAME_LIMIT

FORM = "tags.form.v1"


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the list and its form."""
    verbs.add(Verb("tags", "Tags", "Yes/no markers for contacts", SHELF.open, short="/tags"))
    SHELF.register(app)
    app.action("tags.create")(create_pressed)
    app.action("tags.edit")(edit_pressed)
    app.action("tags.archive")(archive_pressed)
    app.view(FORM)(submitted)


def create_pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=form(None, place_of(body["view"])))


def edit_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    with database.readers() as session:
        tag = tags.find(session, int(body["actions"][0]["value"]), by=person)
    client.views_push(trigger_id=body["trigger_id"], view=form(tag, place_of(body["view"])))


def submitted(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    known, given = json.loads(view["private_metadata"]), read(view)
    with database.sessions.begin() as session:
        if known["id"] is None:
            tags.create(session, given, by=person, now=now)
        else:
            seen = datetime.fromisoformat(known["seen"])
            tags.edit(session, known["id"], given, by=person, seen=seen, now=now)
    ack()
    SHELF.refresh(client, database, person, view)


def archive_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.sessions.begin() as session:
        tag = tags.archive(session, int(body["actions"][0]["value"]), by=person, now=now)
    client.views_update(view_id=body["view"]["id"], view=archived(tag))
    SHELF.refresh(client, database, person, body["view"])


def read(view: View) -> TagForm:
    """Return what somebody filled in."""
    given, fixed = Form(view), json.loads(view["private_metadata"])["fixed"]
    return TagForm(
        name=given.text("name"),
        position=given.number("position"),
        reportable="yes" in given.choices("reportable"),
        opt_out="yes" in given.choices("opt_out") or "opt_out" in fixed,
    )


def form(tag: Tag | None, place: Place) -> View:
    """Return the form, empty or for a tag."""
    built_in = tag is not None and tag.built_in == "opt_out"
    blocks = [
        field("Tag name", "name", text_input(tag.name if tag else "", limit=NAME_LIMIT)),
        field(
            "Display order",
            "position",
            number_input(tag.position if tag else None, least=1, most=LAST_POSITION),
            hint="Tags are shown by this number, then by name. Empty puts it last.",
            optional=True,
        ),
        field("Show on reports", "reportable", tick(tag.reportable if tag else True), optional=True),
        _built_in_note() if built_in else _opt_out_field(tag),
        *(_end(tag) if tag else []),
    ]
    kept = {
        "id": tag.id if tag else None,
        "seen": tag.updated_at.isoformat() if tag else None,
        "fixed": ["opt_out"] if built_in else [],
    }
    title = "Edit tag" if tag else "Create tag"
    return modal(title, blocks, callback=FORM, submit="Save", metadata=metadata(place, **kept))


def archived(tag: Tag) -> View:
    """Return what the form becomes once its tag is archived."""
    words = f"*{escape(tag.name)}* is archived. Who has it keeps it; “Archived” in the list brings it back."
    return modal("Tag archived", [section(words)], callback="tags.archived.v1")


def words(tag: Tag) -> str:
    """Return what the list says of a tag."""
    marks = [f"order {tag.position}", "on reports" if tag.reportable else "not on reports"]
    if tag.opt_out:
        marks.append(":no_entry: opts out")
    if tag.built_in:
        marks.append("built in")
    return f"*{escape(tag.name)}*   `{tag.slug}`\n{' · '.join(marks)}"


def _rows(session: Session, campaign_id: int, archived: bool) -> Sequence[Row]:  # noqa: FBT001
    return [
        Row(tag.id, tag.name, words(tag)) for tag in tags.list_tags(session, campaign_id, archived=archived)
    ]


def _opt_out_field(tag: Tag | None) -> Block:
    return field(
        "Opt-out tag",
        "opt_out",
        tick(tag.opt_out if tag else False),
        hint="Setting it opts the contact out of all further texts.",
        optional=True,
    )


def _built_in_note() -> Block:
    return context("This tag is built in: it always opts the contact out, and it cannot be archived.")


def _end(tag: Tag) -> list[Block]:
    slug = context(f"Slug: `{tag.slug}`. It stays the same, whatever the tag is called.")
    if tag.built_in:
        return [slug]
    sure = confirm("Archive tag?", f"{escape(tag.name)} leaves reports and menus.", "Archive", danger=True)
    press = button("Archive tag", "tags.archive", str(tag.id), style="danger", confirm=sure)
    return [slug, actions(press)]


SHELF = Shelf(area="tags", title="Tags", thing="tag", rows=_rows, restore=tags.restore)
