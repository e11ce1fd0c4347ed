"""Words that ask for something by themselves: stop, start, wrong number."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.opt_out_words import is_start, is_stop, is_wrong_number
from core.contacts.opting_out import lift, opt_out
from core.conversations.facts import YES, key_of, learn, present
from core.models import Conversation, Message, Tag
from core.slugs import slug

WRONG_NUMBER = slug("Wrong number")


def heed(
    session: Session, message: Message, conversation: Conversation | None, *, told_stop: bool = False
) -> None:
    """Do what an inbound text asks for, if it is one of the words.

    Twilio's own START also hears "yes", so what it heard stops a contact but never brings one back.

    Args:
        message: flushed.
        told_stop: whether Twilio took it for a stop.
    """
    campaign_id, phone, body, at = message.campaign_id, message.their_number, message.body, message.created_at
    if told_stop or is_stop(body):
        opt_out(
            session,
            campaign_id,
            phone,
            route="keyword",
            at=at,
            words=body,
            conversation=conversation,
            message=message,
        )
    elif is_start(body):
        lift(session, campaign_id, phone, at=at, conversation=conversation)
    elif conversation and is_wrong_number(body):
        _tag_wrong_number(session, conversation, at)


def _tag_wrong_number(session: Session, conversation: Conversation, at: datetime) -> None:
    tag = session.scalar(select(Tag).filter_by(campaign_id=conversation.campaign_id, slug=WRONG_NUMBER))
    if tag:
        before = present(session, conversation.contact_id).get(key_of(tag))
        learn(session, conversation, tag, YES, source="auto-tag", by=None, at=at, before=before)
