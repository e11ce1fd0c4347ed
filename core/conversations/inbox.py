"""A volunteer's inbox: four tabs of conversations, and the version that tells an open page of news."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from core.models import Action, Contact, Conversation, User

PAGE: Final = 50
TABS: Final = {"all": "All", "unread": "Unread", "attention": "Needs attention", "archived": "Archived"}


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
        session.execute(
            update(User)
            .where(User.id.in_(known))
            .values(inbox_version=User.inbox_version + 1)
            .execution_options(synchronize_session=False)
        )


def counts(session: Session, user: User) -> dict[str, int]:
    """Return how many conversations each tab holds."""
    columns = [func.count().filter(_in_tab(tab)).label(tab) for tab in TABS]
    row = session.execute(select(*columns).where(_of(user))).one()
    return dict(zip(TABS, row, strict=True))


def page(session: Session, user: User, tab: str, *, below: Cursor | None = None) -> InboxPage:
    """Return one page of a tab, in one query."""
    query = (
        select(Conversation, Contact.first_name, Contact.last_name, Action.title)
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(Action, Action.id == Conversation.action_id)
        .where(_of(user), _in_tab(tab))
        .order_by(Conversation.last_message_at.desc(), Conversation.id.desc())
        .limit(PAGE + 1)
    )
    rows = session.execute(query.where(_below(below)) if below else query).all()
    lines = [_line(conversation, f"{first} {last}", title) for conversation, first, last, title in rows]
    return InboxPage(tab, lines[:PAGE], _cursor(lines[PAGE - 1]) if len(lines) > PAGE else None)


def read_cursor(text: str) -> Cursor | None:
    """Return the cursor that `str` made; None when there is none or it is broken."""
    at, _, number = text.partition("_")
    try:
        cursor = Cursor(datetime.fromisoformat(at), int(number))
    except ValueError:
        return None
    return cursor if cursor.at.tzinfo else None


def _of(user: User) -> ColumnElement[bool]:
    return and_(
        Conversation.campaign_id == user.campaign_id,
        Conversation.holder_id == user.id,
        Conversation.last_message_at.is_not(None),
    )


def _in_tab(tab: str) -> ColumnElement[bool]:
    # who said stop needs nothing more: such a conversation is kept with the archived ones
    put_away = or_(Conversation.archived_at.is_not(None), Conversation.opted_out_at.is_not(None))
    unread = and_(
        Conversation.last_inbound_at.is_not(None),
        or_(Conversation.read_at.is_(None), Conversation.read_at < Conversation.last_inbound_at),
    )
    rules: dict[str, ColumnElement[bool]] = {
        "all": ~put_away,
        "unread": and_(~put_away, unread),
        "attention": and_(~put_away, Conversation.attention_since.is_not(None)),
        "archived": put_away,
    }
    return rules[tab]


def _below(cursor: Cursor) -> ColumnElement[bool]:
    return or_(
        Conversation.last_message_at < cursor.at,
        and_(Conversation.last_message_at == cursor.at, Conversation.id < cursor.id),
    )


def _cursor(line: Line) -> Cursor:
    return Cursor(line.at, line.id)


def _line(conversation: Conversation, name: str, action: str) -> Line:
    assert conversation.last_message_at is not None  # noqa: S101 - the query asks for it
    return Line(
        id=conversation.id,
        name=name.strip() or "No name",
        action=action,
        preview=conversation.last_preview,
        is_theirs=conversation.last_direction == "in",
        at=conversation.last_message_at,
        unread=conversation.is_unread,
        needs_attention=conversation.attention_since is not None,
        reported=conversation.reported_at is not None,
        opted_out=conversation.opted_out_at is not None,
    )
