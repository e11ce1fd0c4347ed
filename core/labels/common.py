"""What tags, custom fields and folders have in common: names, slugs, and two admins at once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import differing, events, finding
from core.actions.scripts import ALWAYS_KNOWN
from core.differing import Difference, Values
from core.errors import CoreError, Invalid
from core.models import CustomField, Event, Folder, Tag, User
from core.naming import named
from core.people.rights import Right, require
from core.slugs import slug
from core.turns import take_turns

Label = TypeVar("Label", Tag, CustomField)
Kept = TypeVar("Kept", Tag, CustomField, Folder)
AnyKept = Tag | CustomField | Folder

WORDS: dict[Any, str] = {Tag: "tag", CustomField: "field", Folder: "folder"}
SENT_TWICE_WITHIN = timedelta(hours=1)
_RESERVED = {*ALWAYS_KNOWN, "phone"}  # columns that an import understands as the contact's own


class BuiltIn(CoreError):
    """The product relies on it."""


@dataclass(frozen=True)
class Clash:
    """What somebody else saved while a form was open.

    Attributes:
        present: all values as they are now.
        who, at: the last to change it, and when.
    """

    differences: Sequence[Difference]
    present: Values
    who: str
    at: datetime


def begin(session: Session, by: User) -> None:
    """Let whoever may run the campaign change its labels, one after another. Raises NotAllowed."""
    require(session, by, Right.RUN)
    take_turns(session, by.campaign_id)


def find(session: Session, kind: type[Kept], label_id: int, *, by: User) -> Kept:
    """Return one of this person's campaign, locked. Raises NotFound."""
    return finding.find(session, kind, label_id, by=by, called=f"That {WORDS[kind]}", lock=True)


def living(session: Session, kind: type[Label], ids: Collection[int], *, by: User) -> Sequence[Label]:
    """Return those of these tags or fields that are not archived, in their order."""
    query = select(kind).filter_by(campaign_id=by.campaign_id, archived_at=None)
    return session.scalars(query.filter(kind.id.in_(ids)).order_by(kind.position, kind.name)).all()


def made_before(session: Session, kind: type[Kept], key: str, *, by: User, now: datetime) -> Kept | None:
    """Return what this very form has made already, None at first.

    Args:
        key: made by the form; without one, nothing is looked for.
    """
    made = select(kind, Event.particulars).where(kind.campaign_id == by.campaign_id)
    made = made.join(Event, (Event.subject_type == kind.__name__.lower()) & (Event.subject_id == kind.id))
    made = made.where(kind.created_at > now - SENT_TWICE_WITHIN, Event.name == f"{WORDS[kind]}_created")
    return next((row for row, said in session.execute(made) if key and said.get("form") == key), None)


def clash(session: Session, label: AnyKept, seen: Values, present: Values, typed: Values) -> Clash | None:
    """Return what saving a form would write over, None when nothing; see `core.differing`."""
    found = differing.differences(seen, present, typed)
    if not found:
        return None
    last = events.last(session, label)
    return Clash(found, present, last[0] if last else "Somebody", last[1] if last else label.updated_at)


def free_name(session: Session, kind: type[Kept], words: str, *, by: User, own_id: int = 0) -> str:
    """Return a cleaned name that no other living one of the campaign has. Raises Invalid."""
    what = WORDS[kind]
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


def archive(session: Session, label: Kept, *, by: User, now: datetime) -> None:
    """Take it out of use; what was recorded with it stays."""
    if label.archived_at is None:
        label.archived_at = label.updated_at = now
        events.record(session, f"{WORDS[type(label)]}_archived", label, by=by, at=now)


def restore(session: Session, label: Kept, *, by: User, now: datetime) -> None:
    """Bring it back into use. Raises Invalid when another took its name."""
    if label.archived_at is not None:
        free_name(session, type(label), label.name, by=by, own_id=label.id)
        label.archived_at, label.updated_at = None, now
        events.record(session, f"{WORDS[type(label)]}_restored", label, by=by, at=now)


def _numbered(base: str, count: int) -> Iterable[str]:
    yield base
    yield from (f"{base}_{number}" for number in range(2, count + 3))
