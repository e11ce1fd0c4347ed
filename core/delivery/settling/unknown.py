"""Texts of which nobody knows whether they went out: found in the carrier's list, or handed back.

They are never sent again by machine. A worker that died leaves `sending`; past its lease that is `unknown`.
An unknown text is looked for after two and after ten minutes; then it is `not_confirmed`, and a volunteer
decides.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.away import DATABASE_AWAY
from core.clock import Clock
from core.db import Database
from core.delivery.gateway import Carried, CarrierAway, Gateway
from core.delivery.sending.lanes import UNFINISHED
from core.delivery.settling.adopting import Lost, adopt
from core.delivery.settling.handing_back import hand_back
from core.delivery.settling.looking_up import look_up
from core.metrics import tallies
from core.metrics.catalogue import SETTLED
from core.models import Message, SendingService

log = structlog.get_logger()

# A batch of texts waits in a worker's hand for a few slow calls at most.
LEASE = timedelta(minutes=2)
LAST_LOOK = timedelta(minutes=10)
CHUNK = 100


def settle(
    database: Database, gateway: Gateway, *, clock: Clock, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Close the lease of texts whose worker died, and look for all that are due.

    Returns:
        how many were looked for. Stops early when the carrier is away; the next round goes on.
    """
    with database.sessions.begin() as session:
        _close_leases(session, clock())
    outcomes: Counter[str] = Counter()
    try:
        for chunk in _chunks(database, clock(), stopping):
            for lost, listed in _look_up(gateway, chunk):
                outcomes[_close(database, lost, listed, clock())] += 1
    except CarrierAway as problem:
        log.warning("settling_put_off", problem=str(problem))
    _tell(outcomes)
    return outcomes.total()


def _tell(outcomes: Counter[str]) -> None:
    if outcomes:
        log.info("settled", **outcomes)
    for outcome, number in outcomes.items():
        tallies.count(SETTLED, number, outcome=outcome)


def _close_leases(session: Session, now: datetime) -> None:
    session.execute(
        update(Message)
        .where(UNFINISHED, Message.state == "sending", Message.attempted_at < now - LEASE)
        .values(state="unknown", due_at=now, problem="the worker stopped")
        .execution_options(synchronize_session=False)
    )


def _chunks(database: Database, now: datetime, stopping: Callable[[], bool]) -> Iterator[list[Lost]]:
    """Yield what is due, each text once: memory stays as it is, however many are lost."""
    last = 0
    while not stopping() and (chunk := _due(database, now, last)):
        last = chunk[-1].id
        yield chunk


def _due(database: Database, now: datetime, above: int) -> list[Lost]:
    query = select(
        Message.campaign_id,
        Message.id,
        Message.contact_id,
        Message.attempt,
        Message.their_number,
        Message.body,
        Message.attempted_at,
    )
    unknown = (UNFINISHED, Message.state == "unknown", Message.due_at <= now, Message.id > above)
    with database.readers() as session:
        rows = session.execute(query.where(*unknown).order_by(Message.id).limit(CHUNK)).all()
        senders = _senders(session, {row.campaign_id for row in rows}) if rows else {}
    return [_lost(row, senders) for row in rows]


def _lost(row: Any, senders: Mapping[int, set[str]]) -> Lost:
    return Lost(
        id=row.id,
        contact_id=row.contact_id,
        attempt=row.attempt,
        to=row.their_number,
        body=row.body,
        attempted_at=row.attempted_at,
        senders=frozenset(senders.get(row.campaign_id, ())),
    )


def _senders(session: Session, campaign_ids: Iterable[int]) -> dict[int, set[str]]:
    """Return the services and numbers that campaigns send from, by campaign."""
    service = SendingService
    query = select(service.campaign_id, service.messaging_service_sid, service.from_number)
    found: dict[int, set[str]] = defaultdict(set)
    for campaign_id, *names in session.execute(query.where(service.campaign_id.in_(campaign_ids))):
        found[campaign_id] |= {name for name in names if name}
    return found


def _look_up(gateway: Gateway, chunk: list[Lost]) -> Iterator[tuple[Lost, list[Carried]]]:
    return look_up(chunk, lambda lost: list(gateway.list_since(lost.since, to=lost.to)))


def _close(database: Database, lost: Lost, listed: list[Carried], now: datetime) -> str:
    again_at = lost.attempted_at + LAST_LOOK
    if _is_found(database, lost, listed, now, last=now >= again_at):
        return "found"
    with database.sessions.begin() as session:
        if now >= again_at:
            return "handed_back" if hand_back(session, lost.id, was="unknown", now=now) else "found"
        _look_again(session, lost, again_at)
    return "waiting"


def _is_found(database: Database, lost: Lost, listed: list[Carried], now: datetime, *, last: bool) -> bool:
    try:
        return adopt(database, lost, listed, now=now, last=last)
    except DATABASE_AWAY:
        raise
    except Exception:  # as if it were not in the list: looked for once more, then a volunteer decides
        log.exception("text_not_settled", message_id=lost.id)
        return False


def _look_again(session: Session, lost: Lost, at: datetime) -> None:
    session.execute(
        update(Message)
        .where(Message.id == lost.id, Message.state == "unknown")
        .values(due_at=at)
        .execution_options(synchronize_session=False)
    )
