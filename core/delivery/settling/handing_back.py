"""Nobody can tell whether a text went out: it goes back to its volunteer, as not confirmed."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import events
from core.conversations.inbox import touch
from core.delivery import states
from core.models import Conversation, Message


def hand_back(session: Session, message_id: int, *, was: str, now: datetime) -> bool:
    """Call a text not confirmed, unless there was news of it this instant; a late word still moves it on.

    Args:
        was: the state in which nothing was heard of it.

    Returns:
        whether it was still in that state.
    """
    moved = session.scalars(
        update(Message)
        .where(Message.id == message_id, Message.state == was)
        .values(state=states.NOT_CONFIRMED.name, due_at=None)
        .returning(Message)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).one_or_none()
    if moved is None:
        return False
    events.record(session, "text_not_confirmed", moved, by=None, at=now)
    if moved.conversation_id:
        touch(session, session.get_one(Conversation, moved.conversation_id).holder_id)
    return True
