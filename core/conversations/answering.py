"""Somebody who looks after all conversations answers in one; its holder keeps it, and sees the answer."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.bells import ring
from core.conversations import keys
from core.conversations.holding import review
from core.conversations.inbox import touch
from core.conversations.queueing import Queued
from core.conversations.sending import send_reply
from core.errors import Stale
from core.models import Conversation, Message, User


class NewsMeanwhile(Stale):
    """Somebody wrote in the conversation after it was shown, so the answer may not fit any more."""

    def __init__(self) -> None:
        super().__init__(
            "Something new was written while you typed. Look at it, then send or change your answer."
        )


def answer(
    session: Session,
    conversation_id: int,
    *,
    by: User,
    body: str,
    key: str,
    seen: int,
    now: datetime,
    script_id: int | None = None,
) -> Queued:
    """Queue an answer in anybody's conversation; credit for it goes to `by`, and the holder stays.

    Args:
        seen: the newest message that `by` saw, by id; 0 is none.
        body, key, script_id: as in `send_reply`.

    Raises:
        NotAllowed, NotFound: as `holding.review`.
        NewsMeanwhile: there is a newer text.
        Invalid, Stale, Safeguard: as `send_reply`.
    """
    conversation = review(session, conversation_id, by)
    if has_news(session, conversation, key=key, seen=seen):
        raise NewsMeanwhile
    queued = send_reply(
        session,
        conversation_id,
        by=by,
        body=body,
        key=key,
        now=now,
        script_id=script_id,
        reviewing=True,
    )
    touch(session, conversation.holder_id)
    ring(session, "tell_escalations")
    return queued


def has_news(session: Session, conversation: Conversation, *, key: str, seen: int) -> bool:
    """Whether something was written since, other than the answer that this key made.

    Raises:
        PageTooOld: the key is none of a form's.
    """
    keys.check(key)
    is_known = session.scalar(select(Message.id).filter_by(client_key=key)) is not None
    return not is_known and newest(session, conversation) > seen


def newest(session: Session, conversation: Conversation) -> int:
    """Return the id of a conversation's newest message, 0 without one."""
    return session.scalar(select(func.max(Message.id)).filter_by(conversation_id=conversation.id)) or 0
