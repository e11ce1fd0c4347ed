"""What a text of ours does to a conversation: said once, and carried out by the database."""

from datetime import datetime

from sqlalchemy import Update, bindparam, null, update
from sqlalchemy.orm import Session

from core.db import UtcDateTime
from core.models import Conversation
from core.models.conversation import PREVIEW_LENGTH


def writing() -> Update:
    """Return the change of a conversation in which a text went out; the caller says which one it is.

    Whatever the contact had said is answered. The values of `wrote` are to be bound.
    """
    return update(Conversation).values(
        last_message_at=bindparam("wrote_at", type_=UtcDateTime()),
        last_direction="out",
        last_preview=bindparam("wrote_preview", type_=Conversation.last_preview.type),
        attention_since=null(),
    )


def wrote(body: str, at: datetime) -> dict[str, object]:
    """Return the values that `writing` needs.

    Args:
        at: when it was written.
    """
    return {"wrote_at": at, "wrote_preview": body[:PREVIEW_LENGTH]}


def write(session: Session, conversation_id: int, body: str, *, at: datetime) -> None:
    """A text went out in this conversation; objects of its row are read anew when next they are asked."""
    session.flush()
    session.connection().execute(_WRITE, {"wrote_in": conversation_id, **wrote(body, at)})
    forget(session, conversation_id)


def forget(session: Session, conversation_id: int) -> None:
    """Let the conversation, should the caller have it as an object, be read anew when next it is asked."""
    if held := session.identity_map.get(session.identity_key(Conversation, conversation_id)):
        session.expire(held)


_WRITE = writing().where(Conversation.id == bindparam("wrote_in"))
