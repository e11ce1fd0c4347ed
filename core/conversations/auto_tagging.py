"""Tags that a response script sets by being sent."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.opting_out import opt_out
from core.conversations.facts import YES, key_of, learn, present
from core.models import Conversation, Script, ScriptTag, Tag, User


def set_tags(
    session: Session, conversation: Conversation, script: Script, *, phone: str, by: User, now: datetime
) -> None:
    """Learn what sending this script says of the contact; an opt-out tag opts them out.

    Args:
        phone: the contact's, in E.164.
    """
    query = select(Tag).join(ScriptTag, ScriptTag.tag_id == Tag.id).where(ScriptTag.script_id == script.id)
    tags = session.scalars(query).all()
    known = present(session, conversation.contact_id) if tags else {}
    for tag in tags:
        before = known.get(key_of(tag))
        learn(session, conversation, tag, YES, source="auto-tag", by=by, at=now, before=before)
    if any(tag.opt_out for tag in tags):
        campaign_id = conversation.campaign_id
        opt_out(session, campaign_id, phone, route="tag", at=now, conversation=conversation, by=by)
