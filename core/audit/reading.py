"""A page of the audit trail, newest first, found by an index however many millions of texts stand between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, select, text, tuple_
from sqlalchemy.orm import Session, aliased

from core.audit import naming, particulars
from core.audit.words import KINDS, names_of, told
from core.models import Campaign, Event, User
from core.models.record import IS_NO_TEXTING
from core.people.rights import Right, require

PAGE: Final = 15
TEXTING: Final = "texting"  # the kind that is left out unless it is asked for


@dataclass(frozen=True)
class Filter:
    """Which events are meant; each part left empty lets everything through, but for texts and reports.

    Attributes:
        person: id of the user who did it.
        kind: one of `core.audit.words.KINDS`.
        subject: one thing alone, such as `tag:12`.
        day: ISO date, by the campaign's calendar.
    """

    person: int = 0
    kind: str = ""
    subject: str = ""
    day: str = ""


@dataclass(frozen=True)
class Mark:
    """A place in the trail: an event's time and id."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}|{self.id}"

    @classmethod
    def read(cls, written: str) -> "Mark | None":
        """Return the place that `str` wrote down; None for anything else, such as an older button's words."""
        at, _, row_id = written.partition("|")
        try:
            return cls(datetime.fromisoformat(at), int(row_id))
        except ValueError:
            return None


@dataclass(frozen=True)
class Entry:
    """One event.

    Attributes:
        who: the name of whoever did it; empty for the text bank itself, or a contact.
        words: what they did, with `{thing}` for its subject; without `who`, the whole sentence.
        thing: what the subject is called; empty when it has no name.
        subject: as `Filter.subject` has it.
        particulars: what exactly, in words; may be empty.
    """

    mark: Mark
    who: str
    who_id: int
    words: str
    thing: str
    subject: str
    particulars: str


@dataclass(frozen=True)
class Page:
    """Some events, newest first.

    Attributes:
        newer, older: whether there are more on either side.
        zone: of the days that are asked for.
        person, thing: what the filter's person and its one subject are called.
    """

    entries: list[Entry]
    newer: bool
    older: bool
    zone: str
    person: str = ""
    thing: str = ""


def page(
    session: Session, wanted: Filter, *, by: User, before: Mark | None = None, after: Mark | None = None
) -> Page:
    """Return the newest events that a filter lets through, or those next to a mark.

    Args:
        before: show what is older than this.
        after: show what is newer than this, and next to it.

    Raises:
        NotAllowed: only admins read the trail.
    """
    require(session, by, Right.RUN)
    campaign = session.get_one(Campaign, by.campaign_id)
    rows = session.execute(_query(campaign, wanted, before, after).limit(PAGE + 1)).all()
    more, rows = len(rows) > PAGE, rows[:PAGE]
    shown = rows[::-1] if after else rows
    one = _subject(wanted.subject)
    called = naming.names(session, campaign.id, {_of(row) for row in shown} | ({one} if one else set()))
    return Page(
        [_entry(row, called) for row in shown],
        newer=more if after else before is not None,
        older=bool(shown) if after else more,
        zone=campaign.timezone,
        person=_name(session, campaign.id, wanted.person),
        thing=called.get(one, "") if one else "",
    )


def people(session: Session, *, by: User, words: str, most: int) -> Sequence[User]:
    """Return people of the campaign whose names hold the words, for a menu. Raises NotAllowed."""
    require(session, by, Right.RUN)
    query = select(User).filter_by(campaign_id=by.campaign_id)
    query = query.where((User.first_name + " " + User.last_name).icontains(words, autoescape=True))
    return session.scalars(query.order_by(User.first_name, User.last_name, User.id).limit(most)).all()


def _query(campaign: Campaign, wanted: Filter, before: Mark | None, after: Mark | None) -> Select[Any]:
    who = aliased(User)
    made: Any = select(Event, who.first_name, who.last_name).outerjoin(who, who.id == Event.by_id)
    # one thing has few events: the sum keeps the databases from walking the campaign's millions for them
    own = Event.campaign_id + 0 if wanted.subject else Event.campaign_id
    query: Select[Any] = made.where(own == campaign.id, *_rules(campaign, wanted))
    place = tuple_(Event.at, Event.id)
    if after:
        return query.where(place > (after.at, after.id)).order_by(Event.at, Event.id)
    if before:
        query = query.where(place < (before.at, before.id))
    return query.order_by(Event.at.desc(), Event.id.desc())


def _rules(campaign: Campaign, wanted: Filter) -> Iterator[Any]:
    if wanted.kind in KINDS:
        yield Event.name.in_(names_of(wanted.kind))
    if wanted.kind != TEXTING and not wanted.subject:
        yield text(IS_NO_TEXTING)  # by these very words the index is found
    if wanted.person:
        yield Event.by_id == wanted.person
    if one := _subject(wanted.subject):
        yield Event.subject_type == one[0]
        yield Event.subject_id == one[1]
    if wanted.day:
        first = datetime.combine(date.fromisoformat(wanted.day), time(), ZoneInfo(campaign.timezone))
        yield Event.at >= first
        yield Event.at < first + timedelta(days=1)


def _subject(written: str) -> naming.Subject | None:
    kind, _, row_id = written.partition(":")
    return (kind, int(row_id)) if row_id.isdecimal() else None


def _of(row: Row[Any]) -> naming.Subject:
    return row.Event.subject_type, row.Event.subject_id


def _entry(row: Row[Any], called: Any) -> Entry:
    event, who = row.Event, " ".join(part for part in (row.first_name, row.last_name) if part)
    words = told(event.name)
    alone = words.alone or f"The text bank {words.words}"
    return Entry(
        Mark(event.at, event.id),
        who or ("Somebody" if event.by_id else ""),
        event.by_id or 0,
        words.words or words.alone if event.by_id else alone,
        called.get(_of(row), ""),
        f"{event.subject_type}:{event.subject_id}",
        particulars.in_words(event.name, event.particulars or {}),
    )


def _name(session: Session, campaign_id: int, user_id: int) -> str:
    user = session.scalar(select(User).filter_by(campaign_id=campaign_id, id=user_id)) if user_id else None
    return user.name if user else ""
