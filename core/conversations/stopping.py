"""A volunteer opts a contact out: by hand, or by a tag that says so."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.contacts.opting_out import opt_out
from core.conversations.holding import own
from core.models import Contact, Conversation, User


def stop(session: Session, conversation_id: int, *, by: User, now: datetime) -> Conversation:
    """Opt the contact of one of `by`'s conversations out of all texts of the campaign.

    Somebody asked for it in words that no machine knows.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    conversation = own(session, conversation_id, by)
    _opt_out(session, conversation, "volunteer", by, now)
    return conversation


def stop_by_tag(session: Session, conversation: Conversation, *, by: User, now: datetime) -> None:
    """Opt the contact out because `by` set an opt-out tag, on a report or by a response script."""
    _opt_out(session, conversation, "tag", by, now)


def _opt_out(session: Session, conversation: Conversation, route: str, by: User, now: datetime) -> None:
    phone = session.get_one(Contact, conversation.contact_id).phone
    opt_out(session, conversation.campaign_id, phone, route=route, at=now, conversation=conversation, by=by)
