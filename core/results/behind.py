"""What is behind a figure: the people or the conversations that it counts, a page at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.models import Action, Audience, Contact, Conversation, User
from core.results import figures

PAGE = 20


@dataclass(frozen=True)
class Line:
    """A person or a conversation.

    Attributes:
        name: the volunteer's, or the contact's; without one, the end of the phone number.
        state: how it stands, in a few words.
        at: the latest text, or when the volunteer got there; None is not yet.
        conversation_id: None for a person.
    """

    name: str
    state: str
    at: datetime | None
    conversation_id: int | None = None


@dataclass(frozen=True)
class Page:
    """Some lines of `total`; `number` counts pages from 0."""

    lines: list[Line]
    total: int
    number: int


def behind(session: Session, action: Action, figure: str, *, page: int = 0) -> Page:
    """Return a page of what a figure counts.

    Args:
        figure: one of those in `core.results.figures`.
        page: which one, from 0.

    Raises:
        NotFound: there is no such figure.
    """
    conversations = figures.conversations(action)
    if figure in figures.PEOPLE:
        return _page(session, _people(action, figures.PEOPLE[figure]), Audience.id, page, _person)
    if figure in conversations:
        return _page(
            session, _conversations(action, conversations[figure]), Conversation.id, page, _conversation
        )
    raise NotFound("That number")


def _page(
    session: Session, query: Select[*tuple[Any, ...]], key: Any, page: int, line: Callable[[Any], Line]
) -> Page:
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.execute(query.order_by(key).offset(page * PAGE).limit(PAGE))
    return Page([line(row) for row in rows], total, page)


def _people(action: Action, rule: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = (Audience.id, User.first_name, User.last_name)
    stamps = (Audience.seen_at, Audience.started_at, Audience.completed_at)
    people = select(*columns, *stamps).join(User, User.id == Audience.user_id)
    return people.where(Audience.action_id == action.id, rule)


def _person(row: Any) -> Line:
    steps = [
        ("has texted", row.completed_at),
        ("has started", row.started_at),
        ("has seen it", row.seen_at),
    ]
    state, at = next(((words, at) for words, at in steps if at), ("has not seen it yet", None))
    return Line(f"{row.first_name} {row.last_name}".strip() or "Unnamed", state, at)


def _conversations(action: Action, rule: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    stamps = (
        Conversation.initial_at,
        Conversation.last_message_at,
        Conversation.reply_count,
        Conversation.reported_at,
        Conversation.attention_since,
        Conversation.opted_out_at,
    )
    person = (Contact.first_name, Contact.last_name, Contact.phone, Contact.undeliverable)
    people = select(Conversation.id, *stamps, *person).join(Contact, Contact.id == Conversation.contact_id)
    return people.where(Conversation.action_id == action.id, rule)


def _conversation(row: Any) -> Line:
    name = f"{row.first_name} {row.last_name}".strip() or f"No name, number ending in {row.phone[-4:]}"
    return Line(name, ", ".join(_states(row)), row.last_message_at, row.id)


def _states(row: Any) -> list[str]:
    states = {
        "opted out": row.opted_out_at,
        "cannot get texts": row.undeliverable and not row.initial_at,
        "needs attention": row.attention_since,
        "reported": row.reported_at,
        "answered": row.reply_count,
    }
    found = [words for words, holds in states.items() if holds]
    return found or ["texted" if row.initial_at else "not texted yet"]
