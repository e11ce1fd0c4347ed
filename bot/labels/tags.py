"""`/tags`: the tags in their order, and a form to create, edit and archive them."""

import json
from collections.abc import Sequence
from datetime import datetime

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.blocks import Block, actions, button, confirm, context, escape, field, modal, section, text_input
from bot.elements import number_input, tick
from bot.forms import Form
from bot.labels.listing import Kind, Place, Row, metadata
from bot.labels.shelf import Shelf
from bot.request import View
from bot.verbs import Verb, Verbs
from core.labels import tags
from core.labels.ordering import LAST_POSITION
from core.labels.tags import TagForm
from core.models import Tag, User
from core.naming import NAME_LIMIT

FORM = "tags.form.v1"


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the list and its form."""
    verbs.add(Verb("tags", "Tags", "Yes/no markers for contacts", SHELF.open, short="/tags"))
    SHELF.register(app)


def save(session: Session, view: View, person: User, now: datetime) -> Tag:
    """Create or change the tag that a form describes."""
    known, given = json.loads(view["private_metadata"]), read(view)
    if known["id"] is None:
        return tags.create(session, given, by=person, now=now)
    seen = datetime.fromisoformat(known["seen"])
    return tags.edit(session, known["id"], given, by=person, seen=seen, now=now)


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


def _rows(session: Session, campaign_id: int, *, archived: bool) -> Sequence[Row]:
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
    sure = confirm(
        "Archive this tag?", f"{escape(tag.name)} leaves reports and menus.", "Archive", danger=True
    )
    press = button("Archive tag", "tags.archive", str(tag.id), style="danger", confirm=sure)
    return [slug, actions(press)]


SHELF = Shelf(
    Kind("tags", "Tags", "tag"),
    rows=_rows,
    find=tags.find,
    form=form,
    save=save,
    archive=tags.archive,
    restore=tags.restore,
    archived=archived,
)
