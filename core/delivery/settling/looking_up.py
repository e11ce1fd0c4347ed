"""Asking the carrier about several texts at once: each answer takes it a tenth of a second or more."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

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
