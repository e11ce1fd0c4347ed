"""What became of one contact, a page at a time: what was learned, the conversations, the reports."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.models import Action, Contact, Conversation, CustomField, Fact, Report, Tag, User

PAGE: Final = 15
Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Page(Generic[Shown]):
    """Some of it, the newest first; `number` counts from 0."""

    shown: list[Shown]
    number: int
    total: int


@dataclass(frozen=True)
class Learned:
    """A tag switched or a field answered.

    Attributes:
        what: the tag's or field's name.
        old, new: `yes`/`no`, an answer, or None for none.
        source: as `Fact.source` says.
        who: who reported or changed it; empty when it was nobody.
        action: where, or empty.
    """

    what: str
    old: str | None
    new: str | None
    source: str
    at: datetime
    who: str
    action: str


@dataclass(frozen=True)
class Talk:
    """One conversation, the action it is in and who holds it; `holder` is empty in the pool."""

    conversation: Conversation
    action: str
    holder: str


@dataclass(frozen=True)
class Filed:
    """One report, and what it changed."""

    id: int
    at: datetime
    who: str
    action: str
    changes: list[Learned] = field(default_factory=list)


def learned(session: Session, contact: Contact, number: int = 0) -> Page[Learned]:
    """Return a page of what was learned; one beyond the end becomes the last."""
    facts = _facts().where(Fact.contact_id == contact.id).order_by(Fact.id.desc())
    rows, number, total = _page(session, facts, number)
    return Page([_learned(row) for row in rows], number, total)


def talks(session: Session, contact: Contact, number: int = 0) -> Page[Talk]:
    """Return a page of the conversations, the latest text first; those without any come last."""
    query = (
        select(Conversation, Action.title, User)
        .join(Action, Action.id == Conversation.action_id)
        .outerjoin(User, User.id == Conversation.holder_id)
        .where(Conversation.contact_id == contact.id)
        .order_by(Conversation.last_message_at.desc().nulls_last(), Conversation.id.desc())
    )
    rows, number, total = _page(session, query, number)
    return Page([Talk(talk, title, _name(user)) for talk, title, user in rows], number, total)


def reports(session: Session, contact: Contact, number: int = 0) -> Page[Filed]:
    """Return a page of the reports with what each changed."""
    query = (
        select(Report, User, Action.title)
        .join(Conversation, Conversation.id == Report.conversation_id)
        .join(User, User.id == Report.user_id)
        .join(Action, Action.id == Report.action_id)
        .where(Conversation.contact_id == contact.id)
        .order_by(Report.id.desc())
    )
    rows, number, total = _page(session, query, number)
    changes = _changes(session, [report.id for report, _, _ in rows])
    shown = [
        Filed(each.id, each.created_at, _name(user), title, changes[each.id]) for each, user, title in rows
    ]
    return Page(shown, number, total)


def _page(session: Session, query: Select[*tuple[Any, ...]], number: int) -> tuple[Sequence[Any], int, int]:
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(number, 0), max(total - 1, 0) // PAGE)
    return session.execute(query.offset(number * PAGE).limit(PAGE)).all(), number, total


def _facts() -> Select[*tuple[Any, ...]]:
    name = func.coalesce(Tag.name, CustomField.name)
    return (
        select(Fact, name.label("what"), User, Action.title)
        .outerjoin(Tag, Tag.id == Fact.tag_id)
        .outerjoin(CustomField, CustomField.id == Fact.field_id)
        .outerjoin(User, User.id == Fact.user_id)
        .outerjoin(Action, Action.id == Fact.action_id)
    )


def _changes(session: Session, report_ids: list[int]) -> dict[int, list[Learned]]:
    found: dict[int, list[Learned]] = defaultdict(list)
    for row in session.execute(_facts().where(Fact.report_id.in_(report_ids)).order_by(Fact.id)):
        found[row[0].report_id].append(_learned(row))
    return found


def _learned(row: Any) -> Learned:
    fact, what, user, action = row
    return Learned(what, fact.old, fact.new, fact.source, fact.at, _name(user), action or "")


def _name(user: User | None) -> str:
    return user.name if user else ""
