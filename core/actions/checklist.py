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
from core.actions.scripts.stop_sentence import sentence
from core.actions.states import OtherState
from core.delivery.checking import TURNED_AWAY
from core.models import Action, Campaign, ContactList, User
from core.models.action import NOT_YET

LARGE = 10_000  # contacts; who publishes to more types the title
_COST = ("unicode", "long")


@dataclass(frozen=True)
class Warned:
    """A script that something is wrong with: a response has a name, an initial only its number, from 1."""

    name: str
    number: int
    sentence: str


@dataclass(frozen=True)
class Checklist:
    """What publishing an action means.

    Attributes:
        list_name: the contact list.
        volunteers: who will get it at once.
        segments: what the first texts to all who are eligible will be billed as, estimated.
        registration: how the number to text from stands with the carriers; None when there is none.
        assigned: whose the contacts are, where assignments are kept.
        concerns: what the scripts are warned of, but for what they cost.
        ending: the sentence that is put behind first texts which do not say how to stop; empty for none.
        dear: how many scripts cost more than they need; the preview says why.
    """

    action: Action
    list_name: str
    timezone: str
    reach: Reach
    volunteers: int
    segments: int
    registration: str | None
    assigned: Assignments | None
    concerns: list[Warned]
    dear: int
    ending: str

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
        concerns=_warnings(made),
        dear=_dear(made),
        ending=sentence(campaign) if campaign.appends_opt_out else "",
    )


def _warnings(made: Preview) -> list[Warned]:
    return [
        Warned(each.script.name, number, concern.sentence)
        for number, each in _scripts(made)
        for concern in each.concerns
        if concern.kind not in _COST
    ]


def _dear(made: Preview) -> int:
    return sum(any(concern.kind in _COST for concern in each.concerns) for _, each in _scripts(made))


def _scripts(made: Preview) -> list[tuple[int, ScriptPreview]]:
    return [*enumerate(made.initials, 1), *enumerate(made.responses, 1)]
