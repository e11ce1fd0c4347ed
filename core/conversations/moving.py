"""Which of somebody's conversations an order moves, and moving them, however many, in three statements."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, insert, literal, select, update
from sqlalchemy.orm import Session

from core.db import UtcDateTime
from core.models import Conversation, Holding, Reassignment

_HISTORY = [
    "campaign_id",
    "conversation_id",
    "from_user_id",
    "to_user_id",
    "by_user_id",
    "reassignment_id",
    "at",
]


def held(campaign_id: int, user_id: int, which: str, action_id: int | None) -> ColumnElement[bool]:
    """Return the condition for those of a user's conversations that are meant.

    "All" is all: archived conversations and those of people who opted out go along, so that the whole history
    with a person stays in one pair of hands.

    Args:
        which: all, attention or unsent.
        action_id: in one action; None is in all of them, closed ones too.
    """
    rules: dict[str, ColumnElement[bool]] = {
        "all": literal(True),
        "attention": Conversation.attention_since.is_not(None),
        "unsent": and_(Conversation.initial_at.is_(None), Conversation.opted_out_at.is_(None)),
    }
    theirs = and_(Conversation.campaign_id == campaign_id, Conversation.holder_id == user_id)
    here = Conversation.action_id == action_id if action_id else literal(True)
    return and_(theirs, here, rules[which])


def count(session: Session, campaign_id: int, user_id: int, which: str, action_id: int | None) -> int:
    """Return how many conversations are meant right now."""
    query = select(func.count()).select_from(Conversation)
    return session.scalar(query.where(held(campaign_id, user_id, which, action_id))) or 0


def move(session: Session, reassignment: Reassignment) -> int:
    """Hand the conversations of an order over; return how many those were.

    The history is written first: reading for it locks the rows, and then just those are moved, whatever else
    happens to the giver's conversations meanwhile.
    """
    session.execute(insert(Holding).from_select(_HISTORY, _history(reassignment)))
    written = select(Holding.conversation_id).where(Holding.reassignment_id == reassignment.id)
    moved = update(Conversation).where(Conversation.id.in_(written))
    result = session.connection().execute(moved.values(holder_id=reassignment.to_user_id))
    session.expire_all()  # rows this session has read may have changed hands
    return result.rowcount


def actions_of(reassignment: Reassignment) -> Select[int]:
    """Return the query for the ids of the actions whose conversations were moved."""
    written = select(Holding.conversation_id).where(Holding.reassignment_id == reassignment.id)
    return select(Conversation.action_id).where(Conversation.id.in_(written)).distinct()


def _history(order: Reassignment) -> Select[*tuple[Any, ...]]:
    # locked in the order of ids, as an opt-out locks them, so that the two cannot wait for each other
    return (
        select(
            literal(order.campaign_id),
            Conversation.id,
            literal(order.from_user_id),
            literal(order.to_user_id),
            literal(order.by_user_id),
            literal(order.id),
            literal(order.at, UtcDateTime()),
        )
        .where(held(order.campaign_id, order.from_user_id or 0, order.which, order.action_id))
        .order_by(Conversation.id)
        .with_for_update(of=Conversation)
    )
