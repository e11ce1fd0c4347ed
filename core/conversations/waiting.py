"""The conversations that need attention, of all volunteers and of nobody, whoever waits longest first."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.conversations.lines import Line, lines
from core.models import Conversation, User
from core.people.rights import Right, require

PAGE: Final = 15


@dataclass(frozen=True)
class Whose:
    """Which of them are meant; each part left empty lets all through.

    Attributes:
        unheld: those that nobody holds; then `holder_id` does not count.
    """

    action_id: int | None = None
    holder_id: int | None = None
    unheld: bool = False


@dataclass(frozen=True)
class Page:
    """Some of `total`; `number` counts from 0."""

    lines: list[Line]
    number: int
    total: int


def page(session: Session, whose: Whose, *, by: User, number: int = 0) -> Page:
    """Return one page; one beyond the end becomes the last. Raises NotAllowed."""
    total = count(session, whose, by=by)
    number = min(number, max(total - 1, 0) // PAGE)
    waiting = select(Conversation.id).where(*_meant(whose, by))
    in_order = waiting.order_by(Conversation.attention_since, Conversation.id)
    ids = session.scalars(in_order.offset(number * PAGE).limit(PAGE)).all()
    return Page(lines(session, ids), number, total)


def count(session: Session, whose: Whose, *, by: User) -> int:
    """Return how many there are. Raises NotAllowed."""
    require(session, by, Right.LOOK)
    return session.scalar(select(func.count(Conversation.id)).where(*_meant(whose, by))) or 0


def _meant(whose: Whose, by: User) -> list[ColumnElement[bool]]:
    # in the words of the partial index, which holds no others
    meant = [Conversation.attention_since.is_not(None), Conversation.campaign_id == by.campaign_id]
    if whose.action_id:
        meant.append(Conversation.action_id == whose.action_id)
    if whose.unheld:
        meant.append(Conversation.holder_id.is_(None))
    elif whose.holder_id:
        meant.append(Conversation.holder_id == whose.holder_id)
    return meant
