"""The actions that are out, and how far each has come, at a glance."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.models import Action, Conversation
from core.models.action import OUT


@dataclass(frozen=True)
class Progress:
    """One action that is out.

    Attributes:
        listed, attempted: everybody in it, and those whose initial was pressed.
        attention: conversations that wait for an answer; `waiting_since` is when the oldest came to.
    """

    action_id: int
    title: str
    state: str
    listed: int
    attempted: int
    attention: int
    waiting_since: datetime | None


def progress(session: Session, campaign_id: int) -> list[Progress]:
    """Return the campaign's published and paused actions, running ones first, the newest on top."""
    query = (
        select(
            Action.id,
            Action.title,
            Action.state,
            func.count(Conversation.id),
            func.count(Conversation.initial_at),
            func.count(Conversation.attention_since),
            func.min(Conversation.attention_since),
        )
        .outerjoin(Conversation, Conversation.action_id == Action.id)
        .where(Action.campaign_id == campaign_id, Action.state.in_(OUT))
        .group_by(Action.id, Action.title, Action.state, Action.published_at)
        .order_by(Action.state.desc(), Action.published_at.desc(), Action.id.desc())
    )
    return [Progress(*row) for row in session.execute(query)]
