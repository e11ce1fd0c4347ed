"""A text goes into the queue with all that follows from it, in one trip to the database."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Insert,
    Update,
    and_,
    bindparam,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session

from core.binding import bound, insert_from, named
from core.conversations.inbox import touching
from core.conversations.pressing import Wording
from core.conversations.writing import forget, writing, wrote
from core.db import Database, UtcDateTime
from core.delivery import segments, states
from core.delivery.cases import Case
from core.delivery.known import AnySender
from core.models import Audience, Conversation, Event, Message, User
from core.together import Together


class Queued(NamedTuple):
    """A text that waits for a worker."""

    id: int
    action_id: int


def queue(
    session: Session, case: Case, body: str, wording: Wording | None, *, by: User, key: str, now: datetime
) -> Queued | None:
    """Queue a text that passed the safeguards; None, with nothing done, if one with its key is there."""
    values = _values(case, body, wording, by=by, key=key, now=now)
    made = (_INITIAL if case.is_initial else _REPLY).run(session, values)
    forget(session, case.conversation.id)
    return Queued(made.id, case.conversation.action_id) if made else None


def queue_if_unchanged(
    database: Database,
    case: Case,
    body: str,
    wording: Wording | None,
    *,
    by: AnySender,
    key: str,
    now: datetime,
) -> Queued | None:
    """Queue a first text, in a transaction of its own, whose conversation was looked at without a lock.

    None, with nothing done, if it has been texted, moved to somebody else or opted out since.

    Raises:
        IntegrityError: there is a text with this key, in another conversation.
    """
    made = database.write(_IF_UNCHANGED, _values(case, body, wording, by=by, key=key, now=now))
    return Queued(made.id, case.conversation.action_id) if made else None


def _values(
    case: Case, body: str, wording: Wording | None, *, by: AnySender, key: str, now: datetime
) -> dict[str, Any]:
    media = list(wording.media) if wording else []
    kind, event = ("initial", "initial_sent") if case.is_initial else ("follow_up", "reply_sent")
    message = {
        "campaign_id": case.conversation.campaign_id,
        "conversation_id": case.conversation.id,
        "action_id": case.conversation.action_id,
        "contact_id": case.conversation.contact_id,
        "kind": kind,
        "script_id": wording.id if wording else None,
        "script_version": wording.version if wording else None,
        "sender_id": by.id,
        "their_number": case.contact.phone,
        "body": body,
        "media": media,
        "segments": segments.billed(body, with_picture=bool(media)),
        "client_key": key,
        "created_at": now,
    }
    return named("message", message) | {"event_name": event, "event_at": now} | wrote(body, now)


_GIVEN = (
    "campaign_id",
    "conversation_id",
    "action_id",
    "contact_id",
    "kind",
    "script_id",
    "script_version",
    "sender_id",
    "their_number",
    "body",
    "media",
    "segments",
    "client_key",
    "created_at",
)


def _message() -> Any:
    # whoever waited for the lock of the conversation's row learns here of a text with the same key
    is_new = ~exists().where(Message.client_key == _COLUMNS["client_key"])
    return insert_from(Message, _COLUMNS, only=is_new).returning(*_KNOWN)


def _message_if_unchanged() -> Any:
    is_unchanged = and_(
        Conversation.id == _COLUMNS["conversation_id"],
        Conversation.holder_id == _COLUMNS["sender_id"],
        Conversation.initial_at.is_(None),
        Conversation.opted_out_at.is_(None),
    )
    return insert_from(Message, _COLUMNS, only=is_unchanged, locking=Conversation).returning(*_KNOWN)


def _conversation(made: FromClause) -> Update:
    return writing().where(Conversation.id == _one(made.c.conversation_id))


def _texted(made: FromClause) -> Update:
    return _conversation(made).values(initial_at=_NOW, initial_by_id=_one(made.c.sender_id))


def _event(made: FromClause) -> Insert:
    columns = {
        "campaign_id": made.c.campaign_id,
        "by_id": made.c.sender_id,
        "subject_type": "conversation",
        "subject_id": made.c.conversation_id,
        "particulars": {},
    }
    return insert_from(Event, columns | bound(Event, "event", ("name", "at")))


def _first_performance(made: FromClause) -> Update:
    """Whoever has pressed once has begun the action, and has done something in it."""
    mine = (Audience.action_id == _one(made.c.action_id), Audience.user_id == _one(made.c.sender_id))
    begun = func.coalesce(Audience.started_at, _NOW)
    return (
        update(Audience)
        .where(*mine, Audience.completed_at.is_(None))
        .values(started_at=begun, completed_at=_NOW)
    )


def _open_pages(made: FromClause) -> Update:
    return touching(User.id == _one(made.c.sender_id))


def _one(column: ColumnElement[Any]) -> Any:
    return select(column).scalar_subquery()


_NOW = bindparam("event_at", type_=UtcDateTime())
_FRESH = {"direction": "out", "state": states.QUEUED.name, "rank": states.QUEUED.rank}
_COLUMNS = bound(Message, "message", _GIVEN) | _FRESH | {"problem": "", "tries": 0}
_KNOWN = (Message.id, Message.campaign_id, Message.conversation_id, Message.action_id, Message.sender_id)
_REPLY = Together(_message(), _conversation, _event, _open_pages)
_FOLLOWS_INITIAL = (_texted, _event, _first_performance, _open_pages)
_INITIAL = Together(_message(), *_FOLLOWS_INITIAL)
_IF_UNCHANGED = Together(_message_if_unchanged(), *_FOLLOWS_INITIAL)
