"""The overview of an action: what its volunteers did. It counts people's work, not conversations."""

from dataclasses import dataclass

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from core.models import Action, Audience, Report
from core.results.texts import Texts


@dataclass(frozen=True)
class Overview:
    """The six counters.

    Attributes:
        sent_to, seen, started: volunteers the action was sent to, who saw it, who began it.
        completed: volunteers with at least one performance.
        performs: initials that volunteers sent, those that a safeguard refused left out.
        reports: submissions.
        reported_on: conversations that these reports are about.
    """

    sent_to: int
    seen: int
    started: int
    completed: int
    performs: int
    reports: int
    reported_on: int


def overview(session: Session, action: Action, texts: Texts) -> Overview:
    """Count what the volunteers of an action did so far."""
    people = select(func.count(), func.count(Audience.seen_at), func.count(Audience.started_at))
    sent_to, seen, started = session.execute(people.where(Audience.action_id == action.id)).one()
    filed = select(func.count(), func.count(distinct(Report.conversation_id)))
    reports, reported_on = session.execute(filed.where(Report.action_id == action.id)).one()
    return Overview(sent_to, seen, started, texts.performers, texts.performed, reports, reported_on)
