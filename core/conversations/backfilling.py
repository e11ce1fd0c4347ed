"""Replies that no webhook brought: read from the carrier's list, and handled as if one had.

Twilio gives a webhook up after 15 seconds; whatever was written while we were away longer is here, a STOP
among it. The bookmark says up to when the list was read, and moves only when all of it was.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update

from core.away import DATABASE_AWAY
from core.clock import Clock
from core.conversations.receiving import take_in
from core.db import Database
from core.delivery.gateway import Carried, CarrierAway, Gateway
from core.inserting import insert_new
from core.metrics import tallies
from core.metrics.catalogue import BACKFILLED
from core.models import Bookmark, InboundEvent

log = structlog.get_logger()

BOOKMARK = "backfill"
FIRST_TIME = timedelta(hours=1)
OVERLAP = timedelta(minutes=10)  # the list may lag, and clocks differ
SLICE = timedelta(hours=1)  # so that after a long outage neither memory nor a crash costs much
CHUNK = 500
BEHIND = timedelta(minutes=15)  # several rounds were missed: we were away, or the carrier was

_READ_UNTIL = select(Bookmark.at).where(Bookmark.name == BOOKMARK)


def backfill(
    database: Database, gateway: Gateway, *, clock: Clock, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Take in every reply that the carrier has and we have not. Safe to run twice, and two at once.

    Returns:
        how many were taken in. Stops early when the carrier is away; the next round goes on from there.
    """
    taken = 0
    try:
        for since, until in _slices(_since(database, clock()), clock()):
            if stopping():
                break
            for text in _unseen(database, gateway, since, until):
                taken += _take_in(database, gateway, text, clock())
            _mark(database, until)
    except CarrierAway as problem:
        log.warning("backfilling_put_off", problem=str(problem))
    if taken:
        log.info("backfilled", taken=taken)
        tallies.count(BACKFILLED, taken)
    return taken


def catch_up(
    database: Database, gateway: Gateway, *, clock: Clock, stopping: Callable[[], bool] = lambda: False
) -> None:
    """Read the list first, if it was not read for long: a text that waited may have been stopped meanwhile.

    While the carrier cannot be asked nothing is held back; it refuses by itself whoever told it STOP.
    """
    with database.readers() as session:
        read_until = session.scalar(_READ_UNTIL)
    if read_until is None or read_until < clock() - BEHIND:
        backfill(database, gateway, clock=clock, stopping=stopping)


def _take_in(database: Database, gateway: Gateway, text: Carried, now: datetime) -> bool:
    """Take in one text; one that cannot even be kept must not hold up a STOP behind it, or all sending."""
    form = _form(gateway, text)
    try:
        # told of late, it keeps its place; no clock of the carrier's makes it newer than now
        take_in(database, form, now=min(text.created_at, now))
    except DATABASE_AWAY:
        raise
    except Exception:
        log.exception("inbound_not_kept", sid=text.sid)
        return False
    return True


def _since(database: Database, now: datetime) -> datetime:
    with database.readers() as session:
        read_until = session.scalar(_READ_UNTIL)
    return read_until - OVERLAP if read_until else now - FIRST_TIME


def _slices(since: datetime, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the stretches of time to read, oldest first."""
    while since < now:
        until = min(since + SLICE, now)
        yield since, until
        since = until


def _unseen(database: Database, gateway: Gateway, since: datetime, until: datetime) -> list[Carried]:
    """Return what we were not told of, oldest first: of STOP and START the later one must have its way."""
    # all of it is read before any is handled, and what came this instant by another clock than ours too
    listed = gateway.list_since(since, until=until + OVERLAP)
    inbound = [text for text in listed if text.direction == "in"]
    known: set[str] = set()
    with database.readers() as session:
        for at in range(0, len(inbound), CHUNK):
            sids = [text.sid for text in inbound[at : at + CHUNK]]
            known |= set(session.scalars(select(InboundEvent.sid).where(InboundEvent.sid.in_(sids))))
    unseen = [text for text in reversed(inbound) if text.sid not in known]
    return sorted(unseen, key=lambda text: text.created_at)


def _form(gateway: Gateway, text: Carried) -> dict[str, str]:
    """Return a listed text as the webhook would have brought it."""
    form = {
        "MessageSid": text.sid,
        "From": text.sender or "",
        "To": text.to,
        "Body": text.body,
        "NumSegments": str(text.segments),
        "MessagingServiceSid": text.messaging_service_sid or "",
    }
    files = gateway.media_of(text.sid) if text.media else []
    form["NumMedia"] = str(len(files))
    for at, (address, content_type) in enumerate(files):
        form |= {f"MediaUrl{at}": address, f"MediaContentType{at}": content_type}
    return form


def _mark(database: Database, at: datetime) -> None:
    """Move the bookmark on; it never goes back, whoever was slower."""
    with database.sessions.begin() as session:
        if insert_new(session, Bookmark, name=BOOKMARK, at=at) is None:
            session.execute(update(Bookmark).where(Bookmark.name == BOOKMARK, Bookmark.at < at).values(at=at))
