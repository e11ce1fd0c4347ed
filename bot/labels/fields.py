"""`/textbank fields`: the custom fields in their order, and a form to create, edit and archive them."""

from collections.abc import Sequence
from datetime import datetime

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.labels import clashing, field_form, listing, options
from bot.labels.known import Known
from bot.labels.listing import Row
from bot.labels.place import Kind, Place, place_of
from bot.labels.shelf import Shelf
from bot.request import View
from bot.verbs import Verb, Verbs
from core.folders import looking as folders
from core.labels import fields
from core.labels.fields import FieldForm
from core.labels.looking import Page
from core.models import CustomField, User


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the list, its form and a field's options."""
    verbs.add(Verb("fields", "Custom fields", "Questions on the volunteers' report", SHELF.open))
    SHELF.register(app)
    options.register(app, SHELF.refresh)


def save(session: Session, view: View, person: User, now: datetime) -> View | None:
    """Create or change the field that a form describes, or return the form with what changed meanwhile."""
    known, given, place = Known.read(view), field_form.read(view), place_of(view)
    if known.id is None:
        fields.create(session, given, by=person, now=now, key=known.key)
        return None
    if clash := fields.clash(session, known.id, given, by=person, seen=known.seen):
        chosen = folders.living(session, by=person, ids=given.folder_ids)
        told = clashing.blocks(clash, "field", "fields", known.id, folders.names(session, by=person))
        return field_form.build(given, known.told(clash), place, chosen, told=told)
    fields.edit(session, known.id, given, by=person, seen=known.seen, now=now)
    return None


def _new(session: Session, person: User, place: Place) -> View:
    chosen = folders.living(session, by=person, ids=[place.folder]) if place.folder else []
    return field_form.build(FieldForm("", "selection"), Known.new(), place, chosen)


def _one(session: Session, field_id: int, person: User, place: Place) -> View:
    field = fields.find(session, field_id, by=person)
    seen = fields.values(session, field, by=person)
    known = Known(field.id, seen, "", slug=field.slug, kind=field.kind)
    values = FieldForm(field.name, field.kind, "", field.position, field.reportable, field.required)
    return field_form.build(values, known, place, folders.of(session, "field", [field.id])[field.id])


def _rows(session: Session, found: Page[CustomField], _person: User) -> Sequence[Row]:
    inside = folders.of(session, "field", [field.id for field in found.rows])
    return listing.rows(found, inside, field_form.words)


SHELF = Shelf(
    Kind("fields", "Custom fields", "field"),
    CustomField,
    rows=_rows,
    new=_new,
    one=_one,
    save=save,
    find=fields.find,
    archive=fields.archive,
    restore=fields.restore,
    archived=field_form.archived,
)
