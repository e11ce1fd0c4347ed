"""Move conversations from one volunteer to another; credit for what was sent or reported stays."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import events
from core.actions import pooling
from core.conversations import moving
from core.conversations.inbox import touch
from core.errors import Invalid
from core.finding import find
from core.inserting import insert_new
from core.models import Action, Reassignment, User
from core.models.action import OUT

# what may be moved, in the words of the form; see `core.conversations.moving.held`
WHICH = {
    "all": "All conversations",
    "attention": "Needing attention",
    "unsent": "Unsent initials",
}


class NothingToMove(Invalid):
    """There is no such conversation in this volunteer's hands, perhaps not any more."""

    def __init__(self, giver: User) -> None:
        super().__init__("which", f"{giver.name} holds no such conversations, so there is nothing to move.")


@dataclass(frozen=True)
class Order:
    """What is to be moved, from whom to whom.

    Attributes:
        which: a key of `WHICH`.
        action_id: one action; None is all of them, closed ones too.
    """

    from_user_id: int
    to_user_id: int
    which: str
    action_id: int | None = None


@dataclass(frozen=True)
class Preview:
    """What an order would move right now."""

    giver: User
    taker: User
    action: Action | None
    count: int


def preview(session: Session, order: Order, *, by: User) -> Preview:
    """Return how many conversations an order would move, having checked it.

    Raises:
        NotFound: a person or the action is not in this campaign.
        Invalid: it cannot be done; names the field.
        NothingToMove: it would move nothing.
    """
    giver, taker = _people(session, order, by)
    action = _action(session, order, by)
    count = moving.count(session, by.campaign_id, giver.id, order.which, order.action_id)
    if count == 0:
        raise NothingToMove(giver)
    return Preview(giver, taker, action, count)


def reassign(session: Session, order: Order, *, by: User, key: str, now: datetime) -> Reassignment:
    """Move the conversations, however many, and keep who held them before.

    Args:
        key: of the form; the same key again returns the first reassignment and moves nothing.

    Raises:
        NotFound, Invalid: as `preview`.
        NothingToMove: nothing is left to move; somebody else may have been first.
    """
    if done := _done_with(session, key, by):
        return done
    giver, taker = _people(session, order, by)
    _action(session, order, by)
    reassignment, is_new = _keep(session, order, by=by, key=key, now=now)
    if not is_new:
        return reassignment
    reassignment.count = moving.move(session, reassignment)
    if reassignment.count == 0:
        raise NothingToMove(giver)
    _send_actions(session, reassignment, taker)
    touch(session, giver.id, taker.id)
    events.record(
        session,
        "conversations_reassigned",
        reassignment,
        by=by,
        at=now,
        count=reassignment.count,
        which=order.which,
    )
    return reassignment


def check_taker(taker: User) -> None:
    """Refuse somebody who could not answer in a conversation. Raises Invalid beside `to_user`."""
    if taker.deactivated_at:
        raise Invalid("to_user", f"{taker.name}'s account is deactivated. Choose somebody who can text.")
    if taker.joined_at is None or taker.phone is None:
        raise Invalid("to_user", f"{taker.name} has not joined with a phone yet, so could not answer.")


def _done_with(session: Session, key: str, by: User) -> Reassignment | None:
    return session.scalar(select(Reassignment).filter_by(key=key, campaign_id=by.campaign_id))


def _people(session: Session, order: Order, by: User) -> tuple[User, User]:
    giver, taker = (
        find(session, User, user_id, by=by, called="That volunteer")
        for user_id in (order.from_user_id, order.to_user_id)
    )
    if giver.id == taker.id:
        raise Invalid("to_user", f"{taker.name} holds them already. Choose somebody else.")
    check_taker(taker)
    return giver, taker


def _action(session: Session, order: Order, by: User) -> Action | None:
    if order.action_id is None:
        return None
    return find(session, Action, order.action_id, by=by, called="That action")


def _keep(session: Session, order: Order, *, by: User, key: str, now: datetime) -> tuple[Reassignment, bool]:
    made = insert_new(
        session,
        Reassignment,
        campaign_id=by.campaign_id,
        key=key,
        action_id=order.action_id,
        from_user_id=order.from_user_id,
        to_user_id=order.to_user_id,
        by_user_id=by.id,
        which=order.which,
        count=0,
        at=now,
    )
    kept = _done_with(session, key, by)
    assert kept is not None  # noqa: S101 - it was there or was made just now
    return kept, made is not None


def _send_actions(session: Session, reassignment: Reassignment, taker: User) -> None:
    """Send the running actions to whoever was handed their conversations, unless they have them."""
    moved = Action.id.in_(moving.actions_of(reassignment))
    pooling.hand_actions(session, taker, moved, Action.state.in_(OUT), now=reassignment.at)
