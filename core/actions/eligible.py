"""Which conversations may get their first text now: one rule for the pool and for a volunteer's hands."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import aliased

from core.delivery import hours
from core.models import Campaign, Contact, Conversation, OptOut


def textable(campaign: Campaign, now: datetime) -> ColumnElement[bool]:
    """Return the condition, over conversations joined to their contacts, that all but the hours are right.

    Not texted yet, nobody said stop, the phone takes texts, and no other action texted it a short while ago.
    """
    stop = select(OptOut.id).where(
        OptOut.campaign_id == Contact.campaign_id, OptOut.phone == Contact.phone, OptOut.lifted_at.is_(None)
    )
    other = aliased(Conversation)
    # a newest time rather than an EXISTS, which PostgreSQL would make a join with all that was texted today
    newest = select(func.max(other.initial_at)).where(other.contact_id == Conversation.contact_id)
    quiet_since = now - timedelta(hours=campaign.lock_hours)
    return and_(
        Conversation.initial_at.is_(None),
        Conversation.opted_out_at.is_(None),
        Contact.undeliverable.is_(None),
        ~stop.exists(),
        func.coalesce(newest.scalar_subquery() <= quiet_since, true()),
    )


def open_zones(campaign: Campaign, zones: Iterable[str], now: datetime) -> set[str]:
    """Return those of the zones (each as `Contact.zones` writes it) where texting is open now."""
    return {each for each in set(zones) if hours.window(campaign, each, now).is_open}
