"""Replies that nobody holds go to a volunteer who asks for them: those who have waited longest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Select, insert, select, update
from sqlalchemy.orm import Session

from core import events
from core.conversations.inbox import touch
from core.errors import CoreError
from core.models import Action, Conversation, Holding, User

AT_ONCE: Final = 20


class NoReplies(CoreError):
    """Whoever waits for an answer is in somebody's hands."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"Nobody in “{title}” waits for an answer without a volunteer. Thank you for asking!"
        )


def take_replies(session: Session, action: Action, *, by: User, now: datetime) -> int:
    """Give a volunteer the conversations in the pool that wait for an answer; return how many, 20 at most.

    Whoever asks at the same time gets others.

    Raises:
        NoReplies: there is none.
    """
    session.flush()
    taken = session.scalars(_waiting(action)).all()
    if not taken:
        raise NoReplies(action.title)
    session.execute(update(Conversation).where(Conversation.id.in_(taken)).values(holder_id=by.id))
    session.execute(insert(Holding), _history(action, taken, by, now))
    touch(session, by.id)
    events.record(session, "replies_taken", action, by=by, at=now, count=len(taken))
    return len(taken)


def _waiting(action: Action) -> Select[int]:
    free = select(Conversation.id).where(
        Conversation.action_id == action.id,
        Conversation.holder_id.is_(None),
        Conversation.attention_since.is_not(None),
    )
    longest_first = free.order_by(Conversation.attention_since, Conversation.id).limit(AT_ONCE)
    return longest_first.with_for_update(skip_locked=True)


def _history(action: Action, taken: Sequence[int], by: User, now: datetime) -> list[dict[str, object]]:
    given = {"campaign_id": action.campaign_id, "to_user_id": by.id, "by_user_id": by.id, "at": now}
    return [given | {"conversation_id": each} for each in taken]
