"""What admins are told of an escalation: a message with a button, and below it what came of it.

The texts themselves are not told: a channel keeps what is posted in it for years, for everybody who ever
joins it, and out of reach of erasing a contact. They are shown in the conversation, which the button opens.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.models import Action, Conversation, Escalation, Message, User
from core.notices.alerts import alerts_to
from core.notices.telling import tell

AT_ONCE: Final = 100  # escalations of one round
MOST_TEXTS: Final = 200  # of one conversation


def told_at(session: Session, conversation: Conversation) -> list[str]:
    """Return where an escalation is told: where the campaign's alerts go."""
    return list(alerts_to(session, conversation.campaign_id))


def tell_of(session: Session, escalation: Escalation, *, now: datetime) -> None:
    """Tell of an escalation as it stands; its message follows, and once it is resolved its thread says so."""
    for channel in escalation.told:
        tell(
            session,
            campaign_id=escalation.campaign_id,
            key=_key(escalation, channel),
            kind="escalation",
            channel=channel,
            data=_data(session, escalation),
            now=now,
        )
    if escalation.resolved_at:
        by = session.get(User, escalation.resolved_by_id)
        _say(session, escalation, "resolved", {"what": "resolved", "who": by.name if by else ""}, now)


def tell_what_came(session: Session, escalation: Escalation, *, now: datetime) -> None:
    """Tell in its thread what was written since it last heard; several texts in a row are one reply."""
    for texts in _in_turns(_since(session, escalation)):
        first, sender = texts[0]
        what = "replied" if first.direction == "in" else "answered"
        data = {"what": what, "who": sender.name if sender else "", "count": len(texts)}
        _say(session, escalation, f"text:{first.id}", data, now)
        escalation.told_up_to = max(escalation.told_up_to, *(text.id for text, _ in texts))


def tell_all(database: Database, *, now: datetime) -> int:
    """Tell what came of all that is open; return of how many. Safe to run twice, and two at once."""
    with database.readers() as session:
        ids = _with_news(session)
    for escalation_id in ids:
        with database.sessions.begin() as session:
            waiting = select(Escalation).filter_by(id=escalation_id, resolved_at=None)
            if escalation := session.scalar(waiting.with_for_update()):
                tell_what_came(session, escalation, now=now)
    return len(ids)


def _with_news(session: Session) -> Sequence[int]:
    unheard = select(Message.id).where(
        Message.conversation_id == Escalation.conversation_id, Message.id > Escalation.told_up_to
    )
    waiting = select(Escalation.id).where(Escalation.resolved_at.is_(None), unheard.exists())
    return session.scalars(waiting.order_by(Escalation.id).limit(AT_ONCE)).all()


def _since(session: Session, escalation: Escalation) -> Sequence[tuple[Message, User | None]]:
    query = (
        select(Message, User)
        .outerjoin(User, User.id == Message.sender_id)
        .where(Message.conversation_id == escalation.conversation_id, Message.id > escalation.told_up_to)
        .order_by(Message.id)
    )
    return [(text, sender) for text, sender in session.execute(query.limit(MOST_TEXTS))]


def _in_turns(
    texts: Sequence[tuple[Message, User | None]],
) -> Iterator[list[tuple[Message, User | None]]]:
    for _, turn in groupby(texts, key=lambda each: (each[0].direction, each[0].sender_id)):
        yield list(turn)


def _say(session: Session, escalation: Escalation, name: str, data: dict[str, Any], now: datetime) -> None:
    for channel in escalation.told:
        tell(
            session,
            campaign_id=escalation.campaign_id,
            key=f"{_key(escalation, channel)}:{name}",
            kind="escalation_news",
            channel=channel,
            data=data,
            now=now,
            thread_of=_key(escalation, channel),
        )


def _data(session: Session, escalation: Escalation) -> dict[str, Any]:
    conversation = session.get_one(Conversation, escalation.conversation_id)
    by = session.get_one(User, escalation.by_id)
    seen_by = session.get_one(User, escalation.resolved_by_id) if escalation.resolved_by_id else None
    return {
        "conversation": conversation.id,
        "action": session.get_one(Action, conversation.action_id).title,
        "by": by.name,
        "note": escalation.note,
        "at": escalation.at.timestamp(),
        "resolved_by": seen_by.name if seen_by else "",
        "resolved_at": escalation.resolved_at.timestamp() if escalation.resolved_at else None,
    }


def _key(escalation: Escalation, channel: str) -> str:
    return f"escalation:{escalation.id}:{channel}"
