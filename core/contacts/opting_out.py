"""Stop means stop: campaign-wide, at once, for ever; lifted only by START or by an admin with a note."""

from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from core import events
from core.aside import aside
from core.contacts.opt_out_confirming import confirm
from core.contacts.opt_out_queued import take_back, take_back_confirmation
from core.conversations.facts import NO, YES, key_of, learn, present
from core.conversations.inbox import touch
from core.delivery.endings import stop_loss
from core.delivery.endings.last_texted import SAID_HERE
from core.inserting import insert_new
from core.models import Contact, Conversation, Message, OptOut, Tag, User


def is_opted_out(session: Session, campaign_id: int, phone: str) -> bool:
    """Whether an opt-out of this phone is in force."""
    return in_force(session, campaign_id, phone) is not None


def in_force(session: Session, campaign_id: int, phone: str) -> OptOut | None:
    """Return the opt-out of this phone that holds now."""
    return session.scalar(_holding_now(campaign_id, phone))


def opt_out(
    session: Session,
    campaign_id: int,
    phone: str,
    *,
    route: str,
    at: datetime,
    words: str = "",
    means: str = "",
    conversation: Conversation | None = None,
    message: Message | None = None,
    by: User | None = None,
    key: str | None = None,
    confirmation: Message | None = None,
    confirm_by: datetime | None = None,
) -> OptOut:
    """Keep somebody's stop, and take back what is queued for them. Once more changes nothing.

    The contact's conversations in every action are stamped and need attention no more; texts to the phone
    that no worker has in hand yet are refused, but for the one that may confirm the stop.

    Args:
        phone: E.164.
        route: keyword, volunteer, admin, tag, carrier or import.
        words: what the person said, if they said it.
        means: how, where it was not by text; see `core.contacts.opt_out_by_hand.MEANS`.
        conversation, message: where it was said; flushed.
        by: who did it for them.
        key: of the form that was pressed; no other opt-out may have it.
        confirmation: the text, queued already, that tells the person so.
        confirm_by: until when one text may tell them; where there is no `confirmation`, one is made. None:
            they are told already, or not at all.
    """
    contact = _contact(session, campaign_id, phone)
    made = insert_new(
        session,
        OptOut,
        campaign_id=campaign_id,
        phone=phone,
        at=at,
        route=route,
        words=words,
        means=means,
        client_key=key,
        lift_note="",
        action_id=conversation.action_id if conversation else None,
        contact_id=contact.id if contact else None,
        conversation_id=conversation.id if conversation else None,
        message_id=message.id if message else None,
        user_id=by.id if by else None,
        confirmation_id=confirmation.id if confirmation else None,
        confirm_by=confirm_by if confirmation else None,
    )
    kept = made or in_force(session, campaign_id, phone)
    assert kept is not None  # noqa: S101 - it was there or was made just now
    if contact:
        take_back(session, contact, at=at, but=kept.confirmation_id)
        for each in _conversations(session, contact):
            each.opted_out(at=at)
    if made:
        _set_tag(session, conversation, at=at, by=by)
        events.record(session, "contact_opted_out", kept, by=by, at=at, route=route)
        if confirm_by and conversation and not confirmation:
            confirm(session, kept, conversation, until=confirm_by, now=at)
        if conversation and route in SAID_HERE:
            with aside(session, "opt_outs_not_watched"):  # the stop holds, whatever breaks over counting it
                stop_loss.watch_opt_outs(session, conversation.id, now=at)
    return kept


def lift(
    session: Session,
    campaign_id: int,
    phone: str,
    *,
    at: datetime,
    conversation: Conversation | None = None,
    by: User | None = None,
    note: str = "",
) -> OptOut | None:
    """Take a stop back, because the person wrote START or told an admin so; None if there was none.

    A START may be told of late: a stop that was said after it stands.

    Args:
        at: when they said so.
        conversation: where it was said; else where the stop was said hears of it.
        by, note: the admin, and how they know.
    """
    kept = session.scalar(_holding_now(campaign_id, phone).with_for_update())  # two at once lift it once
    if kept is None or kept.at > at:
        return None
    kept.lifted_at, kept.lifted_by_id, kept.lift_note = at, by.id if by else None, note
    take_back_confirmation(session, kept, at=at)
    if contact := _contact(session, campaign_id, phone):
        for each in _conversations(session, contact):
            each.opted_out_at = None
        if conversation is None and kept.conversation_id:
            conversation = session.get(Conversation, kept.conversation_id)
        _untag(session, contact, conversation, at=at, by=by)
    events.record(session, "opt_out_lifted", kept, by=by, at=at)
    return kept


def _holding_now(campaign_id: int, phone: str) -> Select[OptOut]:
    return select(OptOut).filter_by(campaign_id=campaign_id, phone=phone, lifted_at=None)


def _contact(session: Session, campaign_id: int, phone: str) -> Contact | None:
    return session.scalar(select(Contact).filter_by(campaign_id=campaign_id, phone=phone))


def _conversations(session: Session, contact: Contact) -> list[Conversation]:
    """Return the contact's conversations, locked, and tell those who hold them."""
    query = select(Conversation).filter_by(campaign_id=contact.campaign_id, contact_id=contact.id)
    found = list(session.scalars(query.order_by(Conversation.id).with_for_update()))
    touch(session, *(each.holder_id for each in found))
    return found


def _set_tag(session: Session, conversation: Conversation | None, *, at: datetime, by: User | None) -> None:
    if conversation is None:
        return
    tag = session.scalar(select(Tag).filter_by(campaign_id=conversation.campaign_id, built_in="opt_out"))
    if tag:
        before = present(session, conversation.contact_id).get(key_of(tag))
        learn(session, conversation, tag, YES, source="opt-out", by=by, at=at, before=before)


def _untag(
    session: Session, contact: Contact, conversation: Conversation | None, *, at: datetime, by: User | None
) -> None:
    """Take all opt-out tags off somebody who came back, or the next report with one would opt them out."""
    known = present(session, contact.id)
    on = [tag_id for (kind, tag_id), value in known.items() if kind == "tag" and value == YES]
    query = select(Tag).where(Tag.id.in_(on), or_(Tag.opt_out, Tag.built_in == "opt_out"))
    for tag in session.scalars(query.order_by(Tag.id)):
        learn(session, conversation or contact, tag, NO, source="opt-out", by=by, at=at, before=YES)
