"""A volunteer opts a contact out by hand: somebody asked in words that no machine knows."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.contacts.opting_out import opt_out
from core.conversations.holding import own
from core.models import Contact, Conversation, User


def stop(session: Session, conversation_id: int, *, by: User, now: datetime) -> Conversation:
    """Opt the contact of one of `by`'s conversations out of all texts of the campaign.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    conversation = own(session, conversation_id, by)
    contact = session.get_one(Contact, conversation.contact_id)
    opt_out(
        session,
        conversation.campaign_id,
        contact.phone,
        route="volunteer",
        at=now,
        conversation=conversation,
        by=by,
    )
    return conversation
