"""Put a conversation away; a new reply brings it back by itself."""

from datetime import datetime

from sqlalchemy.orm import Session

from core import events
from core.conversations.holding import own
from core.conversations.inbox import touch
from core.models import Conversation, User


def archive(session: Session, conversation_id: int, *, by: User, now: datetime) -> Conversation:
    """Put one of `by`'s conversations away; once more changes nothing.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    conversation = own(session, conversation_id, by)
    if conversation.archived_at is None:
        conversation.archive(at=now)
        events.record(session, "conversation_archived", conversation, by=by, at=now)
        touch(session, by.id)
    return conversation
