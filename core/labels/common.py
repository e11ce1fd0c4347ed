"""What tags and custom fields have in common: names, slugs, their order, and two admins at once.

Display order: labels are sorted by their number, then by name. Two may share a number; none is ever moved
because of another, so a number means the same tomorrow.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import events, finding
from core.actions.scripts import ALWAYS_KNOWN
from core.errors import CoreError, Invalid, Stale
from core.models import CustomField, Tag, User
from core.naming import named
from core.slugs import slug

Label = TypeVar("Label", Tag, CustomField)

LAST_POSITION = 9999
_RESERVED = {*ALWAYS_KNOWN, "phone"}  # columns that an import understands as the contact's own


class ChangedMeanwhile(Invalid, Stale):
    """Somebody else saved it after this person opened the form; said there, so no word typed is lost."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "name", f"Somebody changed “{name}” while you had it open. Look at it again, then change it."
        )


class Archived(Invalid, Stale):
    """It was archived after this person opened the form."""

    def __init__(self, name: str) -> None:
        super().__init__("name", f"“{name}” was archived meanwhile. Restore it first.")


class BuiltIn(CoreError):
    """The product relies on it."""


def find(session: Session, kind: type[Label], label_id: int, *, by: User) -> Label:
    """Return a tag or field of this person's campaign, locked. Raises NotFound."""
    called = "That tag" if kind is Tag else "That field"
    return finding.find(session, kind, label_id, by=by, called=called, lock=True)


def living(session: Session, kind: type[Label], ids: Collection[int], *, by: User) -> Sequence[Label]:
    """Return those of these tags or fields that are not archived, in their order."""
    query = select(kind).filter_by(campaign_id=by.campaign_id, archived_at=None)
    return session.scalars(query.filter(kind.id.in_(ids)).order_by(kind.position, kind.name)).all()


def still_as_seen(label: Tag | CustomField, seen: datetime) -> None:
    """Refuse to write over what somebody else saved. Raises Stale.

    Args:
        seen: `updated_at` of the label when the form was opened.
    """
    if label.archived_at:
        raise Archived(label.name)
    if label.updated_at != seen:
        raise ChangedMeanwhile(label.name)


def free_name(
    session: Session, kind: type[Tag] | type[CustomField], words: str, *, by: User, own_id: int = 0
) -> str:
    """Return a cleaned name that no other living tag (or field) of the campaign has. Raises Invalid."""
    what = "tag" if kind is Tag else "field"
    name = named(words, field="name", what=f"{what} name")
    query = select(kind.name).filter_by(campaign_id=by.campaign_id, archived_at=None)
    others = session.scalars(query.filter(kind.id != own_id))
    if name.casefold() in {other.casefold() for other in others}:
        raise Invalid("name", f"There is a {what} called “{name}” already.")
    return name


def free_slug(session: Session, name: str, *, by: User, otherwise: str) -> str:
    """Return a slug that no tag or field of the campaign ever had: `notes`, then `notes_2` and so on."""
    taken = set(_RESERVED)
    for kind in (Tag, CustomField):
        taken.update(session.scalars(select(kind.slug).filter_by(campaign_id=by.campaign_id)))
    base = slug(name, otherwise=otherwise)
    return next(each for each in _numbered(base, len(taken)) if each not in taken)


def placed(session: Session, kind: type[Label], position: int | None, *, by: User) -> int:
    """Return the display order: the one given, or the one after the last. Raises Invalid."""
    if position is None:
        living = select(func.max(kind.position)).filter_by(campaign_id=by.campaign_id, archived_at=None)
        return min((session.scalar(living) or 0) + 1, LAST_POSITION)
    if not 1 <= position <= LAST_POSITION:
        raise Invalid("position", f"Display order is a whole number from 1 to {LAST_POSITION:,}.")
    return position


def archive(session: Session, label: Tag | CustomField, *, by: User, now: datetime) -> None:
    """Take it out of use; what was recorded with it stays."""
    if label.archived_at is None:
        label.archived_at = label.updated_at = now
        events.record(session, f"{_word(label)}_archived", label, by=by, at=now)


def restore(session: Session, label: Tag | CustomField, *, by: User, now: datetime) -> None:
    """Bring it back into use. Raises Invalid when another took its name."""
    if label.archived_at is not None:
        free_name(session, type(label), label.name, by=by, own_id=label.id)
        label.archived_at, label.updated_at = None, now
        events.record(session, f"{_word(label)}_restored", label, by=by, at=now)


def _numbered(base: str, count: int) -> Iterable[str]:
    yield base
    yield from (f"{base}_{number}" for number in range(2, count + 3))


def _word(label: Tag | CustomField) -> str:
    return "tag" if isinstance(label, Tag) else "field"
