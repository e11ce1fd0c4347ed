"""How many of a list's contacts a text may reach, and why not the others; in few queries, whatever its size.

Those who may not be texted are few beside those who may: so they are looked up by themselves.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, literal, select, union_all
from sqlalchemy.orm import Session

from core.actions.eligible import Place, quiet_since
from core.delivery.hours.windows import window
from core.models import (
    Action,
    Campaign,
    Contact,
    Conversation,
    ErasedPhone,
    ExternalId,
    ListMember,
)
from core.results.conditions import opted_out

# why somebody may not be texted; of several reasons the first one counts
REASONS = ("erased", "opted_out", "undeliverable", "texted_lately")


@dataclass(frozen=True)
class Reach:
    """The contacts of a list, as a first text would find them.

    Always: contacts = eligible + all of `barred`, and eligible = awake + asleep.

    Attributes:
        barred: why → how many, by `REASONS`; others are absent.
        awake: may be texted at this instant; `opens_at` is when the first of those asleep may.
        without_zone: eligible ones of whom nobody knows where they live.
        without_van_id: of all contacts, those without an id of VAN's.
    """

    contacts: int
    barred: dict[str, int]
    awake: int
    asleep: int
    opens_at: datetime | None
    without_zone: int
    without_van_id: int

    @property
    def eligible(self) -> int:
        return self.awake + self.asleep


def reach(session: Session, list_id: int, campaign: Campaign, *, now: datetime) -> Reach:
    """Count whom of a list a first text may reach at an instant."""
    listed = _by_place(session, list_id)
    barred: Counter[str] = Counter()
    eligible = Counter(listed)
    for zones, state, rank, count in session.execute(_barred(list_id, campaign, now)):
        barred[REASONS[rank]] += count
        eligible[zones, state] -= count
    windows = {place: window(campaign, *place, now) for place, count in eligible.items() if count}
    asleep = [place for place, found in windows.items() if not found.is_open]
    opening = [windows[place].opens_at for place in asleep]
    return Reach(
        contacts=listed.total(),
        barred=dict(barred),
        awake=_count(eligible, windows.keys() - set(asleep)),
        asleep=_count(eligible, asleep),
        opens_at=min((at for at in opening if at), default=None),
        without_zone=sum(count for (zones, _), count in eligible.items() if not zones),
        without_van_id=_without_van_id(session, list_id),
    )


def _count(contacts: Counter[Place], places: Iterable[Place]) -> int:
    return sum(contacts[place] for place in places)


def _by_place(session: Session, list_id: int) -> Counter[Place]:
    query = select(Contact.zones, Contact.state, func.count()).group_by(Contact.zones, Contact.state)
    query = query.join(ListMember, ListMember.contact_id == Contact.id).where(ListMember.list_id == list_id)
    return Counter({(zones, state): count for zones, state, count in session.execute(query)})


def _barred(list_id: int, campaign: Campaign, now: datetime) -> Select[Any]:
    """Return zones, state, number of the reason and how many, for those who may not be texted."""
    found = union_all(
        *(people.add_columns(literal(rank).label("rank")) for rank, people in _people(campaign, now))
    ).subquery()
    contact_id, rank = found.c
    first = select(contact_id.label("id"), func.min(rank).label("rank")).group_by(contact_id).subquery()
    return (
        select(Contact.zones, Contact.state, first.c.rank, func.count())
        .join(first, first.c.id == Contact.id)
        .join(ListMember, ListMember.contact_id == Contact.id)
        .where(ListMember.list_id == list_id)
        .group_by(Contact.zones, Contact.state, first.c.rank)
    )


def _people(campaign: Campaign, now: datetime) -> list[tuple[int, Select[Any]]]:
    erased = select(ErasedPhone.contact_id).where(
        ErasedPhone.campaign_id == campaign.id, ErasedPhone.contact_id.is_not(None)
    )
    unreachable = select(Contact.id).where(
        Contact.campaign_id == campaign.id, Contact.undeliverable.is_not(None)
    )
    actions = select(Action.id).where(Action.campaign_id == campaign.id)
    lately = select(Conversation.contact_id).where(
        Conversation.action_id.in_(actions), Conversation.initial_at > quiet_since(campaign, now)
    )
    stopped = [(1, people) for people in opted_out(campaign.id)]
    return [(0, erased), *stopped, (2, unreachable), (3, lately)]


def _without_van_id(session: Session, list_id: int) -> int:
    known = exists().where(ExternalId.contact_id == ListMember.contact_id, ExternalId.system == "van")
    query = select(func.count()).select_from(ListMember).where(ListMember.list_id == list_id, ~known)
    return session.scalar(query) or 0
