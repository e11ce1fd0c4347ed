"""What is done beside something that must hold, whatever becomes of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.orm import Session

from core.away import DATABASE_AWAY

log = structlog.get_logger()


@contextmanager
def aside(session: Session, what: str) -> Iterator[None]:
    """Undo and log what breaks in this block, and let the transaction go on.

    Args:
        what: past tense, the event that the log has then, such as `alert_not_raised`.

    Raises:
        OperationalError, InterfaceError: the database is away, and with it the whole transaction.
    """
    try:
        with session.begin_nested():
            yield
    except DATABASE_AWAY:
        raise
    except Exception:
        log.exception(what)
