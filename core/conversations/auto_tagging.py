"""What a response script notes by being sent: tags that it sets, answers that it gives to custom fields."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.scripts.answers import living_answers
from core.conversations.facts import YES, key_of, learn, present
from core.conversations.stopping import stop_by_tag
from core.models import Conversation, CustomField, Message, Script, ScriptTag, Tag, User

Notes = list[tuple[Tag | CustomField, str]]


def note(
    session: Session, conversation: Conversation, script: Script, *, by: User, sent: Message, now: datetime
) -> None:
    """Learn what sending this script says of the contact; an opt-out tag opts them out.

    Archived tags and fields and retired options are passed over.

    Args:
        sent: the text that was made of it, flushed; should it opt them out, it is the last they get.
    """
    tags = _tags(session, script)
    good, _ = living_answers(session, [script.id])
    notes: Notes = [*((tag, YES) for tag in tags), *good.get(script.id, ())]
    known = present(session, conversation.contact_id) if notes else {}
    for about, value in notes:
        before = known.get(key_of(about))
        learn(session, conversation, about, value, source="auto-tag", by=by, at=now, before=before)
    if any(tag.opt_out for tag in tags):
        stop_by_tag(session, conversation, by=by, now=now, said=sent)


def _tags(session: Session, script: Script) -> list[Tag]:
    query = select(Tag).join(ScriptTag, ScriptTag.tag_id == Tag.id)
    return list(session.scalars(query.where(ScriptTag.script_id == script.id, Tag.archived_at.is_(None))))
