"""A first text that did not arrive, as its volunteer sees it: why, and from when they may press again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversations.sending import may_press_again
from core.delivery.endings import pressing_again
from core.delivery.endings.outcomes import outcome
from core.models import Conversation, Message

NOBODY_KNOWS = "Nobody could confirm that the first text arrived."


@dataclass(frozen=True)
class Again:
    """What is said beside the button; `opens_at` is when that comes, None once it is there."""

    why: str
    opens_at: datetime | None


def again(session: Session, conversation: Conversation, *, now: datetime) -> Again | None:
    """Return whether and when the first text of a conversation may be pressed again; None: it may not."""
    if conversation.opted_out_at is not None or conversation.initial_at is None:
        return None
    if pressing_again.is_stamped(conversation):
        is_open = pressing_again.is_open(conversation, now)
        return Again(
            did_not_arrive(_code(session, conversation.id)), None if is_open else conversation.again_at
        )
    return Again(NOBODY_KNOWS, None) if may_press_again(session, conversation, now=now) else None


def did_not_arrive(code: str | None) -> str:
    """Return why, in words for a volunteer."""
    return f"The first text did not arrive. {outcome(code).words}"


def _code(session: Session, conversation_id: int) -> str | None:
    first_texts = select(Message.code).filter_by(conversation_id=conversation_id, kind="initial")
    return session.scalar(first_texts.order_by(Message.id.desc()).limit(1))
