"""Texts that certainly did not leave go back into the queue, some of them after a while."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from core.db import UtcDateTime
from core.delivery import states
from core.delivery.endings.outcomes import outcome
from core.delivery.gateway import NotSent, Outcome, Outgoing, Rejected
from core.delivery.pace import daily_caps
from core.delivery.sending.hands import Sent
from core.models import Message

LONGEST_WAIT = timedelta(minutes=5)
# A refusal that goes away by itself is tried so often, first after so long: about two hours in all.
MOST_TRIES = 7
BUSY_WAIT, LONGEST_BUSY_WAIT = timedelta(minutes=1), timedelta(hours=1)
PASSING = frozenset({"now", "later", "after midnight"})


class InHand(NamedTuple):
    """A text that may have to go back into the queue."""

    attempt: str
    id: int
    campaign_id: int
    tries: int
    segments: int
    attempted_at: datetime


def in_hand(session: Session, sent: Iterable[Sent]) -> dict[str, InHand]:
    """Return those that may go back and that nobody has heard of meanwhile, by attempt."""
    return _in_hand(session, [text.attempt for text, result in sent if _made_nothing(result)])


def may_go_again(sent: Sent, known: Mapping[str, InHand]) -> bool:
    """Whether a machine may try once more; the next claim looks at hours and stops again.

    Args:
        known: as `in_hand` has it.
    """
    text, result = sent
    found = known.get(text.attempt)
    return found is not None and (isinstance(result, NotSent) or found.tries < MOST_TRIES)


def queue_again(session: Session, again: Sequence[Sent], known: Mapping[str, InHand], now: datetime) -> None:
    """Let texts wait for their next try.

    Args:
        again: those that may go again.
        known: as `in_hand` has it.
    """
    rows = [
        {
            "the_attempt": text.attempt,
            "reason": result.reason if isinstance(result, NotSent) else _words(result),
            "due": now + _wait(result, known[text.attempt].tries),
        }
        for text, result in again
    ]
    if rows:
        session.connection().execute(_QUEUE_AGAIN, rows)


def put_back(session: Session, texts: Iterable[Outgoing]) -> None:
    """Queue texts again of which sending has certainly not begun."""
    known = _in_hand(session, [text.attempt for text in texts])
    if rows := [{"the_attempt": attempt} for attempt in known]:
        session.connection().execute(_PUT_BACK, rows)
    uncount(session, known.values())


def uncount(session: Session, texts: Iterable[InHand]) -> None:
    """Take what goes back out of the carriers' day."""
    segments: Counter[tuple[int, datetime]] = Counter()
    for each in texts:
        segments[each.campaign_id, each.attempted_at] += each.segments
    for (campaign_id, taken_at), count in sorted(segments.items()):
        daily_caps.give_back(session, campaign_id, count, taken_at=taken_at)


def _made_nothing(result: Outcome) -> bool:
    """Whether the carrier certainly has no text, and the reason may go away by itself."""
    return isinstance(result, NotSent) or (
        isinstance(result, Rejected) and outcome(result.code).retry in PASSING
    )


def _in_hand(session: Session, attempts: list[str]) -> dict[str, InHand]:
    if not attempts:
        return {}
    rows = session.connection().execute(_IN_HAND, {"attempts": attempts})
    return {row.attempt: InHand._make(row) for row in rows}


def _words(result: Outcome) -> str:
    return f"{result.code} {result.words}".strip() if isinstance(result, Rejected) else ""


def _wait(result: Outcome, tries: int) -> timedelta:
    """Return 1, 2, 4 … times the first wait and a bit, so that many texts do not come back in one instant."""
    if isinstance(result, NotSent) and result.retry_after:
        return timedelta(seconds=result.retry_after)
    busy = isinstance(result, Rejected) and outcome(result.code).retry != "now"
    first = BUSY_WAIT if busy else timedelta(seconds=1)
    wait = min(first * 2.0 ** min(tries, 16), LONGEST_BUSY_WAIT if busy else LONGEST_WAIT)
    return wait * random.uniform(1.0, 1.5)  # noqa: S311 - no secret


# A callback or a sweep may have been first: only what is still in this worker's hand is changed.
STILL_IN_HAND = (Message.attempt == bindparam("the_attempt"), Message.state == states.SENDING.name)
_PUT_BACK = (
    update(Message).where(*STILL_IN_HAND).values(state=states.QUEUED.name, attempt=None, attempted_at=None)
)
_QUEUE_AGAIN = _PUT_BACK.values(
    tries=Message.tries + 1, problem=bindparam("reason"), due_at=bindparam("due", type_=UtcDateTime)
)
# in the order of `InHand`
_IN_HAND = select(
    Message.attempt,
    Message.id,
    Message.campaign_id,
    Message.tries,
    Message.segments,
    Message.attempted_at,
).where(Message.attempt.in_(bindparam("attempts", expanding=True)), Message.state == states.SENDING.name)
