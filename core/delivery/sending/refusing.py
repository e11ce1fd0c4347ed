"""A text that must no longer go is closed, and its volunteer sees why; what passes may be pressed again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, and_, bindparam, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.conversations.inbox import touch
from core.db import UtcDateTime
from core.delivery import states
from core.delivery.cases import Case
from core.delivery.safeguards import SAFEGUARDS, Safeguard
from core.models import Conversation, Message
from core.pictures import Media


class Locked(NamedTuple):
    """A text that is locked for this worker, with what is known of it.

    Attributes:
        last_number: the number through which its contact was last spoken to.
    """

    id: int
    body: str
    their_number: str
    segments: int
    last_number: str | None
    media: Media
    case: Case


class Refusal(NamedTuple):
    """A text that must not go, and why."""

    text: Locked
    reason: Safeguard


def refuse(session: Session, refused: Sequence[Refusal], now: datetime) -> None:
    """Close texts that are locked for this worker; a first one that may go later returns to its volunteer."""
    rows = [
        {"the_id": text.id, "reason": reason.code, "words": reason.sentence, "now": now}
        for text, reason in refused
    ]
    session.connection().execute(_REFUSE, rows)
    free = [text.case for text, reason in refused if reason.passes and text.case.is_initial]
    if free:
        session.connection().execute(_GIVE_BACK, {"conversations": [each.conversation.id for each in free]})
    touch(session, *(text.case.conversation.holder_id for text, _ in refused))


def _pressed_before(column: InstrumentedAttribute[Any]) -> ScalarSelect[Any]:
    passing = [code for code, safeguard in SAFEGUARDS.items() if safeguard.passes]
    handed_back = and_(Message.state == states.REFUSED.name, Message.code.in_(passing))
    pressed = select(column).where(
        Message.conversation_id == Conversation.id, Message.kind == "initial", ~handed_back
    )
    return pressed.order_by(Message.id.desc()).limit(1).correlate(Conversation).scalar_subquery()


_REFUSE = (
    update(Message)
    .where(Message.id == bindparam("the_id"))
    .values(
        state=states.REFUSED.name,
        rank=states.REFUSED.rank,
        bucket="safeguard",
        code=bindparam("reason"),
        problem=bindparam("words"),
        finished_at=bindparam("now", type_=UtcDateTime),
    )
)
# Nobody pressed, as far as the volunteer and every count are concerned; what was pressed before stays.
_GIVE_BACK = (
    update(Conversation)
    .where(Conversation.id.in_(bindparam("conversations", expanding=True)))
    .values(initial_at=_pressed_before(Message.created_at), initial_by_id=_pressed_before(Message.sender_id))
)
