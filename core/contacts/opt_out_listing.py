"""The record of opt-outs as people read it: whether, when, how, in which words, by whom, and how it ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from core.contacts.erasing.hashes import erased
from core.contacts.opt_out_by_hand import MEANS
from core.models import Action, Contact, OptOut, User

PAGE: Final = 20
ROUTES: Final = {
    "keyword": "By text",
    "volunteer": "By a volunteer",
    "admin": "Entered by hand",
    "tag": "By a tag",
    "carrier": "Known to the carrier",
    "import": "From a file",
}
_AT_ONCE = 2000  # rows read together where all are read


@dataclass(frozen=True)
class Line:
    """One opt-out.

    Attributes:
        phone: E.164.
        route: one of `ROUTES`.
        means: how they asked, one of `core.contacts.opt_out_by_hand.MEANS`, or empty.
        words: what they said.
        action: the action it was said in, or empty.
        who: who did it for them, or empty.
        lifted_at: None while it holds.
        lifted_by: the admin; empty when they texted START themselves.
    """

    phone: str
    at: datetime
    route: str
    means: str
    words: str
    action: str
    who: str
    lifted_at: datetime | None
    lifted_by: str
    note: str

    @property
    def how(self) -> str:
        """Return by which way it came, in words."""
        way = ROUTES.get(self.route, self.route)
        return f"{way} ({MEANS[self.means].lower()})" if self.means in MEANS else way


@dataclass(frozen=True)
class Page:
    """Some of the record, newest first.

    Attributes:
        number: from 0.
        total: all opt-outs, lifted ones too; `holding` are those in force.
    """

    lines: list[Line]
    number: int
    total: int
    holding: int


@dataclass(frozen=True)
class Standing:
    """How it stands with one phone: its opt-outs, newest first, and whose it is, if that is known.

    Attributes:
        erased_at: when its owner was erased on request; None as a rule.
    """

    phone: str
    name: str
    lines: list[Line]
    erased_at: datetime | None = None

    @property
    def in_force(self) -> Line | None:
        return next((line for line in self.lines if line.lifted_at is None), None)


def page(session: Session, campaign_id: int, number: int = 0) -> Page:
    """Return one page of a campaign's record; one beyond the end becomes the last."""
    counted = select(func.count(), func.count().filter(OptOut.lifted_at.is_(None)))
    total, holding = session.execute(counted.where(OptOut.campaign_id == campaign_id)).one()
    number = min(number, max(total - 1, 0) // PAGE)
    rows = session.execute(_lines(campaign_id).offset(number * PAGE).limit(PAGE))
    return Page([_line(row) for row in rows], number, total, holding)


def look_up(session: Session, campaign_id: int, phone: str) -> Standing:
    """Return how it stands with a phone.

    Args:
        phone: E.164.
    """
    rows = session.execute(_lines(campaign_id).where(OptOut.phone == phone).limit(PAGE))
    contact = session.scalar(select(Contact).filter_by(campaign_id=campaign_id, phone=phone))
    gone = erased(session, campaign_id, phone)
    name = contact.name if contact else ""
    return Standing(phone, name, [_line(row) for row in rows], gone.at if gone else None)


def every_line(session: Session, campaign_id: int) -> Iterator[Line]:
    """Yield a campaign's whole record, newest first, however long it is.

    It is read in parts, since PostgreSQL streams only within a transaction, and readers have none.
    """
    part: Sequence[Row[*tuple[Any, ...]]] = session.execute(_lines(campaign_id).limit(_AT_ONCE)).all()
    while part:
        yield from map(_line, part)
        older = _lines(campaign_id).where(OptOut.id < part[-1].id)
        part = session.execute(older.limit(_AT_ONCE)).all()


def _lines(campaign_id: int) -> Select[*tuple[Any, ...]]:
    who, lifter = aliased(User), aliased(User)
    columns = (OptOut.id, OptOut.phone, OptOut.at, OptOut.route, OptOut.means, OptOut.words, Action.title)
    people = (who.first_name, who.last_name, lifter.first_name, lifter.last_name)
    return (
        select(*columns, OptOut.lifted_at, OptOut.lift_note, *people)
        .outerjoin(Action, Action.id == OptOut.action_id)
        .outerjoin(who, who.id == OptOut.user_id)
        .outerjoin(lifter, lifter.id == OptOut.lifted_by_id)
        .where(OptOut.campaign_id == campaign_id)
        .order_by(OptOut.id.desc())
    )


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    _, phone, at, route, means, words, action, lifted_at, note, first, last, by_first, by_last = row
    return Line(
        phone=phone,
        at=at,
        route=route,
        means=means,
        words=words,
        action=action or "",
        who=_name(first, last),
        lifted_at=lifted_at,
        lifted_by=_name(by_first, by_last),
        note=note,
    )


def _name(first: str | None, last: str | None) -> str:
    return " ".join(part for part in (first, last) if part)
