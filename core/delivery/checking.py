"""The rules that a text must pass, in one place for two moments.

A volunteer's press is checked, and again the claim of the worker who takes the text in hand, since much can
happen in between: a stop, a pause, the end of the hours.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.delivery import hours, segments
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
from core.models import Action, Campaign, Contact, Conversation, SendingService


@dataclass(frozen=True)
class Case:
    """What the safeguards look at for one text.

    Attributes:
        is_initial: whether it is the first text of the conversation.
        opted_out: whether an opt-out of this phone is in force.
        texted_elsewhere_at: when another action last texted this contact.
        service: what it would leave from; None when the campaign has nothing to send from.
    """

    is_initial: bool
    conversation: Conversation
    contact: Contact
    action: Action
    campaign: Campaign
    service: SendingService | None
    opted_out: bool
    texted_elsewhere_at: datetime | None

    def window(self, now: datetime) -> hours.Window:
        """Return the hours in which this text may go."""
        replying = not self.is_initial and hours.in_conversation(self.conversation.last_inbound_at, now)
        return hours.window(self.campaign, self.contact.zones, now, replying=replying)


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
