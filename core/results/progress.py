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


def count_out(session: Session, campaign_id: int) -> int:
    """Return how many of a campaign's actions are published or paused."""
    query = select(func.count()).select_from(Action)
    return session.scalar(query.where(Action.campaign_id == campaign_id, Action.state.in_(OUT))) or 0


def progress(session: Session, campaign_id: int, *, most: int = 20) -> list[Progress]:
    """Return the campaign's published and paused actions, running ones first, the newest on top.

    Args:
        most: so many of them are counted; each costs a look at all its conversations.
    """
    order = (Action.state.desc(), Action.published_at.desc(), Action.id.desc())
    out = select(Action.id).where(Action.campaign_id == campaign_id, Action.state.in_(OUT))
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
        .where(Action.id.in_(out.order_by(*order).limit(most)))
        .group_by(Action.id, Action.title, Action.state, Action.published_at)
        .order_by(*order)
    )
    return [Progress(*row) for row in session.execute(query)]
