"""The rules that a text must pass, in one place for two moments.

A volunteer's press is checked, and again the claim of the worker who takes the text in hand, since much can
happen in between: a stop, a pause, the end of the hours.
"""

from datetime import datetime, timedelta

from core.delivery import segments
from core.delivery.cases import Case
from core.delivery.hours.in_words import closed
from core.delivery.known import KnownService
from core.delivery.pace import daily_caps
from core.delivery.safeguards import (
    LONGEST_TEXT,
    ActionNotRunning,
    ConfirmationTooLate,
    ContactOptedOut,
    DailyCapReached,
    NotRegistered,
    OutsideTextingHours,
    RecentlyTexted,
    ServiceNotReady,
    TooLong,
    Undeliverable,
)

TURNED_AWAY = ("pending", "refused")  # while a registration stands so, carriers block what is sent (30034)


def check(case: Case, body: str, now: datetime) -> None:
    """Refuse a text that must not go out now.

    Raises:
        Safeguard: the first reason found; those that last come before those that pass.
    """
    if case.opted_out:
        raise ContactOptedOut
    if case.confirm_by and now > case.confirm_by:
        raise ConfirmationTooLate
    if case.contact.undeliverable:
        raise Undeliverable
    _check_length(body, case.campaign.most_segments)
    if not case.action.is_running:
        raise ActionNotRunning(case.action.state)
    _check_service(case.service, now)
    _check_hours(case, now)
    _check_lock(case, now)


def _check_length(body: str, most: int) -> None:
    count = segments.count(body).count
    if len(body) > LONGEST_TEXT or count > most:
        raise TooLong(len(body), count, most)


def _check_service(service: KnownService | None, now: datetime) -> None:
    if service is None:
        raise ServiceNotReady
    if service.registration in TURNED_AWAY:
        raise NotRegistered(service.registration)
    if daily_caps.is_used_up(service, now):
        raise DailyCapReached


def _check_hours(case: Case, now: datetime) -> None:
    window = case.window(now)
    if not window.is_open:
        contact = case.contact
        opening = closed(case.campaign, contact.zones, contact.state, now, replying=case.is_reply(now))
        raise OutsideTextingHours(window.opens_at, opening)


def _check_lock(case: Case, now: datetime) -> None:
    lock, texted_at = case.campaign.lock_hours, case.texted_elsewhere_at
    if case.is_initial and texted_at is not None and now - texted_at < timedelta(hours=lock):
        raise RecentlyTexted(lock)
