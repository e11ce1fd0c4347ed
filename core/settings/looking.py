"""A campaign's settings for a screen."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.contacts.states import NAMES
from core.delivery.hours.by_state import FEDERAL, StateHours, shipped
from core.delivery.hours.state_rules import line
from core.models import Campaign, SendingService, User
from core.settings.sending import service_of, warnings


@dataclass(frozen=True)
class Settings:
    """What a campaign decided, and what an admin should look at.

    Attributes:
        vouched_by: who said that counsel agreed to wide hours; empty when the hours are not wide.
        states: the table of hours by state, as it holds for the campaign.
    """

    campaign: Campaign
    service: SendingService | None
    vouched_by: str
    warnings: list[str]
    states: list[StateHours]


def settings(session: Session, campaign_id: int, *, now: datetime) -> Settings:
    """Return a campaign's settings."""
    campaign = session.get_one(Campaign, campaign_id)
    service = service_of(session, campaign_id)
    voucher = session.get(User, campaign.wide_hours_by_id) if campaign.wide_hours_by_id else None
    return Settings(
        campaign,
        service,
        vouched_by=voucher.name if voucher else "",
        warnings=warnings(service, now),
        states=states(campaign),
    )


def states(campaign: Campaign) -> list[StateHours]:
    """Return the table for a campaign: what holds first, then what has hours of its own, then the rest."""
    lines = [line(campaign.state_hours, code) for code in NAMES]
    return sorted(lines, key=lambda each: (not each.applies, each.source == FEDERAL, each.name))


def is_changed(campaign: Campaign, code: str) -> bool:
    """Whether an admin changed a state's line."""
    return line(campaign.state_hours, code) != shipped(code)
