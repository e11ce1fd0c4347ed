"""Which conversations may get their first text now: one rule for the pool and for a volunteer's hands."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, false, func, literal, or_, select, true
from sqlalchemy.orm import aliased

from core.db import UtcDateTime
from core.delivery.hours import windows
from core.delivery.known import AnyCampaign
from core.models import Campaign, Contact, Conversation, OptOut

Place = tuple[str, str]  # a contact's zones and state, as they stand there


def textable(campaign: Campaign, now: datetime) -> ColumnElement[bool]:
    """Return the condition, over conversations joined to their contacts, that all but the hours are right.

    Not texted yet, and `reachable`.
    """
    return _textable(literal(quiet_since(campaign, now), UtcDateTime()))


def reachable(campaign: Campaign, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a contact may be texted, now or in their hours.

    Nobody said stop, the phone takes texts, and no other action texted it a short while ago.
    """
    return _reachable(literal(quiet_since(campaign, now), UtcDateTime()))


def quiet_since(campaign: AnyCampaign, now: datetime) -> datetime:
    """Return since when no other action may have texted a contact; what `TEXTABLE` is to be bound to."""
    return now - timedelta(hours=campaign.lock_hours)


def _textable(since: ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(Conversation.initial_at.is_(None), _reachable(since))


def _reachable(since: ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(
        Conversation.opted_out_at.is_(None),
        Contact.undeliverable.is_(None),
        ~_STOPPED,
        func.coalesce(since >= _NEWEST_ELSEWHERE, true()),
    )


def awake(campaign: AnyCampaign, places: Iterable[Place], now: datetime) -> set[Place]:
    """Return those of the places where texting is open now."""
    return {each for each in set(places) if windows.window(campaign, *each, now).is_open}


def lives_in(places: Iterable[Place], shut: Iterable[Place]) -> ColumnElement[bool]:
    """Return the condition, over contacts, that they live in one of the places.

    Files may write a state in a thousand ways, but few of them are shut where their zones are open; so those
    few are named, and not the many.

    Args:
        shut: all the campaign's other places.
    """
    states: dict[str, set[str]] = {zones: set() for zones, _ in places}
    for zones, state in shut:
        if zones in states:
            states[zones].add(state)
    alike: dict[frozenset[str], list[str]] = {}
    for zones, closed in states.items():
        alike.setdefault(frozenset(closed), []).append(zones)
    return or_(
        false(), *(Contact.zones.in_(zones) & Contact.state.not_in(closed) for closed, zones in alike.items())
    )


# Made once: the tables in them under other names are dear to make.
_STOPPED = (
    select(OptOut.id)
    .where(
        OptOut.campaign_id == Contact.campaign_id, OptOut.phone == Contact.phone, OptOut.lifted_at.is_(None)
    )
    .exists()
)
_OTHER = aliased(Conversation)
# a newest time rather than an EXISTS, which PostgreSQL would make a join with all that was texted today
_NEWEST_ELSEWHERE = (
    select(func.max(_OTHER.initial_at))
    .where(_OTHER.contact_id == Conversation.contact_id, _OTHER.id != Conversation.id)
    .scalar_subquery()
)
# `textable` for a statement that is made once: bind `quiet_since`
TEXTABLE = _textable(bindparam("quiet_since", type_=UtcDateTime()))
