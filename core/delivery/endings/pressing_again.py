"""When a first text that did not arrive may be pressed once more: a new text, so a person's decision.

Nothing here sends. A failure stamps the conversation with the time from which its volunteer may press again,
by the retry rule of its code; the stamp is good for one press, since the press is later than it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from core.delivery import states
from core.delivery.endings.outcomes import TABLE, Retry, outcome
from core.delivery.pace.daily_caps import next_midnight
from core.models import Conversation, Message


@dataclass(frozen=True)
class Again:
    """How often a first text may be pressed again, and from when.

    Attributes:
        most: presses after the first one; None is as often as it fails so.
        opens_at: the earliest of them, from the time of the failure.
    """

    most: int | None
    opens_at: Callable[[datetime], datetime]


# The counts and "hours later" are Twilio's advice on 30003 and 30008. What is to be cured first needs no
# clock: the action has paused itself, and whoever resumes it has seen to it.
AGAIN: dict[Retry, Again] = {
    "once": Again(1, lambda failed_at: failed_at + timedelta(hours=1)),
    "later": Again(2, lambda failed_at: failed_at + timedelta(hours=4)),
    "after midnight": Again(2, next_midnight),
    "when cured": Again(None, lambda failed_at: failed_at),
}


class Pressed(Protocol):
    """What the rule looks at of a conversation."""

    @property
    def id(self) -> int: ...
    @property
    def initial_at(self) -> datetime | None: ...
    @property
    def last_inbound_at(self) -> datetime | None: ...
    @property
    def again_at(self) -> datetime | None: ...


def codes(*retries: Retry) -> list[str]:
    """Return Twilio's codes with one of these retry rules; all that allow a new press when none is named."""
    wanted = retries or tuple(AGAIN)
    return [code for code, line in TABLE.items() if line.retry in wanted and line.bucket != "safeguard"]


def allow(session: Session, message_id: int, code: str | None, *, now: datetime) -> None:
    """Let a failed text be pressed again, if it was a first one and its code allows it."""
    rule = AGAIN.get(outcome(code).retry)
    if rule is None:
        return
    of_this = select(Message.conversation_id).where(Message.id == message_id, Message.kind == "initial")
    conversation = Conversation.id == of_this.scalar_subquery()
    few = [_failures() <= rule.most] if rule.most is not None else []
    session.execute(
        update(Conversation)
        .where(conversation, *few)
        .values(again_at=rule.opens_at(now))
        .execution_options(synchronize_session=False)
    )


def is_stamped(conversation: Pressed) -> bool:
    """Whether its first text did not arrive and may be pressed again, now or later.

    Whoever has written has had a text of ours, whatever the carrier said of it.
    """
    pressed_at, opens_at = conversation.initial_at, conversation.again_at
    unheard = conversation.last_inbound_at is None
    return unheard and pressed_at is not None and opens_at is not None and pressed_at < opens_at


def is_open(conversation: Pressed, now: datetime) -> bool:
    """Whether a first text that certainly did not arrive may be pressed again now."""
    opens_at = conversation.again_at
    return is_stamped(conversation) and opens_at is not None and opens_at <= now


def opened(now: datetime) -> ColumnElement[bool]:
    """Return the same rule as a condition over conversations."""
    return and_(
        Conversation.again_at.is_not(None),
        Conversation.again_at <= now,
        Conversation.again_at > Conversation.initial_at,
        Conversation.last_inbound_at.is_(None),
    )


def _failures() -> ColumnElement[int]:
    """How often the first text failed, what had to be cured left out: that was not the phone's doing."""
    counted = select(func.count()).where(
        Message.conversation_id == Conversation.id,
        Message.kind == "initial",
        Message.code.in_(codes("once", "later", "after midnight")),
        Message.state != states.REFUSED.name,
    )
    return counted.correlate(Conversation).scalar_subquery()
