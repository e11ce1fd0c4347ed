"""The rules by which a conversation counts in a figure; counting and opening a figure share them."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal_column, select, union

from core.models import Action, Contact, Conversation, OptOut

ATTEMPTED = Conversation.initial_at.is_not(None)
# with the number spelled out, or SQLite would not see that the index of answers fits
ANSWERED = Conversation.reply_count > literal_column("0")
FILLED = and_(ANSWERED, Conversation.reported_at.is_not(None))
NEEDS_ATTENTION = Conversation.attention_since.is_not(None)


def not_eligible(action: Action) -> ColumnElement[bool]:
    """Not texted, and must not be: the person opted out, or no text can reach the phone.

    Asked from the small side, the people who cannot be texted, so that a fresh action of half a million
    contacts need not be joined to them all.
    """
    unreachable = select(Contact.id).where(
        Contact.campaign_id == action.campaign_id, Contact.undeliverable.is_not(None)
    )
    people = union(unreachable, *opted_out(action.campaign_id))
    return and_(~ATTEMPTED, Conversation.contact_id.in_(people))


def remaining(action: Action) -> ColumnElement[bool]:
    """Its initial is still to be sent; one that somebody holds unsent remains as well."""
    return and_(~ATTEMPTED, ~not_eligible(action))


def opted_out_here(action: Action) -> ColumnElement[bool]:
    """The contact opted out in this action, by whatever route."""
    here = select(OptOut.contact_id).where(OptOut.action_id == action.id, OptOut.contact_id.is_not(None))
    return Conversation.contact_id.in_(here)


def opted_out(campaign_id: int) -> tuple[Select[Any], Select[Any]]:
    """Return the contacts of a campaign who opted out, in two queries from the small side."""
    # Most opt-outs know their contact; only those of phones that were imported later are sought by phone.
    in_force = and_(OptOut.campaign_id == campaign_id, OptOut.lifted_at.is_(None))
    known = select(OptOut.contact_id).where(in_force, OptOut.contact_id.is_not(None))
    by_phone = select(Contact.id).join(
        OptOut, and_(OptOut.campaign_id == Contact.campaign_id, OptOut.phone == Contact.phone)
    )
    return known, by_phone.where(in_force, OptOut.contact_id.is_(None))
