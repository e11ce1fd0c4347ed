"""Counts of this process, added to the database's now and then: a count may be lost with a crash, no text is.

They are one for the whole process, as Prometheus' own are: whoever counts need not be handed anything.
"""

from collections import Counter
from threading import Lock

from core.db import Database
from core.inserting import add_up
from core.metrics.catalogue import BUCKETS
from core.models import Tally

Key = tuple[str, str]  # name, labels

_counts: Counter[Key] = Counter()
_lock = Lock()


def count(name: str, amount: float = 1, **labels: str) -> None:
    """Add to one of `catalogue.COUNTS`.

    Args:
        labels: few and short words, such as `outcome="accepted"`; never ids, texts, names or numbers.
    """
    with _lock:
        _counts[name, written(labels)] += amount  # type: ignore[assignment]  # seconds come in fractions


def time(name: str, seconds: float, **labels: str) -> None:
    """Note how long something took, under one of `catalogue.TIMES`."""
    bucket = next((str(limit) for limit in BUCKETS if seconds <= limit), "+Inf")
    count(name, 1, **labels, le=bucket)
    count(f"{name}_sum", seconds, **labels)


def keep(database: Database) -> None:
    """Add what was counted since the last time to the database's tallies.

    Raises:
        SQLAlchemyError: the database is away; nothing is forgotten, the next time adds all.
    """
    counted = forget()
    if not counted:
        return
    # in one order, so that two processes cannot wait for each other
    rows = [
        {"name": name, "labels": labels, "value": value} for (name, labels), value in sorted(counted.items())
    ]
    try:
        with database.sessions.begin() as session:
            add_up(session, Tally, rows, column="value")
    except Exception:
        _put_back(counted)
        raise


def forget() -> Counter[Key]:
    """Begin again at nothing, as a process does after a fork; return what was counted."""
    with _lock:
        counted = Counter(_counts)
        _counts.clear()
    return counted


def written(labels: dict[str, str]) -> str:
    """Return labels as `Tally.labels` has them."""
    return ",".join(f"{name}={value}" for name, value in sorted(labels.items()))


def read(labels: str) -> dict[str, str]:
    """Return what `written` wrote."""
    return dict(each.split("=", 1) for each in labels.split(",") if each)


def _put_back(counted: Counter[Key]) -> None:
    with _lock:
        _counts.update(counted)
