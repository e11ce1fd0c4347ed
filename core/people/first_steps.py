"""The five steps from a new campaign to its first text: which are done, by facts or by somebody's word."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import events
from core.errors import NotFound
from core.models import Campaign, ContactList, User
from core.people.rights import Right, require
from core.settings.sending import service_of
from core.turns import take_turns

GENERAL, HOURS, SERVICE, ADMINS, CONTACTS = "general", "hours", "service", "admins", "contacts"
STEPS = (GENERAL, HOURS, SERVICE, ADMINS, CONTACTS)
SAID = (GENERAL, HOURS, ADMINS)  # those of which a person may say that they are right as they are
HIDDEN = "hidden"


@dataclass(frozen=True)
class FirstSteps:
    """How far the set-up of a campaign is.

    Attributes:
        campaign: with name, time zone and hours as they are now.
        sender: what texts leave from; empty while there is nothing.
        registration: of the sender, as `core.settings.sending` names it.
        admins: how many people own or run the campaign.
        lists: how many contact lists there are.
        done: the steps that are done.
        hidden: whether somebody put the steps away.
    """

    campaign: Campaign
    sender: str
    registration: str
    admins: int
    lists: int
    done: frozenset[str]
    hidden: bool

    @property
    def over(self) -> bool:
        """Whether nobody needs to see the steps any more."""
        return self.hidden or self.done.issuperset(STEPS)


def first_steps(session: Session, campaign_id: int) -> FirstSteps:
    """Return how far a campaign's set-up is."""
    campaign = session.get_one(Campaign, campaign_id)
    service = service_of(session, campaign_id)
    registration = service.registration if service else ""
    people = select(func.count()).select_from(User).filter_by(campaign_id=campaign_id, deactivated_at=None)
    admins = session.scalar(people.where(User.role.in_(("owner", "admin")))) or 0
    kept = select(func.count()).select_from(ContactList).filter_by(campaign_id=campaign_id, archived_at=None)
    lists = session.scalar(kept) or 0
    facts = {SERVICE: registration not in {"", "not stated"}, ADMINS: admins > 1, CONTACTS: lists > 0}
    done = {step for step, is_so in facts.items() if is_so} | set(SAID).intersection(campaign.set_up)
    sender = (service.messaging_service_sid or service.from_number or "") if service else ""
    return FirstSteps(
        campaign, sender, registration, admins, lists, frozenset(done), hidden=HIDDEN in campaign.set_up
    )


def say_done(session: Session, step: str, *, by: User, now: datetime) -> None:
    """Note that somebody looked at a step and found it right; the first time counts.

    Args:
        step: one of `SAID`.

    Raises:
        NotAllowed: by somebody who does not run the campaign.
        NotFound: no step of which a person may say so.
    """
    require(session, by, Right.RUN)
    if step not in SAID:
        raise NotFound("That step")
    _note(session, step, by, now)


def hide(session: Session, *, by: User, now: datetime) -> None:
    """Put the steps away for good, whatever is left of them. Raises NotAllowed."""
    require(session, by, Right.RUN)
    _note(session, HIDDEN, by, now)


def _note(session: Session, step: str, by: User, now: datetime) -> None:
    take_turns(session, by.campaign_id)
    campaign = session.get_one(Campaign, by.campaign_id)
    if step not in campaign.set_up:
        campaign.set_up = {**campaign.set_up, step: now.isoformat()}
        name = "first_steps_hidden" if step == HIDDEN else "first_step_seen"
        events.record(session, name, campaign, by=by, at=now, step=step)
