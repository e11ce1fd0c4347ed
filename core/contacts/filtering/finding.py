"""Criteria as SQL: conditions on contacts, and sets of them put together; nothing is asked for each contact.

A set is a query for contacts' ids. What must hold is cut with it, what must not is taken away, one after the
other, so that both databases hash or sort each set once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, except_, false, func, intersect, or_, select
from sqlalchemy.orm import Session

from core.contacts.filtering.criteria import Criterion
from core.contacts.states import NAMES
from core.conversations.facts import YES, is_newest
from core.labels.answers import ever_called
from core.models import (
    Action,
    Contact,
    Conversation,
    ExternalId,
    Fact,
    ListMember,
    OptOut,
)

Ids = Select[int]


@dataclass(frozen=True)
class Asked:
    """A criterion that is asked of a campaign's contacts."""

    session: Session
    campaign_id: int
    ids: tuple[int, ...]
    values: tuple[str, ...]


def count(session: Session, campaign_id: int, criteria: Sequence[Criterion]) -> int:
    """Return how many contacts fit all criteria."""
    fitting = found(session, campaign_id, criteria).subquery()
    return session.scalar(select(func.count()).select_from(fitting)) or 0


def found(session: Session, campaign_id: int, criteria: Sequence[Criterion]) -> Ids:
    """Return the query for the ids of the campaign's contacts that fit all criteria, erased ones left out."""
    query = select(Contact.id).where(Contact.campaign_id == campaign_id, Contact.erased_at.is_(None))
    query = query.where(*(_condition(each) for each in criteria if each.what in ROWS))
    sets = [each for each in criteria if each.what in SETS]
    # in this order, since SQLite goes from left to right and PostgreSQL cuts first
    for each in sorted(sets, key=lambda one: one.negated):
        combine = except_ if each.negated else intersect
        both = combine(query, SETS[each.what](_asked(session, campaign_id, each))).subquery()
        query = select(both.c.id)
    return query


def _asked(session: Session, campaign_id: int, criterion: Criterion) -> Asked:
    return Asked(session, campaign_id, criterion.ids, criterion.values)


def _condition(criterion: Criterion) -> ColumnElement[bool]:
    condition = ROWS[criterion.what](criterion)
    return ~condition if criterion.negated else condition


def _lives_in(criterion: Criterion) -> ColumnElement[bool]:
    names = [NAMES[code].upper() for code in criterion.values if code in NAMES]
    return func.upper(Contact.state).in_([*criterion.values, *names])


def _deliverable(_: Criterion) -> ColumnElement[bool]:
    return Contact.undeliverable.is_(None)


def _assigned(criterion: Criterion) -> ColumnElement[bool]:
    somebody = Contact.assigned_to_id.is_not(None)
    # not by IN alone, which says neither yes nor no of a contact who is nobody's
    return somebody & Contact.assigned_to_id.in_(criterion.ids) if criterion.ids else somebody


def _tagged(asked: Asked) -> Ids:
    said = select(Fact.contact_id).where(Fact.tag_id.in_(asked.ids), Fact.new == YES)
    return said.where(is_newest(Fact.tag_id, asked.ids))


def _answered(asked: Asked) -> Ids:
    answered = select(Fact.contact_id).where(Fact.field_id.in_(asked.ids), Fact.new.is_not(None))
    answered = answered.where(is_newest(Fact.field_id, asked.ids))
    if not asked.values:
        return answered
    meant = {word for each in asked.ids for said in asked.values for word in _called(asked, each, said)}
    return answered.where(Fact.new.in_(meant))


def _called(asked: Asked, field_id: int, label: str) -> set[str]:
    return ever_called(asked.session, field_id, label)


def _opted_out(asked: Asked) -> Ids:
    same = (OptOut.campaign_id == Contact.campaign_id) & (OptOut.phone == Contact.phone)
    held = OptOut.campaign_id == asked.campaign_id, OptOut.lifted_at.is_(None)
    return select(Contact.id).join(OptOut, same).where(*held)


def _in_lists(asked: Asked) -> Ids:
    return select(ListMember.contact_id).where(ListMember.list_id.in_(asked.ids))


def _has_van_id(asked: Asked) -> Ids:
    of_van = ExternalId.campaign_id == asked.campaign_id, ExternalId.system == "van"
    return select(ExternalId.contact_id).where(*of_van)


def _talks(asked: Asked, condition: ColumnElement[bool]) -> Ids:
    """Return who has a conversation of which this holds, in one of the actions named, or in any."""
    actions: Any = asked.ids or select(Action.id).where(Action.campaign_id == asked.campaign_id)
    return select(Conversation.contact_id).where(Conversation.action_id.in_(actions), condition)


def _replied(asked: Asked) -> Ids:
    return _talks(asked, _REPLIED)


def _texted(asked: Asked) -> Ids:
    return _talks(asked, _TEXTED)


def _standing(asked: Asked) -> Ids:
    return _talks(asked, or_(false(), *(_STATUS[each] for each in asked.values)))


_TEXTED, _REPLIED = Conversation.initial_at.is_not(None), Conversation.reply_count > 0
_STATUS: dict[str, ColumnElement[bool]] = {
    "not_texted": Conversation.initial_at.is_(None),
    "silent": _TEXTED & (Conversation.reply_count == 0),
    "answered": _REPLIED,
    "attention": Conversation.attention_since.is_not(None),
    "reported": Conversation.reported_at.is_not(None),
    "opted_out": Conversation.opted_out_at.is_not(None),
    "archived": Conversation.archived_at.is_not(None),
}

# what is asked of the contact's own row
ROWS: Final[dict[str, Callable[[Criterion], ColumnElement[bool]]]] = {
    "state": _lives_in,
    "deliverable": _deliverable,
    "assigned": _assigned,
}
# what finds a set of contacts
SETS: Final[dict[str, Callable[[Asked], Ids]]] = {
    "tag": _tagged,
    "field": _answered,
    "replied": _replied,
    "texted": _texted,
    "status": _standing,
    "opted_out": _opted_out,
    "list": _in_lists,
    "van_id": _has_van_id,
}
