"""A batch goes into a volunteer's hands, with all that follows from it in one trip to the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import FromClause, Insert, Update, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from core.actions.taking import Taken
from core.binding import bound, insert_from, one_of
from core.conversations.inbox import touching
from core.db import UtcDateTime
from core.models import Action, Audience, Conversation, Event, Holding, User
from core.models.base import BigKey
from core.together import Together


def hand_over(session: Session, taken: Sequence[Taken], action_id: int, *, to: User, now: datetime) -> None:
    """Give conversations that nobody holds to a volunteer of the action's audience.

    Args:
        taken: locked by the caller's transaction.
    """
    values = {
        "taken": [each.id for each in taken],
        "up_to": max(each.contact_id for each in taken),
        "action": action_id,
        "user": to.id,
        "at": now,
        "count": len(taken),
        "event_particulars": {"count": len(taken)},
    }
    _HAND_OVER.run(session, values)


def _started() -> Update:
    return (
        update(Audience)
        .where(Audience.action_id == _ACTION, Audience.user_id == _USER)
        .values(
            seen_at=func.coalesce(Audience.seen_at, _AT),
            started_at=func.coalesce(Audience.started_at, _AT),
            claimed_at=_AT,
            claimed_up_to=bindparam("up_to", type_=BigKey),
            taken=Audience.taken + bindparam("count", type_=BigKey),
        )
    )


def _held(_: FromClause) -> Update:
    return update(Conversation).where(_TAKEN).values(holder_id=_USER)


def _history(_: FromClause) -> Insert:
    rows = select(Conversation.campaign_id, Conversation.id, _USER, _USER, _AT).where(_TAKEN)
    columns = ["campaign_id", "conversation_id", "to_user_id", "by_user_id", "at"]
    return insert(Holding).from_select(columns, rows)


def _event(audience: FromClause) -> Insert:
    columns = {
        "campaign_id": audience.c.campaign_id,
        "name": "batch_claimed",
        "at": _AT,
        "by_id": audience.c.user_id,
        "subject_type": Action.__name__.lower(),
        "subject_id": audience.c.action_id,
    }
    return insert_from(Event, columns | bound(Event, "event", ["particulars"]))


def _open_pages(_: FromClause) -> Update:
    return touching(User.id == _USER)


_ACTION, _USER = bindparam("action", type_=BigKey), bindparam("user", type_=BigKey)
_AT = bindparam("at", type_=UtcDateTime())
_TAKEN = one_of(Conversation.id, "taken")
_HAND_OVER = Together(
    _started().returning(Audience.campaign_id, Audience.action_id, Audience.user_id),
    _held,
    _history,
    _event,
    _open_pages,
)
