"""The rules that a text must pass, in one place for two moments.

A volunteer's press is checked, and again the claim of the worker who takes the text in hand, since much can
happen in between: a stop, a pause, the end of the hours.
"""

from datetime import datetime, timedelta

from core.delivery import segments
from core.delivery.cases import Case
from core.delivery.safeguards import (
    LONGEST_TEXT,
    MOST_SEGMENTS,
    ActionNotRunning,
    ContactOptedOut,
    OutsideTextingHours,
    RecentlyTexted,
    ServiceNotReady,
    TooLong,
    Undeliverable,
)


def check(case: Case, body: str, now: datetime) -> None:
    """Refuse a text that must not go out now.

    Raises:
        Safeguard: the first reason found; those that last come before those that pass.
    """
    if case.opted_out:
        raise ContactOptedOut
    if case.contact.undeliverable:
        raise Undeliverable
    _check_length(body)
    if not case.action.is_running:
        raise ActionNotRunning(case.action.state)
    if case.service is None:
        raise ServiceNotReady
    _check_hours(case, now)
    _check_lock(case, now)


def _check_length(body: str) -> None:
    count = segments.count(body).count
    if len(body) > LONGEST_TEXT or count > MOST_SEGMENTS:
        raise TooLong(len(body), count)


def _check_hours(case: Case, now: datetime) -> None:
    window = case.window(now)
    if not window.is_open:
        raise OutsideTextingHours(window.opens_at, case.contact.zones)


def _check_lock(case: Case, now: datetime) -> None:
    lock, texted_at = case.campaign.lock_hours, case.texted_elsewhere_at
    if case.is_initial and texted_at is not None and now - texted_at < timedelta(hours=lock):
        raise RecentlyTexted(lock)
