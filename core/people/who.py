"""Which people of a campaign are meant: the filter of the list of volunteers and of user lists."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, exists, or_, select

from core.models import Audience, Campaign, Conversation, User, UserListMember
from core.models.user import ROLES

STATES = {
    "active": "Active",
    "invited": "Invited, not joined yet",
    "deactivated": "Deactivated",
    "all": "All of them",
}
_LEAST_DIGITS = 3  # of a phone, before it is looked for


@dataclass(frozen=True)
class Who:
    """A filter; each part left empty lets everybody through.

    Attributes:
        words: part of a name, a phone or an e-mail address.
        state: a key of `STATES`.
        role: one of `core.models.user.ROLES`.
        joined_since, seen_since: ISO dates, by the campaign's calendar.
        received, started: ids of actions that were sent to them, or that they took a batch of.
        waiting: whether somebody waits for their answer.
        in_list: id of a user list.
    """

    words: str = ""
    state: str = "active"
    role: str = ""
    joined_since: str = ""
    seen_since: str = ""
    received: int = 0
    started: int = 0
    waiting: bool = False
    in_list: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether it lets through whoever is active."""
        return self == Who()

    def as_json(self) -> dict[str, Any]:
        """Return what differs from the plain filter."""
        plain = asdict(Who())
        return {name: value for name, value in asdict(self).items() if value != plain[name]}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Who":
        """Return the filter that `as_json` made; what is not understood is left out."""
        known = {each.name: each for each in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})


def people(campaign: Campaign, who: Who) -> Select[User]:
    """Return the query for the people of a campaign that a filter lets through, in no order."""
    return select(User).where(User.campaign_id == campaign.id, *_rules(who, ZoneInfo(campaign.timezone)))


def _rules(who: Who, zone: ZoneInfo) -> Iterator[ColumnElement[bool]]:
    yield from _in_state(who.state)
    if who.words:
        yield _named(who.words)
    if who.role in ROLES:
        yield User.role == who.role
    if since := _midnight(who.joined_since, zone):
        yield User.joined_at >= since
    if since := _midnight(who.seen_since, zone):
        yield User.last_seen_at >= since
    yield from _by_rows(who)


def _by_rows(who: Who) -> Iterator[ColumnElement[bool]]:
    """Yield the rules that look into other tables."""
    theirs = Audience.user_id == User.id
    if who.received:
        yield exists().where(theirs, Audience.action_id == who.received)
    if who.started:
        yield exists().where(theirs, Audience.action_id == who.started, Audience.started_at.is_not(None))
    if who.waiting:
        yield exists().where(Conversation.holder_id == User.id, Conversation.attention_since.is_not(None))
    if who.in_list:
        member = UserListMember.user_id == User.id
        yield exists().where(member, UserListMember.user_list_id == who.in_list)


def _in_state(state: str) -> Iterator[ColumnElement[bool]]:
    if state == "deactivated":
        yield User.deactivated_at.is_not(None)
    elif state != "all":
        yield User.deactivated_at.is_(None)
        yield User.joined_at.is_(None) if state == "invited" else User.joined_at.is_not(None)


def _named(words: str) -> ColumnElement[bool]:
    name = User.first_name + " " + User.last_name
    digits = "".join(each for each in words if each.isdecimal())
    rules = [name.icontains(words, autoescape=True), User.email.icontains(words, autoescape=True)]
    if len(digits) >= _LEAST_DIGITS:
        rules.append(User.phone.contains(digits, autoescape=True))
    return or_(*rules)


def _midnight(written: str, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(written), time(), zone) if written else None
    except ValueError:
        return None
