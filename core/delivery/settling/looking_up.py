"""Asking the carrier about several texts at once, and taking over what it says.

Each answer takes it a tenth of a second or more.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from core.delivery.endings.advancing import advance
from core.delivery.gateway import Carried
from core.delivery.states import State

AT_ONCE = 8  # far below what an account may ask at a time, and the sending needs room too

Text = TypeVar("Text")
Answer = TypeVar("Answer")


def look_up(texts: Sequence[Text], ask: Callable[[Text], Answer]) -> Iterator[tuple[Text, Answer]]:
    """Yield each text with its answer, in their order.

    Args:
        ask: called from several threads; must keep away from the database.

    Raises:
        CarrierAway: as soon as one answer did not come; the rest are not waited for.
    """
    with ThreadPoolExecutor(AT_ONCE, "asking") as pool:
        yield from zip(texts, pool.map(ask, texts), strict=True)


def take_over(session: Session, attempt: str, to: State, known: Carried, *, now: datetime) -> bool:
    """Move a text forward by what the carrier knows of it; return whether this was news.

    Args:
        to: what the carrier's word for its state means.
    """
    return advance(
        session,
        attempt,
        to,
        now=now,
        sid=known.sid,
        our_number=known.sender,
        code=known.code,
        words=known.words,
    )
