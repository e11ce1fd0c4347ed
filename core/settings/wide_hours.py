"""Texting hours of a campaign: as narrow as it likes, wider only if counsel agreed, and never beyond 8 to 21.

Source of the outer limits: 47 CFR 64.1200(c)(1), 8 AM to 9 PM where the person called lives.
"""

from datetime import datetime
from typing import Any

from core.errors import Invalid
from core.models import Campaign, User

HOURS = frozenset({"texting_from", "sunday_from", "texting_until", "replies_until"})
EARLIEST, LATEST = 8, 21
USUALLY = {"texting_from": 9, "sunday_from": 12, "texting_until": 20}


def agree(
    campaign: Campaign, changed: dict[str, Any], *, counsel_agreed: bool, by: User, now: datetime
) -> None:
    """Judge a campaign's hours as they have just been put, and note who vouched for wide ones.

    Args:
        changed: the settings that are new; the note joins them.

    Raises:
        Invalid: hours that make no day, go beyond the law, or are wide without counsel.
    """
    _check(campaign)
    if not is_wide(campaign):
        campaign.wide_hours_at = campaign.wide_hours_by_id = None
        return
    if not counsel_agreed:
        raise Invalid(
            "counsel_agreed",
            "Hours beyond 9 AM to 8 PM, or Sundays before noon, need the word of your counsel. "
            "Tick the box if you have it.",
        )
    if changed or campaign.wide_hours_at is None:
        campaign.wide_hours_at, campaign.wide_hours_by_id = now, by.id
        changed["counsel_agreed"] = True


def is_wide(campaign: Campaign) -> bool:
    """Whether a campaign's hours go beyond the usual ones."""
    return (
        campaign.texting_from < USUALLY["texting_from"]
        or campaign.sunday_from < USUALLY["sunday_from"]
        or campaign.texting_until > USUALLY["texting_until"]
    )


def _check(campaign: Campaign) -> None:
    for first in ("texting_from", "sunday_from"):
        if getattr(campaign, first) < EARLIEST:
            raise Invalid(first, "No text may go before 8 AM.")
        if getattr(campaign, first) >= campaign.texting_until:
            raise Invalid(first, "This must be earlier than the hour at which texting ends.")
    for until in ("texting_until", "replies_until"):
        if getattr(campaign, until) > LATEST:
            raise Invalid(until, "No text may go after 9 PM.")
    if campaign.replies_until < campaign.texting_until:
        raise Invalid("replies_until", "Answers may not end earlier than first texts.")
