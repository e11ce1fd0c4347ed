"""What a contact's text does to their conversation: said once, and carried out by the database.

The database counts from the row as it is at that moment, so that nobody has to read and lock it first.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Update,
    and_,
    bindparam,
    case,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from core.conversations.writing import forget
from core.db import UtcDateTime
from core.models import Conversation
from core.models.base import BigKey
from core.models.conversation import PREVIEW_LENGTH

_IN: Final[ColumnElement[str]] = literal_column("'in'")


def hearing(conversation_id: ColumnElement[Any], *, is_help: bool = False) -> Update:
    """Return the change of a conversation whose contact wrote; the values of `heard` are to be bound.

    It needs attention and comes back from the archive. A reply may be told of late, so that texts of ours or
    reports have come after it: then it is not the latest, but nobody has read it yet.

    Args:
        conversation_id: a bound value, or a query.
        is_help: whether it is HELP or the like, which the carrier answers: it is shown, and that is all.
    """
    # A row of its own, so that each value stands in the statement once: psycopg remembers no statement of
    # more than 4,096 characters, and would take it apart anew each time.
    said = select(conversation_id.label("id"), _AT.label("at"), _PREVIEW.label("preview")).subquery("said")
    kept, at = Conversation, said.c.at
    is_latest = or_(kept.last_message_at.is_(None), kept.last_message_at <= at)
    shown = (
        update(kept)
        .where(kept.id == said.c.id)
        .values(
            last_message_at=case((is_latest, at), else_=kept.last_message_at),
            last_direction=case((is_latest, _IN), else_=kept.last_direction),
            last_preview=case((is_latest, said.c.preview), else_=kept.last_preview),
            last_inbound_at=case((kept.last_inbound_at > at, kept.last_inbound_at), else_=at),
            read_at=case((kept.read_at >= at, null()), else_=kept.read_at),
        )
    )
    if is_help:
        return shown
    return shown.values(
        reply_count=kept.reply_count + literal_column("1"),
        archived_at=null(),
        attention_since=_attention_since(at, is_latest),
    )


def heard(body: str, at: datetime) -> dict[str, object]:
    """Return the values that `hearing` needs.

    Args:
        at: when the contact wrote.
    """
    return {"heard_at": at, "heard_preview": body[:PREVIEW_LENGTH]}


def hear(session: Session, conversation_id: int, body: str, *, at: datetime, is_help: bool = False) -> None:
    """The contact wrote in this conversation; objects of its row are read anew when next they are asked."""
    session.flush()
    session.connection().execute(
        _HEAR_HELP if is_help else _HEAR, {"heard_in": conversation_id, **heard(body, at)}
    )
    forget(session, conversation_id)


def _attention_since(at: ColumnElement[datetime], is_latest: ColumnElement[bool]) -> ColumnElement[datetime]:
    kept = Conversation
    is_news = or_(is_latest, kept.archived_at.is_not(None))
    since = func.coalesce(kept.attention_since, at, type_=UtcDateTime())
    return case((and_(is_news, _is_open_question(at, is_latest)), since), else_=kept.attention_since)


def _is_open_question(at: ColumnElement[datetime], is_latest: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the latest text is theirs now, and neither a report nor a stop came after it."""
    kept = Conversation
    is_theirs = or_(is_latest, kept.last_direction == _IN)
    reported = func.coalesce(and_(kept.reported_at >= at, kept.reported_at >= kept.last_message_at), false())
    return and_(is_theirs, ~reported, kept.opted_out_at.is_(None))


_AT = bindparam("heard_at", type_=UtcDateTime())
_PREVIEW = bindparam("heard_preview", type_=Conversation.last_preview.type)
_HEAR = hearing(bindparam("heard_in", type_=BigKey))
_HEAR_HELP = hearing(bindparam("heard_in", type_=BigKey), is_help=True)
