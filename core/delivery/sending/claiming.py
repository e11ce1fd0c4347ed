"""A worker takes queued texts in hand: each once, and none that must no longer go."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from sqlalchemy import ScalarSelect, bindparam, select, update
from sqlalchemy.orm import Session, aliased

from core.binding import one_of
from core.db import UtcDateTime
from core.delivery import checking, states
from core.delivery.cases import Case, case_of, cases
from core.delivery.gateway import Outgoing
from core.delivery.known import KnownService
from core.delivery.numbers.choosing import first_number
from core.delivery.pace import daily_caps
from core.delivery.pace.buckets import fitting
from core.delivery.safeguards import NotJudged, Safeguard
from core.delivery.sending import lanes
from core.delivery.sending.refusing import Locked, Refusal, refuse
from core.models import Conversation, Message
from core.pictures import ids_of
from core.standing import Standing

LONGEST_HOLD = timedelta(hours=4)
BEFORE_CLOSING = timedelta(seconds=30)
SHORTEST_HOLD = 5  # seconds; Twilio advises no less

log = structlog.get_logger()


def claim(
    session: Session, campaign_id: int, *, now: datetime, limit: int, segments: int | None = None
) -> list[Outgoing]:
    """Take texts of a campaign in hand, oldest first; two workers never get the same one.

    Whatever the safeguards refuse now is closed; a first text that may go later returns to its volunteer.
    What waits for a service that rests stays queued.

    Args:
        limit: how many texts at most.
        segments: how many at most, all together; None for any number.

    Returns:
        what to send, each with a new attempt id; nothing only when nothing may go now.
    """
    while ids := _next(session, campaign_id, now, limit, segments):
        judged = [(each, _judge(each, now)) for each in _with_cases(session, ids)]
        refused = [Refusal(each, verdict) for each, verdict in judged if isinstance(verdict, Safeguard)]
        if refused:
            refuse(session, refused, now)
        if free := [(each, verdict) for each, verdict in judged if isinstance(verdict, Outgoing)]:
            return _take(session, free, now)
        if not refused:
            break
    return []


def _next(session: Session, campaign_id: int, now: datetime, limit: int, segments: int | None) -> list[int]:
    """Return the ids of texts that nobody else has in hand, locked."""
    found = lanes.take(session, campaign_id, now, limit)
    if segments is None:
        return [each for each, _ in found]
    texts = fitting([cost for _, cost in found], segments)
    # the first goes anyhow: a text that is longer than the bucket is deep was paid for with all of it
    return [each for each, _ in found[: max(1, texts)]]


def _with_cases(session: Session, ids: list[int]) -> list[Locked]:
    rows = _WITH_CASES.rows(session, {"ids": ids})
    # as _WITH_CASES adds them: the kind, then the fields of `Locked` but its last
    return [Locked._make([*row[-6:], case_of(row, is_initial=row[-7] == "initial")]) for row in rows]


def _judge(text: Locked, now: datetime) -> Outgoing | Safeguard | None:
    """Return what to send, or why not; None for what stays queued until its service has rested."""
    try:
        if _rests(text.case, now):
            return None
        checking.check(text.case, text.body, now)
        return _outgoing(text, now)
    except Safeguard as reason:
        return reason
    except Exception:  # tried again it would stop at the same text, for ever, and all behind it would wait
        log.exception("text_not_judged", message_id=text.id)
        return NotJudged()


def _rests(case: Case, now: datetime) -> bool:
    return case.service is not None and daily_caps.is_resting(case.service, now)


def _take(session: Session, free: Sequence[tuple[Locked, Outgoing]], now: datetime) -> list[Outgoing]:
    taken = [{"the_id": each.id, "new_attempt": out.attempt, "now": now} for each, out in free]
    session.connection().execute(_TAKE, taken)
    service = free[0][0].case.service
    assert service  # noqa: S101 - the safeguards saw to it
    daily_caps.note(session, service, sum(each.segments for each, _ in free), now=now)
    return [out for _, out in free]


def _outgoing(text: Locked, now: datetime) -> Outgoing:
    service = text.case.service
    assert service  # noqa: S101 - the safeguards saw to it
    return Outgoing(
        attempt=uuid4().hex,
        to=text.their_number,
        body=text.body,
        sender=service.messaging_service_sid or service.from_number or "",
        our_number=_our_number(text, service) if service.messaging_service_sid else None,
        validity=_validity(text.case, now),
        pictures=tuple(ids_of(text.media)),
    )


def _our_number(text: Locked, service: KnownService) -> str | None:
    """Return the number that the contact knows, else the one they should hear from first, if any."""
    case = text.case
    preferred = case.campaign.area_codes
    return text.last_number or first_number(service.numbers, preferred, case.conversation.contact_id)


def _validity(case: Case, now: datetime) -> int:
    """Return for how long the carrier may hold the text: it must not arrive after the contact's hours."""
    closes_at = case.window(now).closes_at or now
    hold = min(LONGEST_HOLD, closes_at - now - BEFORE_CLOSING)
    return max(SHORTEST_HOLD, int(hold.total_seconds()))


def _last_number() -> ScalarSelect[str | None]:
    """The number through which this contact was last spoken to: a person hears from one number only."""
    earlier = aliased(Message)
    query = select(earlier.our_number).where(
        earlier.contact_id == Conversation.contact_id, earlier.our_number.is_not(None)
    )
    return query.order_by(earlier.id.desc()).limit(1).correlate(Conversation).scalar_subquery()


_NOW = bindparam("now", type_=UtcDateTime)
_TAKE = (
    update(Message)
    .where(Message.id == bindparam("the_id"))
    .values(state=states.SENDING.name, attempt=bindparam("new_attempt"), attempted_at=_NOW)
)
_WITH_CASES = Standing(
    cases(before=Message.id)
    .add_columns(Message.kind, Message.id, Message.body, Message.their_number, Message.segments)
    .add_columns(_last_number(), Message.media)
    .join(Message, Message.conversation_id == Conversation.id)
    .where(one_of(Message.id, "ids"))
    .order_by(Message.id)
)
