"""A volunteer takes a batch of conversations out of an action's pool.

Fifty volunteers do so in the same half minute, so the ordinary claim is four statements that are made once.
"""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from core.actions.eligible import TEXTABLE, awake, quiet_since
from core.actions.handing_over import hand_over
from core.actions.taking import Pool, take
from core.delivery.known import KnownCampaign
from core.errors import CoreError, NotFound
from core.models import Action, Audience, Campaign, Contact, Conversation, User
from core.models.action import RUNNING
from core.standing import Standing


class ActionStopped(CoreError):
    """The action is paused or over."""

    def __init__(self, title: str, state: str) -> None:
        paused = state == "paused"
        more = "Your campaign can start it again." if paused else "Thank you for texting!"
        super().__init__(f"“{title}” is {'paused' if paused else 'finished'}. {more}")


class EnoughTaken(CoreError):
    """A volunteer has taken as many contacts as one may."""

    def __init__(self, most: int) -> None:
        super().__init__(f"You have texted your {most:,}; thank you! Replies come to your inbox.")


class _Task(NamedTuple):
    """An action that was sent to the volunteer who asks.

    Attributes:
        most_each, taken: how many contacts one may take, and how many they took.
    """

    title: str
    state: str
    most_each: int | None
    taken: int
    pool: Pool


def claim_batch(session: Session, action_id: int, *, by: User, now: datetime) -> int:
    """Give a volunteer the action's next batch; whoever still has contacts to text keeps those instead.

    Nobody gets what somebody else holds, nor a contact who opted out, has no textable phone or sleeps.

    Returns:
        how many conversations now wait in `by`'s hands for a first text.

    Raises:
        NotFound: the action was not sent to this person.
        ActionStopped: it is paused or over.
        EnoughTaken: they took as many as one may.
        NothingLeft, EverybodyAsleep: the pool has nobody for them; the sentence says why.
    """
    session.flush()
    task = _sent_to(session, action_id, by)
    if task.state != RUNNING:
        raise ActionStopped(task.title, task.state)
    if in_hand := _waiting(session, task.pool, by, now):
        return in_hand
    taken = take(session, _within_reach(task), now)
    hand_over(session, taken, action_id, to=by, now=now)
    return len(taken)


def _sent_to(session: Session, action_id: int, user: User) -> _Task:
    row = _SENT_TO.run(session, {"action": action_id, "user": user.id})
    if row is None:
        raise NotFound("That action")
    title, state, most_each, taken, keeps_assignments, *pool = row
    campaign_id, batch_size, taken_up_to, timezone, *campaign = pool
    of = user.id if keeps_assignments else None
    known = KnownCampaign._make(campaign)
    free = Pool(action_id, campaign_id, batch_size, taken_up_to, timezone, known, of)
    return _Task(title, state, most_each, taken, free)


def _within_reach(task: _Task) -> Pool:
    """Return the pool with no more to take at a time than the volunteer may still have."""
    if task.most_each is None:
        return task.pool
    if (left := task.most_each - task.taken) <= 0:
        raise EnoughTaken(task.most_each)
    return replace(task.pool, batch_size=min(task.pool.batch_size, left))


def _waiting(session: Session, pool: Pool, user: User, now: datetime) -> int:
    """Return how many conversations in `user`'s hands can get their first text now."""
    asked = {"action": pool.action_id, "holder": user.id, "quiet_since": quiet_since(pool.campaign, now)}
    rows = [tuple(row) for row in _WAITING.rows(session, asked)]
    there = awake(pool.campaign, rows, now)
    return sum(place in there for place in rows)


_LATEST = aliased(Audience)
_TAKEN_UP_TO = select(func.max(_LATEST.claimed_up_to)).where(_LATEST.action_id == Action.id).scalar_subquery()
# where contacts are somebody's own, what others took says nothing of what is left
_BEGIN = case((Action.keeps_assignments, Audience.claimed_up_to), else_=_TAKEN_UP_TO)
# the person's own row is locked, so that two presses at once are one after the other
_SENT_TO = Standing(
    select(
        Action.title,
        Action.state,
        Action.most_each,
        Audience.taken,
        Action.keeps_assignments,
        Action.campaign_id,
        Action.batch_size,
        func.coalesce(_BEGIN, 0),
        Campaign.timezone,
        *(getattr(Campaign, name) for name in KnownCampaign._fields),
    )
    .join(Audience, Audience.action_id == Action.id)
    .join(Campaign, Campaign.id == Action.campaign_id)
    .where(Action.id == bindparam("action"), Audience.user_id == bindparam("user"))
    .with_for_update(of=Audience)
)
_WAITING = Standing(
    select(Contact.zones, Contact.state)
    .join(Conversation, Conversation.contact_id == Contact.id)
    .where(
        Conversation.action_id == bindparam("action"), Conversation.holder_id == bindparam("holder"), TEXTABLE
    )
)
