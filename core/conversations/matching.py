"""Whose text is it: which campaign, which contact and which conversation an inbound text belongs to."""

from collections.abc import Mapping

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, literal_column, select
from sqlalchemy.orm import Session, aliased

from core.models import Campaign, Contact, Conversation, Message, SendingService

_SERVICE: BindParameter[str] = bindparam("to_service")
_TO: BindParameter[str] = bindparam("to_number")
_FROM: BindParameter[str] = bindparam("from_number")
_ONE: ColumnElement[int] = literal_column("1")


def sender(form: Mapping[str, str]) -> dict[str, object]:
    """Return the values that `latest_conversation` needs.

    Args:
        form: Twilio's fields of an inbound message.
    """
    return {
        "to_service": form.get("MessagingServiceSid", ""),
        "to_number": form.get("To", ""),
        "from_number": form.get("From", ""),
    }


def campaign_of(session: Session, form: Mapping[str, str]) -> int | None:
    """Return the campaign that is meant, None when none of ours can be.

    The service or number it was sent to says so; failing that, who texted this phone last; failing that,
    there may be only one.
    """
    return session.scalar(_CAMPAIGN, sender(form))


def contact_of(session: Session, campaign_id: int, phone: str) -> int | None:
    """Return the id of the campaign's contact with this phone."""
    return session.scalar(select(Contact.id).filter_by(campaign_id=campaign_id, phone=phone))


def conversation_of(session: Session, form: Mapping[str, str]) -> int | None:
    """Return the id of the conversation that is meant, None when the sender was never texted."""
    return session.scalar(_LATEST, sender(form))


def latest_conversation() -> Select[int]:
    """Return the query for the conversation in which the sender was texted or wrote last.

    The values of `sender` are to be bound.
    """
    texted = aliased(Conversation, name="texted")
    query = select(texted.id).join(Contact, Contact.id == texted.contact_id)
    of_sender = (Contact.campaign_id == _campaign(), Contact.phone == _FROM)
    known = query.where(*of_sender, texted.campaign_id == Contact.campaign_id)
    known = known.where(texted.last_message_at.is_not(None))
    return known.order_by(texted.last_message_at.desc(), texted.id.desc()).limit(_ONE)


def _campaign() -> ColumnElement[int]:
    service = select(SendingService.campaign_id)
    to_service = service.where(SendingService.messaging_service_sid == _SERVICE)
    to_number = service.where(SendingService.from_number == _TO)
    # both databases look for the next only where there was none before
    ways = (to_service, to_number, _who_texted_last(), _the_only_one())
    return func.coalesce(*(way.correlate(None).scalar_subquery() for way in ways))


def _who_texted_last() -> Select[int]:
    to_them = select(Message.campaign_id).join(Contact, Contact.id == Message.contact_id)
    sent = to_them.where(Contact.phone == _FROM, Message.direction == literal_column("'out'"))
    return sent.order_by(Message.id.desc()).limit(_ONE)


def _the_only_one() -> Select[int]:
    return select(func.min(Campaign.id)).having(func.count() == _ONE)


# built once: putting these together anew would cost more than running them
_CAMPAIGN, _LATEST = select(_campaign()), latest_conversation()
