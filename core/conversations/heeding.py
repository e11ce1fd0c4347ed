"""Words that ask for something by themselves: stop, start, help, wrong number."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from core.aside import aside
from core.contacts.erasing import hashes
from core.contacts.opt_out_confirming import WITHIN
from core.contacts.opt_out_words import (
    is_a_word,
    is_confirmed_by_carrier,
    is_help,
    is_start,
    is_stop,
    is_wrong_number,
)
from core.contacts.opting_out import lift, opt_out
from core.conversations.facts import YES, key_of, learn, present
from core.conversations.strays_told import tell_of
from core.models import Conversation, Message, Tag
from core.slugs import slug

WRONG_NUMBER = slug("Wrong number")


def heed(
    session: Session, message: Message, conversation: Conversation | None, *, told_stop: bool = False
) -> None:
    """Do what an inbound text asks for, if it is one of the words.

    Twilio's own START also hears "yes", so what it heard stops a contact but never brings one back. A stop
    that it knows it confirms itself; for any other we send the one text that is allowed.

    Args:
        message: flushed.
        told_stop: whether Twilio took it for a stop.
    """
    campaign_id, phone, body, at = message.campaign_id, message.their_number, message.body, message.created_at
    if conversation is None:
        with aside(session, "stray_not_told"):
            tell_of(session, message, now=at)
    if told_stop or is_stop(body):
        is_confirmed = told_stop or is_confirmed_by_carrier(body)
        opt_out(
            session,
            campaign_id,
            phone,
            route="keyword",
            at=at,
            words=body,
            conversation=conversation,
            message=message,
            confirm_by=None if is_confirmed else at + WITHIN,
        )
        if began_again := _start_after(session, message):
            lift(session, campaign_id, phone, at=began_again, conversation=conversation)
    elif is_start(body):
        lift(session, campaign_id, phone, at=at, conversation=conversation)
        hashes.lift(session, campaign_id, phone, at=at)  # they came back by themselves
    elif is_help(body):
        message.kind = "help"  # the carrier answers it, so that it is no reply to us
    elif conversation and is_wrong_number(body):
        _tag_wrong_number(session, message, conversation)


def asks(body: str, *, told_stop: bool = False) -> bool:
    """Return whether a text is one of the words that `heed` heeds.

    Args:
        told_stop: as above.
    """
    return told_stop or is_a_word(body)


def _start_after(session: Session, stop: Message) -> datetime | None:
    """Return when the person wrote START after a stop that was told of late."""
    theirs: ColumnElement[bool] = Message.contact_id == stop.contact_id
    if stop.contact_id is None:
        theirs = and_(Message.conversation_id.is_(None), Message.their_number == stop.their_number)
    later = select(Message.body, Message.created_at).where(
        theirs,
        Message.campaign_id == stop.campaign_id,
        Message.direction == "in",
        Message.created_at > stop.created_at,
    )
    return next((at for body, at in session.execute(later) if is_start(body)), None)


def _tag_wrong_number(session: Session, message: Message, conversation: Conversation) -> None:
    """Set the tag of that name; where the campaign made it an opt-out tag, it opts out like any other."""
    campaign_id, at = message.campaign_id, message.created_at
    tag = session.scalar(select(Tag).filter_by(campaign_id=campaign_id, slug=WRONG_NUMBER))
    if tag is None:
        return
    before = present(session, conversation.contact_id).get(key_of(tag))
    learn(session, conversation, tag, YES, source="auto-tag", by=None, at=at, before=before)
    if tag.opt_out:
        opt_out(
            session,
            campaign_id,
            message.their_number,
            route="tag",
            at=at,
            words=message.body,
            conversation=conversation,
            message=message,
            confirm_by=at + WITHIN,
        )
