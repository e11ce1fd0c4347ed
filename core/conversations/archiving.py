"""Put a conversation away; a new reply brings it back by itself, an admin may too."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import events
from core.conversations.holding import Reach, own, review
from core.conversations.inbox import touch
from core.models import Contact, Conversation, Message, OptOut, User


def archive(
    session: Session, conversation_id: int, *, by: User, now: datetime, reach: Reach = own
) -> Conversation:
    """Put one of `by`'s conversations away; once more changes nothing.

    Args:
        reach: `holding.review` for somebody who looks after all conversations.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    conversation = reach(session, conversation_id, by)
    if conversation.archived_at is None:
        conversation.archive(at=now)
        events.record(session, "conversation_archived", conversation, by=by, at=now)
        touch(session, by.id, conversation.holder_id)
    return conversation


def reopen(session: Session, conversation_id: int, *, by: User, now: datetime) -> Conversation:
    """Bring a conversation back among the others; once more changes nothing.

    Where nobody has answered what the contact wrote last, it needs attention again, since when they wrote.

    Raises:
        NotAllowed, NotFound: as `holding.review`.
    """
    conversation = review(session, conversation_id, by)
    if conversation.archived_at is not None:
        conversation.reopen(waiting_since=_unanswered_since(session, conversation))
        events.record(session, "conversation_reopened", conversation, by=by, at=now)
        touch(session, by.id, conversation.holder_id)
    return conversation


def _unanswered_since(session: Session, conversation: Conversation) -> datetime | None:
    """Return since when the contact waits for an answer; HELP the carrier answers, a START needs none."""
    texts = select(Message.direction, Message.created_at).filter_by(conversation_id=conversation.id)
    said = texts.where(Message.kind != "help").order_by(Message.created_at.desc(), Message.id.desc())
    last = session.execute(said.limit(1)).one_or_none()
    if last is None or last.direction != "in" or conversation.opted_out_at:
        return None
    settled = filter(None, (conversation.reported_at, _came_back_at(session, conversation)))
    return None if any(at >= last.created_at for at in settled) else last.created_at


def _came_back_at(session: Session, conversation: Conversation) -> datetime | None:
    phone = select(Contact.phone).filter_by(id=conversation.contact_id).scalar_subquery()
    lifted = select(func.max(OptOut.lifted_at)).filter_by(campaign_id=conversation.campaign_id, phone=phone)
    return session.scalar(lifted)
