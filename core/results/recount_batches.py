"""Prove how many contacts each volunteer took of an action against the batches they claimed."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.models import Action, Audience, Event


@dataclass(frozen=True)
class TakenDiffers:
    """Somebody's place in an action's audience that carries something else than their batches come to.

    Attributes:
        kept, counted: what it carries, and what the batches come to, both as text.
    """

    action_id: int
    user_id: int
    kept: str
    counted: str
    column: str = "taken"

    def __str__(self) -> str:
        who = f"Action {self.action_id}, user {self.user_id}"
        return f"{who}: {self.column} is {self.kept}, counted {self.counted}."


def recount_batches(session: Session, campaign_id: int) -> list[TakenDiffers]:
    """Return every difference in a campaign, none when all is well."""
    count = func.sum(Event.particulars["count"].as_integer()).label("count")
    batches = (Event.campaign_id == campaign_id) & (Event.name == "batch_claimed")
    claimed = (
        select(Event.subject_id, Event.by_id, count)
        .where(batches, Event.subject_type == Action.__name__.lower())
        .group_by(Event.subject_id, Event.by_id)
        .subquery()
    )
    counted = func.coalesce(claimed.c.count, 0)
    same = (claimed.c.subject_id == Audience.action_id) & (claimed.c.by_id == Audience.user_id)
    query = select(Audience.action_id, Audience.user_id, Audience.taken, counted).outerjoin(claimed, same)
    wrong = query.where(Audience.campaign_id == campaign_id, Audience.taken != counted)
    rows = session.execute(wrong.order_by(Audience.action_id, Audience.user_id))
    return [TakenDiffers(action_id, user_id, str(kept), str(sum_)) for action_id, user_id, kept, sum_ in rows]
