"""A volunteer opts a contact out: by hand, or by a tag that says so."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.opt_out_confirming import WITHIN
from core.contacts.opting_out import opt_out
from core.conversations import keys
from core.conversations.holding import Reach, own
from core.delivery.hours.windows import in_conversation
from core.models import Contact, Conversation, Message, OptOut, User


def stop(
    session: Session, conversation_id: int, *, by: User, key: str, now: datetime, reach: Reach = own
) -> Conversation:
    """Opt the contact of one of `by`'s conversations out of all texts of the campaign.

    Somebody asked for it in words that no machine knows. Where that was just now, one text confirms it.

    Args:
        key: made by the form; the same key again changes nothing, even if the stop was lifted meanwhile.
        reach: `holding.review` for somebody who looks after all conversations.

    Raises:
        NotFound: it is not there, or not theirs.
        PageTooOld: the key is none of a form's, or another conversation's.
    """
    conversation = reach(session, conversation_id, by)
    if not _pressed(session, key, conversation):
        _opt_out(session, conversation, "volunteer", by, now, key=key)
    return conversation


def stop_by_tag(
    session: Session,
    conversation: Conversation,
    *,
    by: User,
    now: datetime,
    said: Message | None = None,
) -> None:
    """Opt the contact out because `by` set an opt-out tag, on a report or by a response script.

    Args:
        said: the response, queued; it is what tells them, and the last that they get.
    """
    _opt_out(session, conversation, "tag", by, now, said=said)


def _pressed(session: Session, key: str, conversation: Conversation) -> bool:
    keys.check(key)
    made = session.scalar(select(OptOut).filter_by(client_key=key))
    if made and made.conversation_id != conversation.id:
        raise keys.PageTooOld
    return made is not None


def _opt_out(
    session: Session,
    conversation: Conversation,
    route: str,
    by: User,
    now: datetime,
    *,
    key: str | None = None,
    said: Message | None = None,
) -> None:
    request = _request(session, conversation, now)
    asked_at = request.created_at if request else None
    opt_out(
        session,
        conversation.campaign_id,
        session.get_one(Contact, conversation.contact_id).phone,
        route=route,
        at=now,
        words=request.body if request else "",
        conversation=conversation,
        message=request,
        by=by,
        key=key,
        confirmation=said,
        confirm_by=now + WITHIN if said else asked_at and asked_at + WITHIN,
    )


def _request(session: Session, conversation: Conversation, now: datetime) -> Message | None:
    """Return what the person wrote last, which the volunteer answers by this; nothing if it is long ago."""
    if not in_conversation(conversation.last_inbound_at, now):
        return None
    said = select(Message).filter_by(conversation_id=conversation.id, direction="in")
    return session.scalar(said.order_by(Message.id.desc()).limit(1))
