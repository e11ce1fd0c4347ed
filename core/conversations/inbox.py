"""A volunteer's inbox: four tabs of conversations, and the version that tells an open page of news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, Update, and_, func, or_, select, update
from sqlalchemy.orm import Session

from core.conversations.tabs import COUNTED, UNREAD, held_by, in_tab
from core.models import Action, Contact, Conversation, User

PAGE: Final = 50
MOST_COUNTED: Final = 1000


@dataclass(frozen=True)
class Cursor:
    """Where a page of the inbox ended: the next begins below it."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id}"


@dataclass(frozen=True)
class Line:
    """A conversation as one line of the inbox.

    Attributes:
        preview: the beginning of the latest text.
        is_theirs: whether the contact wrote it.
    """

    id: int
    name: str
    action: str
    preview: str
    is_theirs: bool
    at: datetime
    unread: bool
    needs_attention: bool
    reported: bool
    opted_out: bool


@dataclass(frozen=True)
class InboxPage:
    """At most 50 lines of a tab, newest first; `older` leads to the next ones."""

    tab: str
    lines: list[Line]
    older: Cursor | None


def touch(session: Session, *user_ids: int | None) -> None:
    """Tell these people's open pages that their inbox changed; None (the pool) is passed over."""
    known = sorted({user_id for user_id in user_ids if user_id is not None})
    if known:
        touch_those(session, User.id.in_(known))


def touch_those(session: Session, people: ColumnElement[bool]) -> None:
    """Tell the open pages of all users for whom a condition holds, however many those are."""
    session.execute(touching(people).execution_options(synchronize_session=False))


def touching(people: ColumnElement[bool]) -> Update:
    """Return the statement of `touch_those`, for those who send it together with others."""
    return update(User).where(people).values(inbox_version=User.inbox_version + 1)


def counts(session: Session, user: User) -> dict[str, int]:
    """Return how many conversations are unread and need attention; counting stops at a thousand."""
    counted = [_count(user, tab).label(tab) for tab in COUNTED]
    return dict(zip(COUNTED, session.execute(select(*counted)).one(), strict=True))


def page(
    session: Session, user: User, tab: str, *, below: Cursor | None = None, named: str = ""
) -> InboxPage:
    """Return one page of a tab, in one query.

    Args:
        below: where the page before it ended.
        named: only contacts whose name holds these letters.
    """
    query = (
        select(*_COLUMNS)
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(Action, Action.id == Conversation.action_id)
        .where(held_by(user), in_tab(tab), *_named(named))
        .order_by(Conversation.last_message_at.desc(), Conversation.id.desc())
        .limit(PAGE + 1)
    )
    rows = session.execute(query.where(_below(below)) if below else query).all()
    lines = [_line(row) for row in rows]
    return InboxPage(tab, lines[:PAGE], _cursor(lines[PAGE - 1]) if len(lines) > PAGE else None)


def read_cursor(text: str) -> Cursor | None:
    """Return the cursor that `str` made; None when there is none or it is broken."""
    at, _, number = text.partition("_")
    try:
        cursor = Cursor(datetime.fromisoformat(at), int(number))
    except ValueError:
        return None
    return cursor if cursor.at.tzinfo else None


def _named(letters: str) -> list[ColumnElement[bool]]:
    letters = letters.replace("\0", "").strip()
    name = Contact.first_name + " " + Contact.last_name
    return [name.icontains(letters, autoescape=True)] if letters else []


def _count(user: User, tab: str) -> ScalarSelect[int]:
    some = select(Conversation.id).where(held_by(user), in_tab(tab)).limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _below(cursor: Cursor) -> ColumnElement[bool]:
    return or_(
        Conversation.last_message_at < cursor.at,
        and_(Conversation.last_message_at == cursor.at, Conversation.id < cursor.id),
    )


def _cursor(line: Line) -> Cursor:
    return Cursor(line.at, line.id)


# columns rather than rows of the tables: reading fifty of those costs more than all the rest of the page
_COLUMNS = (
    Conversation.id,
    Contact.first_name,
    Contact.last_name,
    Action.title,
    Conversation.last_preview,
    Conversation.last_direction,
    Conversation.last_message_at,
    UNREAD,
    Conversation.attention_since,
    Conversation.reported_at,
    Conversation.opted_out_at,
)


def _line(row: Sequence[Any]) -> Line:
    number, first, last, title, preview, direction, at, unread, attention, reported, opted_out = row
    return Line(
        id=number,
        name=f"{first} {last}".strip() or "No name",
        action=title,
        preview=preview,
        is_theirs=direction == "in",
        at=at,
        unread=bool(unread),
        needs_attention=attention is not None,
        reported=reported is not None,
        opted_out=opted_out is not None,
    )
