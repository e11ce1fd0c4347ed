"""Results are recorded in transactions of their own, and one that cannot be holds up no other."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from core.away import DATABASE_AWAY
from core.db import Database
from core.delivery.sending.hands import Sent
from core.delivery.sending.recording import record

log = structlog.get_logger()


def keep(database: Database, sent: Sequence[Sent], *, now: datetime) -> None:
    """Record results in a transaction of their own; what cannot be recorded does not hold up the rest.

    Raises:
        OperationalError, InterfaceError: the database is away; once more does no harm.
    """
    try:
        with database.sessions.begin() as session:
            record(session, sent, now=now)
    except Exception as problem:  # noqa: BLE001  # whatever it is, it may be of one text only
        log.warning("results_recorded_one_by_one", problem=type(problem).__name__)
        for each in sent:
            _keep_one(database, each, now)


def _keep_one(database: Database, sent: Sent, now: datetime) -> None:
    try:
        with database.sessions.begin() as session:
            record(session, [sent], now=now)
    except DATABASE_AWAY:
        raise
    except Exception:  # it stays in hand, and is settled as if its worker had died
        log.exception("result_not_recorded", attempt=sent[0].attempt)
