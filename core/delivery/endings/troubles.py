"""What a code says of the campaign as a whole: somebody is told, sending rests, or all its actions stop."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session

from core.delivery.endings import stop_loss
from core.delivery.endings.outcomes import Effect, is_known, outcome
from core.delivery.pace import daily_caps
from core.models import Message, SendingService
from core.notices import incidents
from core.notices.incidents import Trouble

BAD_CREDENTIALS = "20003"
REGISTRATION = "registration"  # the key of its incident
MOMENT = timedelta(minutes=1)  # the rest of a service that sends too fast


@dataclass(frozen=True)
class _News:
    """Texts of a campaign failed with a code; `sent_at` is when the latest of them left us."""

    campaign_id: int
    code: str
    sent_at: datetime
    times: int


def tell(
    session: Session, campaign_id: int, code: str, *, message_id: int, times: int, now: datetime
) -> None:
    """Do what a code asks for beyond the one contact; most ask for nothing.

    Args:
        message_id: the latest text that failed so.
        times: how many did.
    """
    do = _EFFECTS.get(outcome(code).effect)
    if do is None:
        return
    message = session.get_one(Message, message_id)
    news = _News(campaign_id, code, message.attempted_at or now, times)
    do(session, news, now)


def _alert(session: Session, news: _News, now: datetime) -> None:
    kind = "code" if is_known(news.code) else "unknown_code"
    _open(session, news, kind, f"code:{news.code}", now)


def _stop(session: Session, news: _News, now: datetime) -> None:
    kind, key = ("credentials",) * 2 if news.code == BAD_CREDENTIALS else ("setup", f"setup:{news.code}")
    if not _is_old(session, news, key):
        _open(session, news, kind, key, now)
        stop_loss.stop_all(session, news.campaign_id, news.code, sent_at=news.sent_at, now=now)


def _refused(session: Session, news: _News, now: datetime) -> None:
    if not _is_old(session, news, REGISTRATION):
        _change_service(session, news.campaign_id, registration="refused")
        _open(session, news, "registration", REGISTRATION, now)
        stop_loss.stop_all(session, news.campaign_id, news.code, sent_at=news.sent_at, now=now)


def _cap(session: Session, news: _News, now: datetime) -> None:
    # news of yesterday, told after midnight, say nothing of today
    if daily_caps.carrier_day(news.sent_at) == daily_caps.carrier_day(now):
        for service_id in session.scalars(_service(news.campaign_id)).all():
            daily_caps.rest(session, service_id, code=news.code, now=now)


def _slow(session: Session, news: _News, now: datetime) -> None:
    until = now + MOMENT
    sooner = or_(SendingService.paused_until.is_(None), SendingService.paused_until < until)
    _change_service(session, news.campaign_id, sooner, paused_until=until, pause_code=news.code)


def _open(session: Session, news: _News, kind: str, key: str, now: datetime) -> None:
    data = {"code": news.code, "words": outcome(news.code).words}
    incidents.open_or_count(session, news.campaign_id, Trouble(kind, key, data), now=now, times=news.times)


def _is_old(session: Session, news: _News, key: str) -> bool:
    """Whether the text left before somebody put this right: its failure comes late and changes nothing."""
    return incidents.was_resolved_since(session, news.campaign_id, key, news.sent_at)


def _change_service(
    session: Session, campaign_id: int, *which: ColumnElement[bool], **values: object
) -> None:
    session.execute(
        update(SendingService)
        .where(SendingService.id.in_(_service(campaign_id)), *which)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _service(campaign_id: int) -> Select[int]:
    """Return what the campaign sends from: its first service, as `core.delivery.cases` has it."""
    return select(func.min(SendingService.id)).where(SendingService.campaign_id == campaign_id)


_EFFECTS: dict[Effect, Callable[[Session, _News, datetime], None]] = {
    "alert": _alert,
    "stop": _stop,
    "refused": _refused,
    "cap": _cap,
    "slow": _slow,
}
