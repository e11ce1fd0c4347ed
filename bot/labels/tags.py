"""`/tags`: the tags in their order, and a form to create, edit and archive them."""

from collections.abc import Sequence
from datetime import datetime

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.labels import clashing, listing, tag_form
from bot.labels.known import Known
from bot.labels.listing import Row
from bot.labels.place import Kind, Place, place_of
from bot.labels.shelf import Shelf
from bot.request import View
from bot.verbs import Verb, Verbs
from core.folders import looking as folders
from core.labels import tags
from core.labels.looking import Page
from core.labels.tags import TagForm
from core.models import Tag, User


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the list and its form."""
    verbs.add(Verb("tags", "Tags", "Yes/no markers for contacts", SHELF.open, short="/tags"))
    SHELF.register(app)


def save(session: Session, view: View, person: User, now: datetime) -> View | None:
    """Create or change the tag that a form describes, or return the form with what it must ask first."""
    known, given, place = Known.read(view), tag_form.read(view), place_of(view)
    if known.id is None:
        tags.create(session, given, by=person, now=now, key=known.key)
        return None
    chosen = folders.living(session, by=person, ids=given.folder_ids)
    if clash := tags.clash(session, known.id, given, by=person, seen=known.seen):
        names = folders.names(session, by=person)
        told = clashing.blocks(clash, "tag", "tags", known.id, names)
        return tag_form.build(given, known.told(clash), place, chosen, told=told)
    holders = tags.holders_to_ask_about(session, known.id, given, by=person)
    if holders and not tag_form.was_asked(view):
        return tag_form.build(given, known, place, chosen, holders=holders)
    tags.edit(session, known.id, given, by=person, seen=known.seen, now=now)
    return None


def _new(session: Session, person: User, place: Place) -> View:
    chosen = folders.living(session, by=person, ids=[place.folder]) if place.folder else []
    return tag_form.build(TagForm(""), Known.new(), place, chosen)


def _one(session: Session, tag_id: int, person: User, place: Place) -> View:
    tag = tags.find(session, tag_id, by=person)
    seen = tags.values(session, tag, by=person)
    known = Known(tag.id, seen, "", slug=tag.slug, built_in=tag.built_in or "")
    values = TagForm(tag.name, tag.position, tag.reportable, tag.opt_out)
    return tag_form.build(values, known, place, folders.of(session, "tag", [tag.id])[tag.id])


def _rows(session: Session, found: Page[Tag], _person: User) -> Sequence[Row]:
    inside = folders.of(session, "tag", [tag.id for tag in found.rows])
    return listing.rows(found, inside, tag_form.words)


SHELF = Shelf(
    Kind("tags", "Tags", "tag"),
    Tag,
    rows=_rows,
    new=_new,
    one=_one,
    save=save,
    find=tags.find,
    archive=tags.archive,
    restore=tags.restore,
    archived=tag_form.archived,
)
