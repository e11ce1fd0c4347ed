"""Fetching what came with texts, soon after them: never a large file, and only of the kinds that are kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.clock import Clock
from core.conversations.inbox import touch
from core.conversations.media import KINDS, kind_of
from core.db import Database
from core.delivery.gateway import CarrierAway, Gateway, Media, NoMedia
from core.models import Conversation, MediaFile, Message, StoredFile

log = structlog.get_logger()

LARGEST = 5 << 20  # bytes; carriers bring no more: twilio.com/docs/messaging/api/media-resource
MOST_TRIES = 10  # the last one about 17 hours after the first
UNKNOWN_KINDS = frozenset({"", "application/octet-stream", "binary/octet-stream"})


@dataclass(frozen=True)
class Waiting:
    """A file to fetch."""

    id: int
    campaign_id: int
    message_id: int
    address: str
    kind: str
    tries: int


def fetch_due(
    database: Database, gateway: Gateway, *, clock: Clock, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Fetch every file that is due. Safe to run twice, and two at once.

    Returns:
        how many were asked for. Stops early when the carrier is away; the next round goes on.
    """
    asked = 0
    while not stopping() and (waiting := _take(database, clock())):
        asked += 1
        try:
            answer = gateway.fetch_media(waiting.address, most=LARGEST)
        except CarrierAway as problem:
            log.warning("media_put_off", media_id=waiting.id, problem=str(problem))
            _note(database, waiting, str(problem))
            break
        with database.sessions.begin() as session:
            _keep(session, waiting, answer, clock())
    return asked


def _take(database: Database, now: datetime) -> Waiting | None:
    """Take the next file in hand: it is due again later, unless we come back with it."""
    due = select(MediaFile).where(MediaFile.state == "waiting", MediaFile.due_at <= now)
    with database.sessions.begin() as session:
        first = due.order_by(MediaFile.due_at, MediaFile.id).limit(1)
        row = session.scalar(first.with_for_update(skip_locked=True))
        while row is not None and row.tries >= MOST_TRIES:
            row.state, row.problem = "failed", row.problem or "given up"
            session.flush()
            row = session.scalar(first.with_for_update(skip_locked=True))
        if row is None:
            return None
        row.tries, row.due_at = row.tries + 1, now + timedelta(minutes=2 ** (row.tries + 1))
        return Waiting(row.id, row.campaign_id, row.message_id, row.url, row.content_type, row.tries)


def _note(database: Database, waiting: Waiting, problem: str) -> None:
    with database.sessions.begin() as session:
        _end(session, waiting, "failed" if waiting.tries >= MOST_TRIES else "waiting", problem)


def _keep(session: Session, waiting: Waiting, answer: Media | NoMedia, now: datetime) -> None:
    match answer:
        case NoMedia(reason="gone"):
            _end(session, waiting, "failed", "gone")
        case NoMedia(reason=reason):
            _end(session, waiting, "refused", reason)
        case Media(content_type=told, content=content):
            kind = kind_of(told) if kind_of(told) not in UNKNOWN_KINDS else waiting.kind
            if kind in KINDS:
                _store(session, waiting, kind, content, now)
            else:
                _end(session, waiting, "refused", "kind")


def _store(session: Session, waiting: Waiting, kind: str, content: bytes, now: datetime) -> None:
    name = f"text-{waiting.message_id}.{KINDS[kind]}"
    stored = StoredFile(campaign_id=waiting.campaign_id, name=name, content=content, created_at=now)
    session.add(stored)
    session.flush()
    if not _end(session, waiting, "fetched", "", content_type=kind, file_id=stored.id):
        session.delete(stored)  # another worker came back with it first


def _end(session: Session, waiting: Waiting, state: str, problem: str, **more: object) -> bool:
    """Write down what came of it, unless somebody else has; tell whoever looks at the conversation."""
    changed = session.execute(
        update(MediaFile)
        .where(MediaFile.id == waiting.id, MediaFile.state == "waiting")
        .values(state=state, problem=problem, **more)
        .returning(MediaFile.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if changed and state != "waiting":
        touch(session, _holder(session, waiting))
    return changed is not None


def _holder(session: Session, waiting: Waiting) -> int | None:
    of_text = select(Conversation.holder_id).join(Message, Message.conversation_id == Conversation.id)
    return session.scalar(of_text.where(Message.id == waiting.message_id))
