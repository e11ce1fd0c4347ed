"""Conversations as lines of a list for somebody who looks after all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Action, Contact, Conversation, User
from core.models.contact import full_name


@dataclass(frozen=True)
class Line:
    """A conversation.

    Attributes:
        name: of the contact; empty for none.
        holder: who holds it; empty for nobody.
        preview: the beginning of the latest text; `is_theirs` when the contact wrote it, `at` is when.
    """

    id: int
    name: str
    phone: str
    action: str
    holder: str
    preview: str
    is_theirs: bool
    at: datetime | None
    attention_since: datetime | None
    opted_out_at: datetime | None
    archived_at: datetime | None
    initial_at: datetime | None


def lines(session: Session, ids: Sequence[int]) -> list[Line]:
    """Return these conversations, in this order, in one query; the caller has asked whose they are."""
    query = (
        select(*_COLUMNS)
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(Action, Action.id == Conversation.action_id)
        .outerjoin(User, User.id == Conversation.holder_id)
        .where(Conversation.id.in_(ids))
    )
    found = {row.id: _line(row) for row in session.execute(query)}
    return [found[each] for each in ids if each in found]


_COLUMNS = (
    Conversation.id,
    Conversation.holder_id,
    Conversation.last_preview,
    Conversation.last_direction,
    Conversation.last_message_at,
    Conversation.attention_since,
    Conversation.opted_out_at,
    Conversation.archived_at,
    Conversation.initial_at,
    Contact.phone,
    Contact.first_name,
    Contact.last_name,
    Action.title,
    User.first_name.label("holder_first"),
    User.last_name.label("holder_last"),
)


def _line(row: Any) -> Line:
    holder = full_name(row.holder_first, row.holder_last) or "Unnamed" if row.holder_id else ""
    return Line(
        id=row.id,
        name=full_name(row.first_name, row.last_name),
        phone=row.phone,
        action=row.title,
        holder=holder,
        preview=row.last_preview,
        is_theirs=row.last_direction == "in",
        at=row.last_message_at,
        attention_since=row.attention_since,
        opted_out_at=row.opted_out_at,
        archived_at=row.archived_at,
        initial_at=row.initial_at,
    )
