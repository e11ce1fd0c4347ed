"""An action that is published by itself at a set time; see `core.actions.publishing_due`."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core import events
from core.actions.readiness import check_ready
from core.actions.states import OtherState, find, move
from core.errors import Invalid
from core.models import Action, Campaign, User
from core.models.action import NOT_YET
from core.notices.timetable import next_time
from core.people.rights import Right, require

FURTHEST = timedelta(days=366)


def schedule(session: Session, action_id: int, at: datetime | None, *, by: User, now: datetime) -> Action:
    """Let an action be published by itself; one that is scheduled gets another time.

    Args:
        at: an instant; whatever clocks do until then, that is when.

    Raises:
        NotAllowed, NotFound: not this person's to publish.
        Invalid: beside `publish_at`, a time that is over or too far off; or a script cannot be filled in.
        NotReady: as `core.actions.readiness` has it; it is asked again when the time comes.
        Stale: it was published or closed meanwhile.
    """
    require(session, by, Right.RUN)
    when = _in_time(at, now)
    action = find(session, action_id, by=by)
    if action.state not in NOT_YET:
        raise OtherState(action.state)
    if action.scheduled_for == when and action.state == "scheduled":
        return action
    check_ready(session, action)
    stamps = {"scheduled_for": when, "scheduled_by_id": by.id}
    move(session, action, "scheduled", came_from=action.state, now=now, **stamps)
    events.record(session, "action_scheduled", action, by=by, at=now, scheduled_for=when.isoformat())
    return action


def unschedule(session: Session, action_id: int, *, by: User, now: datetime) -> Action:
    """Make a scheduled action a draft again. Raises NotAllowed, NotFound, Stale."""
    require(session, by, Right.RUN)
    action = find(session, action_id, by=by)
    if action.state != "draft":
        stamps = {"scheduled_for": None, "scheduled_by_id": None}
        move(session, action, "draft", came_from="scheduled", now=now, **stamps)
        events.record(session, "action_unscheduled", action, by=by, at=now)
    return action


def usual_time(campaign: Campaign, now: datetime) -> datetime:
    """Return what a form offers first: when texting next opens on the campaign's clock."""
    return next_time(campaign.texting_from * 60, campaign.timezone, after=now)


def _in_time(at: datetime | None, now: datetime) -> datetime:
    if at is None:
        raise Invalid("publish_at", "Choose a day and a time.")
    if at <= now:
        raise Invalid("publish_at", "That time is over. Choose a later one.")
    if at > now + FURTHEST:
        raise Invalid("publish_at", "Choose a time within the next year.")
    return at
