"""Tags that a response script sets by being sent."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversations.facts import YES, key_of, learn, present
from core.conversations.stopping import stop_by_tag
from core.models import Conversation, Message, Script, ScriptTag, Tag, User


def set_tags(
    session: Session, conversation: Conversation, script: Script, *, by: User, sent: Message, now: datetime
) -> None:
    """Learn what sending this script says of the contact; an opt-out tag opts them out.

    Args:
        sent: the text that was made of it, flushed; should it opt them out, it is the last they get.
    """
    query = select(Tag).join(ScriptTag, ScriptTag.tag_id == Tag.id).where(ScriptTag.script_id == script.id)
    tags = session.scalars(query).all()
    known = present(session, conversation.contact_id) if tags else {}
    for tag in tags:
        before = known.get(key_of(tag))
        learn(session, conversation, tag, YES, source="auto-tag", by=by, at=now, before=before)
    if any(tag.opt_out for tag in tags):
        stop_by_tag(session, conversation, by=by, now=now, said=sent)
