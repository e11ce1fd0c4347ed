"""How what texts leave from stands with the carriers, for the doctor."""

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from core.db import Database
from core.delivery.checking import TURNED_AWAY
from core.delivery.pace.throughput import THROUGHPUTS
from core.models import SendingService

CURE = "set it with /textbank settings"


def standing(database: Database) -> tuple[str, str, str]:
    """Return state, words and cure of a finding, for all campaigns' senders together."""
    try:
        with database.readers() as session:
            services = session.scalars(select(SendingService)).all()
    except SQLAlchemyError:
        return "note", "cannot be looked up before the database is up to date", "run: textbank migrate"
    stands = {service.registration for service in services}
    if shut := sorted(stands.intersection(TURNED_AWAY)):
        return "missing", f"{' and '.join(shut)}, so nothing is sent", CURE
    if not services or "not stated" in stands:
        return "note", "not stated: carriers block senders without registration", CURE
    if not all(service.throughput for service in services):
        return "note", "registered, but the throughput class is not stated: texts leave without a pace", CURE
    classes = sorted({service.throughput for service in services})
    return "ok", f"registered, {', '.join(map(_in_words, classes))}", ""


def _in_words(throughput: str) -> str:
    known = THROUGHPUTS.get(throughput)
    return known.words if known else throughput
