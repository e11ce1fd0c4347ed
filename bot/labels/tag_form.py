"""The form of a tag. Pure."""

from collections.abc import Sequence

from bot.blocks import (
    Block,
    actions,
    button,
    confirm,
    context,
    escape,
    field,
    modal,
    option,
    section,
    text_input,
)
from bot.counted import counted
from bot.elements import radio, tick
from bot.folders import choosing
from bot.forms import Form
from bot.labels.form_parts import form, position_field
from bot.labels.known import Known
from bot.labels.place import Place
from bot.request import View
from core.labels.stopping import MOST_COUNTED
from core.labels.tags import TagForm
from core.models import Folder, Tag
from core.naming import NAME_LIMIT

STOP_THEM, LEAVE_THEM = "stop", "leave"


def build(
    values: TagForm,
    known: Known,
    place: Place,
    folders: Sequence[Folder] = (),
    *,
    told: Sequence[Block] = (),
    holders: int = 0,
) -> View:
    """Return the form.

    Args:
        values: what it is filled with.
        folders: those that the tag is in, or that were chosen.
        told: what stands above it, where somebody else was quicker.
        holders: of how many contacts it asks whether they are opted out, too; 0 asks nothing.
    """
    blocks = [
        *([_holders_field(holders)] if holders else []),
        field("Tag name", "name", text_input(values.name, limit=NAME_LIMIT)),
        position_field("Tags", values.position),
        *([] if known.built_in else _choices(values)),
        choosing.folders_field(folders),
        *_end(values, known),
    ]
    return form("tag", blocks, known, place, told)


def read(view: View) -> TagForm:
    """Return what somebody filled in."""
    given, built_in = Form(view), bool(Known.read(view).built_in)
    return TagForm(
        name=given.text("name"),
        position=given.number("position"),
        reportable=built_in or "yes" in given.choices("reportable"),
        opt_out=built_in or "yes" in given.choices("opt_out"),
        folder_ids=choosing.read(given),
        stops_holders=given.choice("holders") == STOP_THEM,
    )


def was_asked(view: View) -> bool:
    """Return whether the form has said what becomes of those who have the tag."""
    return Form(view).choice("holders") is not None


def archived(tag: Tag) -> View:
    """Return what the form becomes once its tag is archived."""
    words = f"*{escape(tag.name)}* is archived. Who has it keeps it; “Archived” in the list brings it back."
    return modal("Tag archived", [section(words)], callback="tags.archived.v1")


def words(tag: Tag, folders: Sequence[Folder] = ()) -> str:
    """Return what the list says of a tag."""
    marks = [f"order {tag.position}", "on reports" if tag.reportable else "not on reports"]
    if tag.opt_out:
        marks.append(":no_entry: opts out")
    if tag.stopping_since:
        marks.append("opting out those who have it …")
    if tag.built_in:
        marks.append("built in")
    lines = [f"*{escape(tag.name)}*   `{tag.slug}`", " · ".join(marks), choosing.named(folders)]
    return "\n".join(filter(None, lines))


def _choices(values: TagForm) -> list[Block]:
    opts_out = field(
        "Opt-out tag",
        "opt_out",
        tick(values.opt_out),
        hint="Setting it opts the contact out of all further texts. "
        "Taking this mark away later brings nobody back.",
        optional=True,
    )
    return [field("Show on reports", "reportable", tick(values.reportable), optional=True), opts_out]


def _holders_field(count: int) -> Block:
    ways = [
        option("Opt them out, too", STOP_THEM, "It cannot be taken back for all at once"),
        option("Leave them", LEAVE_THEM, "Only those who get the tag from now on"),
    ]
    return field(f"{_who(count)} with this tag may still be texted", "holders", radio(ways))


def _who(count: int) -> str:
    return f"More than {MOST_COUNTED:,} contacts" if count > MOST_COUNTED else counted(count, "contact")


def _end(values: TagForm, known: Known) -> list[Block]:
    if known.id is None:
        return []
    slug = f"Slug: `{known.slug}`. It stays the same, whatever the tag is called."
    if known.built_in:
        note = (
            "This tag is built in: it always opts the contact out, is on all reports, and cannot be archived."
        )
        return [context(note, slug)]
    told = f"{escape(values.name)} leaves reports and menus. Who has it keeps it."
    sure = confirm("Archive this tag?", told, "Archive", danger=True)
    press = button("Archive tag", "tags.archive", str(known.id), style="danger", confirm=sure)
    return [context(slug), actions(press)]
