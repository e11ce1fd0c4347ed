"""`/textbank fields`: the custom fields in their order, and a form to create, edit and archive them."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.blocks import (
    Block,
    actions,
    button,
    clip,
    confirm,
    context,
    escape,
    field,
    modal,
    option,
    section,
    text_input,
)
from bot.elements import number_input, radio, tick
from bot.forms import Form
from bot.request import View
from bot.shelf import Place, Row, Shelf, metadata, place_of
from bot.verbs import Verb, Verbs
from core.actions import fields
from core.actions.fields import KINDS, FieldForm, live_options
from core.actions.labels import LAST_POSITION
from core.db import Database
from core.models import CustomField, User
from core.naming import NAME_LIMIT

FORM = "fields.form.v1"


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the list and its form."""
    verbs.add(Verb("fields", "Custom fields", "Questions on the volunteers' report", SHELF.open))
    SHELF.register(app)
    app.action("fields.create")(create_pressed)
    app.action("fields.edit")(edit_pressed)
    app.action("fields.archive")(archive_pressed)
    app.view(FORM)(submitted)


def create_pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=form(None, place_of(body["view"])))


def edit_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    with database.readers() as session:
        found = fields.find(session, int(body["actions"][0]["value"]), by=person)
    client.views_push(trigger_id=body["trigger_id"], view=form(found, place_of(body["view"])))


def submitted(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    known, given = json.loads(view["private_metadata"]), read(view)
    with database.sessions.begin() as session:
        if known["id"] is None:
            fields.create(session, given, by=person, now=now)
        else:
            seen = datetime.fromisoformat(known["seen"])
            fields.edit(session, known["id"], given, by=person, seen=seen, now=now)
    ack()
    SHELF.refresh(client, database, person, view)


def archive_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    with database.sessions.begin() as session:
        gone = fields.archive(session, int(body["actions"][0]["value"]), by=person, now=now)
    client.views_update(view_id=body["view"]["id"], view=archived(gone))
    SHELF.refresh(client, database, person, body["view"])


def read(view: View) -> FieldForm:
    """Return what somebody filled in; a field that is there already keeps its kind."""
    given = Form(view)
    return FieldForm(
        name=given.text("name"),
        kind=given.choice("kind") or json.loads(view["private_metadata"])["kind"],
        options=given.text("options"),
        position=given.number("position"),
        reportable="yes" in given.choices("reportable"),
        required="yes" in given.choices("required"),
    )


def form(known: CustomField | None, place: Place) -> View:
    """Return the form, empty or for a field."""
    blocks = [
        field("Field name", "name", text_input(known.name if known else "", limit=NAME_LIMIT)),
        *([] if known else [_kind_field()]),
        *([] if known and known.kind == "text" else [_options_field(known)]),
        field(
            "Display order",
            "position",
            number_input(known.position if known else None, least=1, most=LAST_POSITION),
            hint="Fields are shown by this number, then by name. Empty puts it last.",
            optional=True,
        ),
        field("Show on reports", "reportable", tick(known.reportable if known else True), optional=True),
        field("Required", "required", tick(known.required if known else False), optional=True),
        *(_end(known) if known else []),
    ]
    kept = {
        "id": known.id if known else None,
        "seen": known.updated_at.isoformat() if known else None,
        "kind": known.kind if known else "",
    }
    title = "Edit field" if known else "Create field"
    return modal(title, blocks, callback=FORM, submit="Save", metadata=metadata(place, **kept))


def archived(gone: CustomField) -> View:
    """Return what the form becomes once its field is archived."""
    words = f"*{escape(gone.name)}* is archived. Its answers stay; “Archived” in the list brings it back."
    return modal("Field archived", [section(words)], callback="fields.archived.v1")


def words(known: CustomField) -> str:
    """Return what the list says of a field."""
    marks = [
        KINDS[known.kind],
        f"order {known.position}",
        "on reports" if known.reportable else "not on reports",
        *(["required"] if known.required else []),
    ]
    choices = clip(" · ".join(each.label for each in live_options(known)), 200)
    named = f"*{escape(known.name)}*   `{known.slug}`\n{' · '.join(marks)}"
    return f"{named}\n_{escape(choices)}_" if choices else named


def _rows(session: Session, campaign_id: int, archived: bool) -> Sequence[Row]:  # noqa: FBT001
    return [
        Row(known.id, known.name, words(known))
        for known in fields.list_fields(session, campaign_id, archived=archived)
    ]


def _kind_field() -> Block:
    kinds = [option(title, kind) for kind, title in KINDS.items()]
    return field("Kind", "kind", radio(kinds, "selection"), hint="It cannot be changed later.")


def _options_field(known: CustomField | None) -> Block:
    lines = "\n".join(each.label for each in live_options(known)) if known else ""
    return field(
        "Options",
        "options",
        text_input(lines, multiline=True),
        hint="For a selection: one on each line. An option you take away is retired; old answers keep it.",
        optional=True,
    )


def _end(known: CustomField) -> list[Block]:
    sure = confirm("Archive field?", f"{escape(known.name)} leaves reports.", "Archive", danger=True)
    press = button("Archive field", "fields.archive", str(known.id), style="danger", confirm=sure)
    about = f"{KINDS[known.kind]}. Slug: `{known.slug}`. It stays the same, whatever the field is called."
    return [context(about), actions(press)]


SHELF = Shelf(area="fields", title="Custom fields", thing="field", rows=_rows, restore=fields.restore)
