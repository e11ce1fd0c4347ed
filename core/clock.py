"""The edges' clock. Use cases are given `now`; only what starts them asks here."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]  # what long work is given instead of one `now`


def utcnow() -> datetime:
    """Return this instant, aware, in UTC."""
    return datetime.now(UTC)
