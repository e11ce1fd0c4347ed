"""Whose text is it: which campaign, which contact and which conversation an inbound text belongs to."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Campaign, Contact, Conversation, Message, SendingService


def campaign_of(session: Session, form: Mapping[str, str]) -> int | None:
    """Return the campaign that is meant, None when none of ours can be.

    The service or number it was sent to says so; failing that, who texted this phone last; failing that,
    there may be only one.
    """
    return _by_service(session, form) or _by_last_text(session, form) or _only(session)


def contact_of(session: Session, campaign_id: int, phone: str) -> Contact | None:
    """Return the campaign's contact with this phone."""
    return session.scalar(select(Contact).filter_by(campaign_id=campaign_id, phone=phone))


def latest_conversation(session: Session, contact: Contact) -> Conversation | None:
    """Return the conversation in which the contact was texted or wrote last, locked."""
    texted = select(Conversation).where(
        Conversation.campaign_id == contact.campaign_id,
        Conversation.contact_id == contact.id,
        Conversation.last_message_at.is_not(None),
    )
    latest = texted.order_by(Conversation.last_message_at.desc(), Conversation.id.desc()).limit(1)
    return session.scalar(latest.with_for_update().execution_options(populate_existing=True))


def _by_service(session: Session, form: Mapping[str, str]) -> int | None:
    sid, number = form.get("MessagingServiceSid"), form.get("To")
    for column, value in ((SendingService.messaging_service_sid, sid), (SendingService.from_number, number)):
        found = session.scalar(select(SendingService.campaign_id).where(column == value)) if value else None
        if found:
            return found
    return None


def _by_last_text(session: Session, form: Mapping[str, str]) -> int | None:
    to_them = select(Message.campaign_id).join(Contact, Contact.id == Message.contact_id)
    sent = to_them.where(Contact.phone == form.get("From", ""), Message.direction == "out")
    return session.scalar(sent.order_by(Message.id.desc()).limit(1))


def _only(session: Session) -> int | None:
    ids = session.scalars(select(Campaign.id).limit(2)).all()
    return ids[0] if len(ids) == 1 else None
