"""Twilio is asked for each Messaging Service's numbers now and then; what it said last holds meanwhile."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Row, or_, select, update
from sqlalchemy.orm import Session

from core import bells
from core.clock import Clock
from core.db import Database
from core.delivery.gateway import CarrierAway, Gateway
from core.models import SendingService

HOLDS = timedelta(hours=1)  # numbers are bought and moved by hand, and a text finds out anyhow

log = structlog.get_logger()


def learn_numbers(
    database: Database, gateway: Gateway, *, clock: Clock, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Ask for the numbers of every service whose turn it is. Safe to run twice, and two at once.

    Returns:
        of how many services the carrier told. One that it does not tell of keeps what is known, and is asked
        about the next time.
    """
    told = 0
    for service_id, sid in _due(database, clock()):
        if stopping():
            break
        told += _learn(database, gateway, service_id, sid, clock)
    return told


def ask_again(session: Session, campaign_id: int) -> None:
    """Have the carrier asked about a campaign's service once this transaction commits."""
    session.execute(update(SendingService).filter_by(campaign_id=campaign_id).values(numbers_at=None))
    bells.ring(session, "learn_numbers")


def _due(database: Database, now: datetime) -> Sequence[Row[int, str | None]]:
    query = select(SendingService.id, SendingService.messaging_service_sid).where(
        SendingService.messaging_service_sid.is_not(None),
        or_(SendingService.numbers_at.is_(None), SendingService.numbers_at <= now - HOLDS),
    )
    with database.readers() as session:
        return session.execute(query.order_by(SendingService.id)).all()


def _learn(database: Database, gateway: Gateway, service_id: int, sid: str | None, clock: Clock) -> bool:
    try:
        numbers = sorted(gateway.numbers_of(sid or ""))
    except CarrierAway as problem:
        log.warning("numbers_not_told", service_id=service_id, problem=str(problem))
        return False
    kept = update(SendingService).where(SendingService.id == service_id)
    with database.sessions.begin() as session:
        session.execute(kept.values(numbers=numbers, numbers_at=clock()))
    return True
