"""The edges' clock. Use cases are given `now`; only what starts them asks here."""

from datetime import UTC, datetime


def utcnow() -> datetime:
    """Return this instant, aware, in UTC."""
    return datetime.now(UTC)
