"""`/textbank fields`: the custom fields in their order, and a form to create, edit and archive them."""

import json
from collections.abc import Sequence
from datetime import datetime

from slack_bolt import App
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
from bot.labels.listing import Kind, Place, Row, metadata
from bot.labels.shelf import Shelf
from bot.request import View
from bot.verbs import Verb, Verbs
from core.labels import fields
from core.labels.ordering import LAST_POSITION
from core.labels.fields import KINDS, FieldForm, live_options
from core.models import CustomField, User
from core.naming import NAME_LIMIT

FORM = "fields.form.v1"


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the list and its form."""
    verbs.add(Verb("fields", "Custom fields", "Questions on the volunteers' report", SHELF.open))
    SHELF.register(app)


def save(session: Session, view: View, person: User, now: datetime) -> CustomField:
    """Create or change the field that a form describes."""
    known, given = json.loads(view["private_metadata"]), read(view)
    if known["id"] is None:
        return fields.create(session, given, by=person, now=now)
    seen = datetime.fromisoformat(known["seen"])
    return fields.edit(session, known["id"], given, by=person, seen=seen, now=now)


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


def _rows(session: Session, campaign_id: int, *, archived: bool) -> Sequence[Row]:
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
    sure = confirm("Archive this field?", f"{escape(known.name)} leaves reports.", "Archive", danger=True)
    press = button("Archive field", "fields.archive", str(known.id), style="danger", confirm=sure)
    about = f"{KINDS[known.kind]}. Slug: `{known.slug}`. It stays the same, whatever the field is called."
    return [context(about), actions(press)]


SHELF = Shelf(
    Kind("fields", "Custom fields", "field"),
    rows=_rows,
    find=fields.find,
    form=form,
    save=save,
    archive=fields.archive,
    restore=fields.restore,
    archived=archived,
)
