"""Whose a conversation is: what somebody does not hold is not there for them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.models import Conversation, User


def own(session: Session, conversation_id: int, user: User) -> Conversation:
    """Return the conversation if `user` holds it, its row locked until the transaction ends.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    found = session.scalar(
        select(Conversation)
        .filter_by(id=conversation_id, campaign_id=user.campaign_id, holder_id=user.id)
        .with_for_update()
    )
    if found is None:
        raise NotFound("That conversation")
    return found
