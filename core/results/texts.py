"""Counting the texts of an action: by state, by sender, and by the bucket of what went wrong."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from core.delivery import states
from core.models import Message

# Twilio took these, whatever became of them on the way to the phone.
TAKEN = ("accepted", "sent", "delivered", "undelivered")

WENT_OUT = and_(Message.direction == "out", Message.state != states.REFUSED.name)
PERFORMED = and_(WENT_OUT, Message.kind == "initial")
ACCEPTED = and_(PERFORMED, Message.state.in_(TAKEN))
DELIVERED = and_(PERFORMED, Message.state == "delivered")
FOLLOWED_UP = and_(WENT_OUT, Message.kind == "follow_up")


@dataclass(frozen=True)
class Texts:
    """The texts of an action; see `core.results.performance` for what each figure means.

    Attributes:
        performed: initials that volunteers sent, those that a safeguard refused left out.
        performers: how many volunteers sent them.
    """

    performed: int
    performers: int
    accepted: int
    delivered: int
    follow_ups: int
    replies: int


def texts(session: Session, action_id: int) -> Texts:
    """Count the texts of an action in one pass over an index.

    What comes back is a line for each state and volunteer, not for each text.
    """
    columns = (Message.direction, Message.kind, Message.state, Message.sender_id)
    query = select(*columns, func.count().label("texts")).where(Message.action_id == action_id)
    lines = session.execute(query.group_by(*columns)).all()
    out = [line for line in lines if line.direction == "out" and line.state != states.REFUSED.name]
    initials = [line for line in out if line.kind == "initial"]
    return Texts(
        performed=sum(line.texts for line in initials),
        performers=len({line.sender_id for line in initials if line.sender_id is not None}),
        accepted=sum(line.texts for line in initials if line.state in TAKEN),
        delivered=sum(line.texts for line in initials if line.state == "delivered"),
        follow_ups=sum(line.texts for line in out if line.kind == "follow_up"),
        replies=sum(line.texts for line in lines if line.kind == "reply"),
    )


def problems(session: Session, action_id: int) -> dict[str, int]:
    """Return how many outbound texts are in each bucket that holds any; no text is in two."""
    query = select(Message.bucket, func.count()).where(
        Message.action_id == action_id, Message.bucket.is_not(None)
    )
    rows = session.execute(query.group_by(Message.bucket)).all()
    return {str(bucket): count for bucket, count in rows}
