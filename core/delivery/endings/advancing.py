"""A text moves forward, whoever brings the news: the carrier's answer, a callback, or its list.

News come in any order and twice, so each is one conditional update; what the text was before is never asked.
The rule is written once: forward only, by rank, and the first id that the carrier tells stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, bindparam, func, or_, update
from sqlalchemy.orm import Session

from core.db import UtcDateTime
from core.delivery.endings.effects import Failure, follow_all
from core.delivery.endings.outcomes import outcome
from core.delivery.states import State
from core.models import Message

WITHOUT_TROUBLE = frozenset({"accepted", "sent", "delivered"})
# A text of which nothing more is heard by then is asked for.
SILENCE = timedelta(minutes=15)


@dataclass(frozen=True)
class News:
    """What was told of one call to the carrier.

    Attributes:
        attempt: our own id of the call.
        sid: the carrier's id of the text.
        our_number: the number it left from, once known.
        code, words: why it failed, in the carrier's words.
    """

    attempt: str
    to: State
    sid: str | None = None
    our_number: str | None = None
    code: str | None = None
    words: str = ""

    @property
    def is_trouble(self) -> bool:
        return self.to.name not in WITHOUT_TROUBLE


def advance(
    session: Session,
    attempt: str,
    to: State,
    *,
    now: datetime,
    sid: str | None = None,
    our_number: str | None = None,
    code: str | None = None,
    words: str = "",
) -> bool:
    """Move one text forward, as `advance_all` does; the arguments are those of `News`."""
    return advance_all(session, [News(attempt, to, sid, our_number, code, words)], now=now) > 0


def advance_all(session: Session, told: Sequence[News], *, now: datetime) -> int:
    """Move texts forward, with what follows from failures; return of how many this was news.

    What goes well is one statement for all. Call it last in the transaction, as `effects.follow_all` is.
    """
    session.flush()
    # in one order, so that two workers cannot wait for each other
    ordered = sorted(told, key=lambda each: each.attempt)
    fine = [_values(each, now) for each in ordered if not each.is_trouble]
    failures = [failure for each in ordered if each.is_trouble for failure in _fail(session, each, now)]
    moved = session.connection().execute(_ADVANCE, fine).rowcount if fine else 0
    if failures:
        follow_all(session, failures, now=now)
    return moved + len(failures)


def _fail(session: Session, news: News, now: datetime) -> list[Failure]:
    trouble = {"new_bucket": outcome(news.code).bucket, "new_code": news.code, "words": news.words}
    return [Failure(*row) for row in session.connection().execute(_FAIL, _values(news, now) | trouble)]


def _values(news: News, now: datetime) -> dict[str, Any]:
    return {
        "the_attempt": news.attempt,
        "new_state": news.to.name,
        "new_rank": news.to.rank,
        "sid": news.sid,
        "number": news.our_number,
        "finished": now if news.to.is_final else None,
        "due": None if news.to.is_final else now + SILENCE,
    }


_SID = bindparam("sid", type_=String)
_ADVANCE = (
    update(Message)
    .where(
        Message.attempt == bindparam("the_attempt"),
        Message.rank < bindparam("new_rank"),
        or_(Message.carrier_sid.is_(None), Message.carrier_sid == _SID),
    )
    .values(
        state=bindparam("new_state"),
        rank=bindparam("new_rank"),
        carrier_sid=func.coalesce(Message.carrier_sid, _SID),
        our_number=func.coalesce(Message.our_number, bindparam("number", type_=String)),
        finished_at=bindparam("finished", type_=UtcDateTime),
        due_at=bindparam("due", type_=UtcDateTime),
    )
)
# in the order of `Failure`
_FAIL = _ADVANCE.values(
    bucket=bindparam("new_bucket"), code=bindparam("new_code"), problem=bindparam("words")
).returning(
    Message.campaign_id,
    Message.id,
    Message.conversation_id,
    Message.action_id,
    Message.their_number,
    Message.code,
)
