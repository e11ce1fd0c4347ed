"""A stretch of texting, as a summary tells it: the campaign's figures, and a line for each action."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, distinct, func, select
from sqlalchemy.orm import Session

from core.delivery import states
from core.models import Action, Conversation, Message, OptOut, Report
from core.models.base import OfCampaign


@dataclass(frozen=True)
class ActionDay:
    """One action in that time; `waiting` conversations need attention now."""

    title: str
    sent: int
    replies: int
    waiting: int


@dataclass(frozen=True)
class Day:
    """The texting of a campaign in that time; what waits is as of now.

    Attributes:
        sent: outbound texts, those that a safeguard refused left out.
        delivered: of these, known to have arrived.
        replies, repliers: inbound texts, and how many people wrote them.
        opt_outs: people who opted out, by any route.
        waiting, waiting_since: conversations that need attention, and since when the oldest does.
        problems: outbound texts by bucket.
        actions: those that texted, heard something, or have somebody waiting; the busiest first.
    """

    sent: int
    delivered: int
    replies: int
    repliers: int
    opt_outs: int
    reports: int
    waiting: int
    waiting_since: datetime | None
    problems: dict[str, int]
    actions: list[ActionDay]


@dataclass(frozen=True)
class _Texts:
    """So many texts of one action that are alike."""

    action_id: int | None
    direction: str
    kind: str
    state: str
    bucket: str | None
    count: int

    @property
    def sent(self) -> int:
        by_people = self.direction == "out" and self.kind != "automatic"
        return self.count if by_people and self.state != states.REFUSED.name else 0

    @property
    def delivered(self) -> int:
        return self.sent if self.state == "delivered" else 0

    @property
    def replies(self) -> int:
        return self.count if self.kind == "reply" else 0


@dataclass(frozen=True)
class _Waits:
    """How many conversations of one action need attention now."""

    action_id: int
    title: str
    waiting: int
    since: datetime | None


def day(session: Session, campaign_id: int, start: datetime, end: datetime) -> Day:
    """Count what happened from `start` until before `end`, in a handful of queries."""
    texts, waits = _texts(session, campaign_id, start, end), _waits(session, campaign_id)
    heard = and_(_within(Message, Message.created_at, campaign_id, start, end), Message.kind == "reply")
    return Day(
        sent=sum(each.sent for each in texts),
        delivered=sum(each.delivered for each in texts),
        replies=sum(each.replies for each in texts),
        repliers=_one(session, func.count(distinct(Message.contact_id)), heard),
        opt_outs=_one(
            session, func.count(distinct(OptOut.phone)), _within(OptOut, OptOut.at, campaign_id, start, end)
        ),
        reports=_one(
            session, func.count(Report.id), _within(Report, Report.created_at, campaign_id, start, end)
        ),
        waiting=sum(each.waiting for each in waits),
        waiting_since=min((each.since for each in waits if each.since), default=None),
        problems=_problems(texts),
        actions=_actions(texts, waits),
    )


def _texts(session: Session, campaign_id: int, start: datetime, end: datetime) -> list[_Texts]:
    columns = (Message.action_id, Message.direction, Message.kind, Message.state, Message.bucket)
    then = _within(Message, Message.created_at, campaign_id, start, end)
    rows = session.execute(select(*columns, func.count()).where(then).group_by(*columns))
    return [_Texts(*row) for row in rows]


def _waits(session: Session, campaign_id: int) -> list[_Waits]:
    # action by action, so that the index of the results answers
    query = (
        select(
            Action.id,
            Action.title,
            func.count(Conversation.attention_since),
            func.min(Conversation.attention_since),
        )
        .join(Conversation, Conversation.action_id == Action.id)
        .where(Action.campaign_id == campaign_id, Action.published_at.is_not(None))
    )
    rows = session.execute(query.group_by(Action.id, Action.title).order_by(Action.id))
    return [_Waits(*row) for row in rows]


def _within(
    table: type[OfCampaign], at: Any, campaign_id: int, start: datetime, end: datetime
) -> ColumnElement[bool]:
    return and_(table.campaign_id == campaign_id, at >= start, at < end)


def _one(session: Session, what: ColumnElement[int], where: ColumnElement[bool]) -> int:
    return session.scalar(select(what).where(where)) or 0


def _problems(texts: list[_Texts]) -> dict[str, int]:
    problems: Counter[str] = Counter()
    for each in texts:
        if each.bucket:
            problems[each.bucket] += each.count
    return dict(problems)


def _actions(texts: list[_Texts], waits: list[_Waits]) -> list[ActionDay]:
    lines = [_line([each for each in texts if each.action_id == one.action_id], one) for one in waits]
    busy = [line for line in lines if line.sent or line.replies or line.waiting]
    return sorted(busy, key=lambda line: line.sent + line.replies, reverse=True)


def _line(texts: list[_Texts], action: _Waits) -> ActionDay:
    sent, replies = sum(each.sent for each in texts), sum(each.replies for each in texts)
    return ActionDay(action.title, sent, replies, action.waiting)
