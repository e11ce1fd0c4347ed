"""What came of texts handed to the carrier is kept, many at once; a callback that was first stays."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from core.db import UtcDateTime
from core.delivery import states
from core.delivery.endings import troubles
from core.delivery.endings.advancing import News, advance_all
from core.delivery.endings.outcomes import outcome
from core.delivery.gateway import Accepted, NotSent, Outcome, Outgoing, Rejected, Unknown
from core.delivery.sending.hands import Sent
from core.metrics import tallies
from core.metrics.catalogue import SENDS
from core.models import Message

LONGEST_WAIT = timedelta(minutes=5)
# By then a callback has told us, or the carrier's list knows it.
FIRST_LOOK = timedelta(minutes=2)
# A refusal that goes away by itself is tried so often, first after so long: about two hours in all.
MOST_TRIES = 7
BUSY_WAIT, LONGEST_BUSY_WAIT = timedelta(minutes=1), timedelta(hours=1)
PASSING = frozenset({"now", "later", "after midnight"})

_NAMES = {Accepted: "accepted", Rejected: "rejected", NotSent: "not_sent", Unknown: "unknown"}


class InHand(NamedTuple):
    """A text that may have to go back into the queue."""

    attempt: str
    id: int
    campaign_id: int
    tries: int


def record(session: Session, sent: Sequence[Sent], *, now: datetime) -> None:
    """Keep what came of texts, with a few statements for however many."""
    in_hand = _in_hand(session, [text.attempt for text, result in sent if _made_nothing(result)])
    again = [each for each in sent if _may_go_again(each, in_hand)]
    _queue_again(session, again, in_hand, now)
    _doubt(session, [each for each in sent if isinstance(each[1], Unknown)], now)
    advance_all(session, [news for each in sent if each not in again for news in _news(each)], now=now)
    _tell(session, again, in_hand, now)
    for name, times in Counter(_NAMES[type(result)] for _, result in sent).items():
        tallies.count(SENDS, times, outcome=name)


def put_back(session: Session, texts: Iterable[Outgoing]) -> None:
    """Queue texts again of which sending has certainly not begun."""
    if rows := [{"the_attempt": text.attempt} for text in texts]:
        session.connection().execute(_PUT_BACK, rows)


def _made_nothing(result: Outcome) -> bool:
    """Whether the carrier certainly has no text, and the reason may go away by itself."""
    return isinstance(result, NotSent) or (
        isinstance(result, Rejected) and outcome(result.code).retry in PASSING
    )


def _may_go_again(sent: Sent, in_hand: Mapping[str, InHand]) -> bool:
    """Whether a machine may try once more; the next claim looks at hours and stops again."""
    text, result = sent
    known = in_hand.get(text.attempt)
    return known is not None and (isinstance(result, NotSent) or known.tries < MOST_TRIES)


def _in_hand(session: Session, attempts: list[str]) -> dict[str, InHand]:
    if not attempts:
        return {}
    rows = session.connection().execute(_IN_HAND, {"attempts": attempts})
    return {row.attempt: InHand._make(row) for row in rows}


def _queue_again(
    session: Session, again: Sequence[Sent], in_hand: Mapping[str, InHand], now: datetime
) -> None:
    rows = [
        {
            "the_attempt": text.attempt,
            "reason": result.reason if isinstance(result, NotSent) else _words(result),
            "due": now + _wait(result, in_hand[text.attempt].tries),
        }
        for text, result in again
    ]
    if rows:
        session.connection().execute(_QUEUE_AGAIN, rows)


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


def _doubt(session: Session, sent: Sequence[Sent], now: datetime) -> None:
    rows = [
        {"the_attempt": text.attempt, "reason": result.reason, "due": now + FIRST_LOOK}
        for text, result in sent
        if isinstance(result, Unknown)
    ]
    if rows:
        session.connection().execute(_DOUBT, rows)


def _news(sent: Sent) -> list[News]:
    text, result = sent
    match result:
        case Accepted(sid=sid, status=status, our_number=number):
            return [News(text.attempt, states.OF_TWILIO.get(status, states.ACCEPTED), sid, number)]
        case Rejected(code=code, words=words):
            return [News(text.attempt, states.FAILED, code=code, words=words)]
    return []


def _tell(session: Session, again: Sequence[Sent], in_hand: Mapping[str, InHand], now: datetime) -> None:
    """Let the sender rest, or whatever else a refusal asks for beyond its one text."""
    refused: dict[tuple[int, str], list[int]] = defaultdict(list)
    for text, result in again:
        if isinstance(result, Rejected):
            known = in_hand[text.attempt]
            refused[known.campaign_id, result.code].append(known.id)
    for (campaign_id, code), ids in sorted(refused.items()):
        troubles.tell(session, campaign_id, code, message_id=max(ids), times=len(ids), now=now)


# A callback or a sweep may have been first: only what is still in this worker's hand is changed.
_STILL = (Message.attempt == bindparam("the_attempt"), Message.state == states.SENDING.name)
_PUT_BACK = update(Message).where(*_STILL).values(state=states.QUEUED.name, attempt=None, attempted_at=None)
_QUEUE_AGAIN = _PUT_BACK.values(
    tries=Message.tries + 1, problem=bindparam("reason"), due_at=bindparam("due", type_=UtcDateTime)
)
_DOUBT = (
    update(Message)
    .where(*_STILL)
    .values(
        state=states.UNKNOWN.name, problem=bindparam("reason"), due_at=bindparam("due", type_=UtcDateTime)
    )
)
_IN_HAND = select(Message.attempt, Message.id, Message.campaign_id, Message.tries).where(
    Message.attempt.in_(bindparam("attempts", expanding=True)), Message.state == states.SENDING.name
)
