"""The form of a custom field. Pure."""

from collections.abc import Sequence

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
from bot.elements import radio, tick
from bot.folders import choosing
from bot.forms import Form
from bot.labels.form_parts import form, position_field
from bot.labels.known import Known
from bot.labels.place import Place
from bot.request import View
from core.labels.fields import KINDS, FieldForm, live_options
from core.models import CustomField, Folder
from core.naming import NAME_LIMIT


def build(
    values: FieldForm,
    known: Known,
    place: Place,
    folders: Sequence[Folder] = (),
    *,
    told: Sequence[Block] = (),
) -> View:
    """Return the form.

    Args:
        values: what it is filled with.
        folders: those that the field is in, or that were chosen.
        told: what stands above it, where somebody else was quicker.
    """
    blocks = [
        field("Field name", "name", text_input(values.name, limit=NAME_LIMIT)),
        *([] if known.id else _kind_fields(values)),
        position_field("Fields", values.position),
        field("Show on reports", "reportable", tick(values.reportable), optional=True),
        field("Required", "required", tick(values.required), optional=True),
        choosing.folders_field(folders),
        *_end(values, known),
    ]
    return form("field", blocks, known, place, told)


def read(view: View) -> FieldForm:
    """Return what somebody filled in; a field that is there already keeps its kind."""
    given = Form(view)
    return FieldForm(
        name=given.text("name"),
        kind=given.choice("kind") or Known.read(view).kind,
        options=given.text("options"),
        position=given.number("position"),
        reportable="yes" in given.choices("reportable"),
        required="yes" in given.choices("required"),
        folder_ids=choosing.read(given),
    )


def archived(gone: CustomField) -> View:
    """Return what the form becomes once its field is archived."""
    words = f"*{escape(gone.name)}* is archived. Its answers stay; “Archived” in the list brings it back."
    return modal("Field archived", [section(words)], callback="fields.archived.v1")


def words(known: CustomField, folders: Sequence[Folder] = ()) -> str:
    """Return what the list says of a field."""
    marks = [
        KINDS[known.kind],
        f"order {known.position}",
        "on reports" if known.reportable else "not on reports",
        *(["required"] if known.required else []),
    ]
    choices = clip(" · ".join(each.label for each in live_options(known)), 200)
    lines = [f"*{escape(known.name)}*   `{known.slug}`", " · ".join(marks)]
    lines += [f"_{escape(choices)}_" if choices else "", choosing.named(folders)]
    return "\n".join(filter(None, lines))


def _kind_fields(values: FieldForm) -> list[Block]:
    kinds = [option(title, kind) for kind, title in KINDS.items()]
    return [
        field("Kind", "kind", radio(kinds, values.kind), hint="It cannot be changed later."),
        field(
            "Options",
            "options",
            text_input(values.options, multiline=True),
            hint="For a selection: one on each line. You can add, rename and retire options later.",
            optional=True,
        ),
    ]


def _end(values: FieldForm, known: Known) -> list[Block]:
    if known.id is None:
        return []
    told = f"{escape(values.name)} leaves reports. Its answers stay."
    sure = confirm("Archive this field?", told, "Archive", danger=True)
    press = button("Archive field", "fields.archive", str(known.id), style="danger", confirm=sure)
    options = [button("Options", "fields.options", str(known.id))] if known.kind == "selection" else []
    about = f"{KINDS[known.kind]}. Slug: `{known.slug}`. It stays the same, whatever the field is called."
    return [context(about), actions(*options, press)]
