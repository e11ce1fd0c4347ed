"""What somebody should know before an action is published, in numbers; nothing is changed."""

import math
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.actions.assignments import Assignments, assignments
from core.actions.listing import get_action
from core.actions.reach import Reach, reach
from core.actions.readiness import check_ready
from core.actions.scripts.preview import Preview, ScriptPreview, preview
from core.actions.states import OtherState
from core.delivery.checking import TURNED_AWAY
from core.models import Action, Campaign, ContactList, User
from core.models.action import NOT_YET

LARGE = 10_000  # contacts; who publishes to more types the title


@dataclass(frozen=True)
class Checklist:
    """What publishing an action means.

    Attributes:
        list_name: the contact list.
        volunteers: who will get it at once.
        segments: what the first texts to all who are eligible will be billed as, estimated.
        registration: how the number to text from stands with the carriers; None when there is none.
        assigned: whose the contacts are, where assignments are kept.
        concerns: what the scripts are warned of, with the script's name before it.
    """

    action: Action
    list_name: str
    timezone: str
    reach: Reach
    volunteers: int
    segments: int
    registration: str | None
    assigned: Assignments | None
    concerns: list[str]

    @property
    def can_send(self) -> bool:
        """Whether the number to text from lets anything out."""
        return self.registration is not None and self.registration not in TURNED_AWAY

    @property
    def is_risky(self) -> bool:
        """Whether it is large, or something is warned of; then the title is to be typed."""
        lost = self.assigned and (self.assigned.out_of_reach or not self.assigned.assigned)
        warned = self.concerns or lost or not self.can_send or not self.reach.eligible
        return bool(warned) or self.reach.eligible > LARGE


def checklist(session: Session, action_id: int, *, by: User, now: datetime) -> Checklist:
    """Return what publishing an action would mean, now or when it is scheduled.

    Raises:
        NotFound: no such action in this person's campaign.
        NotReady, Invalid: it cannot be published at all; see `core.actions.readiness`.
        Stale: it was published or closed meanwhile.
    """
    action = get_action(session, action_id, by=by)
    if action.state not in NOT_YET:
        raise OtherState(action.state)
    check_ready(session, action)
    chosen = session.get_one(ContactList, action.list_id)
    campaign = session.get_one(Campaign, action.campaign_id)
    found = reach(session, chosen.id, campaign, now=action.scheduled_for or now)
    made = preview(session, action, by=by)
    return Checklist(
        action=action,
        list_name=chosen.name,
        timezone=campaign.timezone,
        reach=found,
        volunteers=made.volunteers,
        segments=math.ceil(made.segments * found.eligible / found.contacts),
        registration=made.registration,
        assigned=assignments(session, action) if action.keeps_assignments else None,
        concerns=_concerns(made),
    )


def _concerns(made: Preview) -> list[str]:
    return [
        f"{_called(number, each)}: {concern.sentence}"
        for scripts in (made.initials, made.responses)
        for number, each in enumerate(scripts, 1)
        for concern in each.concerns
    ]


def _called(number: int, each: ScriptPreview) -> str:
    return each.script.name or f"Initial script {number}"
