"""Whose a conversation is: what somebody does not hold is not there for them."""

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, joinedload

from core.errors import NotFound
from core.models import Conversation, User


def holds(user: User) -> ColumnElement[bool]:
    """Return the condition that `user` holds a conversation."""
    return and_(Conversation.campaign_id == user.campaign_id, Conversation.holder_id == user.id)


def own(session: Session, conversation_id: int, user: User) -> Conversation:
    """Return the conversation if `user` holds it, its row locked until the transaction ends.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    return _one(session, _held(conversation_id, user).with_for_update())


def look_at(session: Session, conversation_id: int, user: User) -> Conversation:
    """Return the conversation with its contact and its action if `user` holds it, to be shown.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    loaded = joinedload(Conversation.contact), joinedload(Conversation.action)
    return _one(session, _held(conversation_id, user).options(*loaded))


def _held(conversation_id: int, user: User) -> Select[Conversation]:
    return select(Conversation).where(Conversation.id == conversation_id, holds(user))


def _one(session: Session, query: Select[Conversation]) -> Conversation:
    found = session.scalar(query)
    if found is None:
        raise NotFound("That conversation")
    return found
