"""Prove what conversations carry against the texts, reports and opt-outs behind them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from core.delivery.endings import pressing_again
from core.delivery.safeguards import SAFEGUARDS
from core.models import Contact, Conversation, Message, OptOut, Report

# A first text refused for one of these was handed back: the conversation is to be texted still.
_PASSING = [code for code, safeguard in SAFEGUARDS.items() if safeguard.passes]

_LATEST, _LATEST_IN, _SAID = aliased(Message), aliased(Message), aliased(Message)


@dataclass(frozen=True)
class Difference:
    """A conversation that carries something else than its rows say.

    Attributes:
        column: what of the conversation is wrong.
        kept, counted: what it carries, and what the rows say, both as text.
    """

    conversation_id: int
    column: str
    kept: str
    counted: str

    def __str__(self) -> str:
        return f"Conversation {self.conversation_id}: {self.column} is {self.kept}, counted {self.counted}."


@dataclass(frozen=True)
class _Check:
    """A column and the expression that it must equal."""

    column: str
    kept: Any
    counted: Any

    @property
    def fails(self) -> ColumnElement[bool]:
        differ: ColumnElement[bool] = self.kept.is_distinct_from(self.counted)
        return differ


def recount(session: Session, campaign_id: int) -> list[Difference]:
    """Return every difference in a campaign, none when all is well. One query, read in a stream."""
    texts, reports = _texts(campaign_id), _reports(campaign_id)
    stopped, returned = _stopped(campaign_id), _returned(campaign_id)
    checks = _checks(texts, reports, stopped, returned)
    columns = [column for check in checks for column in (check.kept, check.counted)]
    query = (
        select(Conversation.id, *columns)
        .join(Contact, Contact.id == Conversation.contact_id)
        .outerjoin(texts, texts.c.conversation_id == Conversation.id)
        .outerjoin(_LATEST, _LATEST.id == texts.c.latest)
        .outerjoin(_LATEST_IN, _LATEST_IN.id == texts.c.latest_in)
        .outerjoin(_SAID, _SAID.id == texts.c.latest_said)
        .outerjoin(reports, reports.c.conversation_id == Conversation.id)
        .outerjoin(stopped, stopped.c.phone == Contact.phone)
        .outerjoin(returned, returned.c.phone == Contact.phone)
        .where(Conversation.campaign_id == campaign_id, or_(*(check.fails for check in checks)))
        .order_by(Conversation.id)
    )
    return [difference for row in session.execute(query) for difference in _differences(row, checks)]


def _texts(campaign_id: int) -> Subquery:
    texts = _in_order(campaign_id)
    inbound = texts.c.direction == "in"
    handed_back = and_(texts.c.state == "refused", func.coalesce(texts.c.code, "").in_(_PASSING))
    pressed = and_(texts.c.kind == "initial", ~handed_back)
    query = select(
        texts.c.conversation_id,
        func.max(texts.c.id).filter(texts.c.from_latest == 1).label("latest"),
        func.max(texts.c.id).filter(inbound, texts.c.from_latest_of_kind == 1).label("latest_in"),
        func.max(texts.c.id)
        .filter(texts.c.kind != "help", texts.c.from_latest_said == 1)
        .label("latest_said"),
        func.count().filter(texts.c.kind == "reply").label("replies"),
        func.max(texts.c.created_at).filter(pressed).label("initial_at"),
        func.count().filter(pressed, texts.c.code.in_(pressing_again.codes())).label("missed"),
    )
    return query.group_by(texts.c.conversation_id).subquery()


def _in_order(campaign_id: int) -> Subquery:
    """Count the texts of a conversation back from its latest: by time, for some are told of late."""
    latest_first = (Message.created_at.desc(), Message.id.desc())
    texts_of = Message.conversation_id
    of_kind = (texts_of, Message.direction)
    said = (texts_of, Message.kind == "help")  # HELP is answered by the carrier
    columns = (Message.conversation_id, Message.id, Message.direction, Message.state, Message.code)
    query = select(
        *columns,
        Message.kind,
        Message.created_at,
        func.row_number().over(partition_by=texts_of, order_by=latest_first).label("from_latest"),
        func.row_number().over(partition_by=of_kind, order_by=latest_first).label("from_latest_of_kind"),
        func.row_number().over(partition_by=said, order_by=latest_first).label("from_latest_said"),
    )
    return query.where(Message.campaign_id == campaign_id).subquery()


def _reports(campaign_id: int) -> Subquery:
    query = select(Report.conversation_id, func.max(Report.created_at).label("reported_at"))
    return query.where(Report.campaign_id == campaign_id).group_by(Report.conversation_id).subquery()


def _stopped(campaign_id: int) -> Subquery:
    query = select(OptOut.phone, OptOut.conversation_id)
    return query.where(OptOut.campaign_id == campaign_id, OptOut.lifted_at.is_(None)).subquery()


def _returned(campaign_id: int) -> Subquery:
    query = select(OptOut.phone, func.max(OptOut.lifted_at).label("at"))
    lifted = query.where(OptOut.campaign_id == campaign_id, OptOut.lifted_at.is_not(None))
    return lifted.group_by(OptOut.phone).subquery()


def _checks(texts: Subquery, reports: Subquery, stopped: Subquery, returned: Subquery) -> list[_Check]:
    kept = Conversation
    return [
        _Check("initial_at", kept.initial_at, texts.c.initial_at),
        _Check("again_at", kept.again_at.is_not(None), and_(kept.again_at.is_not(None), texts.c.missed > 0)),
        _Check("reply_count", kept.reply_count, func.coalesce(texts.c.replies, 0)),
        _Check("last_message_at", kept.last_message_at, _LATEST.created_at),
        _Check("last_direction", kept.last_direction, _LATEST.direction),
        _Check("last_inbound_at", kept.last_inbound_at, _LATEST_IN.created_at),
        _Check("reported_at", kept.reported_at, reports.c.reported_at),
        _Check("opted_out_at", kept.opted_out_at.is_not(None), _opted_out(stopped)),
        _Check("attention_since", kept.attention_since.is_not(None), _needs_attention(reports, returned)),
    ]


def _opted_out(stopped: Subquery) -> ColumnElement[bool]:
    """An opt-out is in force that was said here, or that the conversation was stamped with as one of many."""
    said_here = func.coalesce(stopped.c.conversation_id == Conversation.id, False)
    stamped = Conversation.opted_out_at.is_not(None)
    return and_(stopped.c.phone.is_not(None), or_(said_here, stamped))


def _needs_attention(reports: Subquery, returned: Subquery) -> ColumnElement[bool]:
    """The latest text is inbound, no report was filed after it, nobody opted out or archived it since."""
    reported = func.coalesce(reports.c.reported_at >= _SAID.created_at, False)
    came_back = func.coalesce(returned.c.at >= _SAID.created_at, False)  # a START needs no answer
    open_ = and_(Conversation.opted_out_at.is_(None), Conversation.archived_at.is_(None))
    return and_(func.coalesce(_SAID.direction, "") == "in", ~reported, ~came_back, open_)


def _differences(row: Any, checks: list[_Check]) -> list[Difference]:
    pairs = zip(row[1::2], row[2::2], strict=True)
    return [
        Difference(row[0], check.column, str(kept), str(counted))
        for check, (kept, counted) in zip(checks, pairs, strict=True)
        if kept != counted
    ]
