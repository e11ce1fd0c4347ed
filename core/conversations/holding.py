"""Whose a conversation is: what somebody does not hold is not there for them, unless they review it."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, joinedload

from core.errors import NotFound
from core.models import Conversation, User
from core.people.rights import Right, require

# how a use case comes by a conversation: `own` or `review`
Reach = Callable[[Session, int, User], Conversation]


def holds(user: User) -> ColumnElement[bool]:
    """Return the condition that `user` holds a conversation."""
    return and_(Conversation.campaign_id == user.campaign_id, Conversation.holder_id == user.id)


def own(session: Session, conversation_id: int, user: User) -> Conversation:
    """Return the conversation if `user` holds it, its row locked until the transaction ends.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    return _one(session, _held(conversation_id, user).with_for_update())


def review(session: Session, conversation_id: int, user: User) -> Conversation:
    """Return any conversation of the campaign for somebody who looks after all of them, its row locked.

    Raises:
        NotAllowed: they may not look into other people's conversations.
        NotFound: it is not there, or another campaign's.
    """
    require(session, user, Right.LOOK)
    return _one(session, _of_campaign(conversation_id, user).with_for_update())


def look_into(session: Session, conversation_id: int, user: User) -> Conversation:
    """Return any conversation of the campaign with its contact and its action, to be shown.

    Raises:
        NotAllowed, NotFound: as `review`.
    """
    require(session, user, Right.LOOK)
    return _one(session, _of_campaign(conversation_id, user).options(*_LOADED))


def look_at(session: Session, conversation_id: int, user: User) -> Conversation:
    """Return the conversation with its contact and its action if `user` holds it, to be shown.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    return _one(session, _held(conversation_id, user).options(*_LOADED))


def _held(conversation_id: int, user: User) -> Select[Conversation]:
    return select(Conversation).where(Conversation.id == conversation_id, holds(user))


def _of_campaign(conversation_id: int, user: User) -> Select[Conversation]:
    return select(Conversation).filter_by(id=conversation_id, campaign_id=user.campaign_id)


def _one(session: Session, query: Select[Conversation]) -> Conversation:
    found = session.scalar(query)
    if found is None:
        raise NotFound("That conversation")
    return found


_LOADED = joinedload(Conversation.contact), joinedload(Conversation.action)
