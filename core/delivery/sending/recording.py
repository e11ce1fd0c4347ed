"""What came of texts handed to the carrier is kept, many at once; a callback that was first stays."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from core.db import UtcDateTime
from core.delivery import states
from core.delivery.endings import troubles
from core.delivery.endings.advancing import News, advance_all
from core.delivery.gateway import Accepted, NotSent, Rejected, Unknown
from core.delivery.sending.hands import Sent
from core.delivery.sending.putting_back import (
    STILL_IN_HAND,
    InHand,
    in_hand,
    may_go_again,
    queue_again,
    uncount,
)
from core.metrics import tallies
from core.metrics.catalogue import SENDS
from core.models import Message

# By then a callback has told us, or the carrier's list knows it.
FIRST_LOOK = timedelta(minutes=2)

_NAMES = {Accepted: "accepted", Rejected: "rejected", NotSent: "not_sent", Unknown: "unknown"}


def record(session: Session, sent: Sequence[Sent], *, now: datetime) -> None:
    """Keep what came of texts, with a few statements for however many."""
    known = in_hand(session, sent)
    again = [each for each in sent if may_go_again(each, known)]
    queue_again(session, again, known, now)
    _doubt(session, [each for each in sent if isinstance(each[1], Unknown)], now)
    advance_all(session, [news for each in sent if each not in again for news in _news(each)], now=now)
    uncount(session, [known[text.attempt] for text, _ in again])
    _tell(session, again, known, now)
    for name, times in Counter(_NAMES[type(result)] for _, result in sent).items():
        tallies.count(SENDS, times, outcome=name)


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


def _tell(session: Session, again: Sequence[Sent], known: Mapping[str, InHand], now: datetime) -> None:
    """Let the sender rest, or whatever else a refusal asks for beyond its one text."""
    refused: dict[tuple[int, str], list[int]] = defaultdict(list)
    for text, result in again:
        if isinstance(result, Rejected):
            found = known[text.attempt]
            refused[found.campaign_id, result.code].append(found.id)
    for (campaign_id, code), ids in sorted(refused.items()):
        troubles.tell(session, campaign_id, code, message_id=max(ids), times=len(ids), now=now)


_DOUBT = (
    update(Message)
    .where(*STILL_IN_HAND)
    .values(
        state=states.UNKNOWN.name, problem=bindparam("reason"), due_at=bindparam("due", type_=UtcDateTime)
    )
)
