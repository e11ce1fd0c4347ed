"""Somebody leaves: their account is closed at once, and in the same transaction others get what they hold.

Texts they pressed before still go out, since people were promised nothing else; the inbox shuts at their next
request, for each asks whether the account is open.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from core import events
from core.actions.reaching import add_volunteer
from core.actions.reassigning import Order, reassign
from core.actions.returning import return_to_pool
from core.errors import NotAllowed
from core.finding import find
from core.models import Conversation, User
from core.people.rights import Right, may, require


@dataclass(frozen=True)
class Leaving:
    """What somebody holds when they leave.

    Attributes:
        conversations: all of them.
        waiting: those that wait for an answer.
        unsent: those that wait for their first text.
    """

    user: User
    conversations: int
    waiting: int
    unsent: int


def preview(session: Session, user_id: int, *, by: User) -> Leaving:
    """Return what would go to others.

    Raises:
        NotFound: no such person in this campaign.
        NotAllowed: this person may not deactivate them; says why.
    """
    user = find(session, User, user_id, by=by, called="That volunteer")
    _check(session, user, by)
    return _leaving(session, user)


def deactivate(
    session: Session, user_id: int, *, to_user_id: int | None = None, by: User, key: str, now: datetime
) -> Leaving:
    """Close somebody's account and hand on what they hold; pressed twice, it is done once.

    Args:
        to_user_id: who gets it; None is the pool.
        key: of the form.

    Returns:
        what they held.

    Raises:
        NotFound, NotAllowed: as `preview`.
        Invalid: beside `to_user`, when that person cannot have it.
    """
    user = find(session, User, user_id, by=by, called="That volunteer", lock=True)
    _check(session, user, by)
    left = _leaving(session, user)
    if user.deactivated_at is not None:
        return left
    user.deactivated_at = now
    session.flush()
    _hand_on(session, left, to_user_id, by=by, key=key, now=now)
    events.record(
        session, "user_deactivated", user, by=by, at=now, conversations=left.conversations, to_id=to_user_id
    )
    return left


def reactivate(session: Session, user_id: int, *, by: User, now: datetime) -> User:
    """Open a closed account again; the running actions are sent to them anew. Raises NotFound, NotAllowed."""
    user = find(session, User, user_id, by=by, called="That volunteer", lock=True)
    _check(session, user, by)
    if user.deactivated_at is not None:
        user.deactivated_at = None
        session.flush()
        if user.joined_at is not None:
            add_volunteer(session, user, now)
        events.record(session, "user_reactivated", user, by=by, at=now)
    return user


def relieve(session: Session, *, now: datetime) -> int:
    """Give back what somebody came to hold in the very moment they were deactivated; return how many.

    A batch that was being claimed then, or a reassignment to them, ends after their account was closed. Safe
    to run twice, and two at once.
    """
    holding = exists().where(Conversation.holder_id == User.id)
    left = select(User).where(User.deactivated_at.is_not(None), holding).order_by(User.id)
    returned = 0
    for user in session.scalars(left.with_for_update(skip_locked=True)).all():
        key = f"relieved:{user.id}:{now.isoformat()}"
        returned += return_to_pool(session, user, by=None, key=key, now=now)
    return returned


def may_deactivate(user: User, by: User) -> bool:
    """Whether `by` may close and open this account."""
    return _refusal(user, by) is None and may(by, Right.PEOPLE)


def _check(session: Session, user: User, by: User) -> None:
    require(session, by, Right.PEOPLE)
    if refusal := _refusal(user, by):
        raise NotAllowed(refusal)


def _refusal(user: User, by: User) -> str | None:
    if user.id == by.id:
        return "You cannot deactivate yourself. Another admin can."
    if user.role == "owner":
        return f"{user.name} is an owner. Take that role away first."
    if user.role != "volunteer" and not may(by, Right.RUN):
        return f"{user.name} is {user.role} here, so only an admin can do that."
    return None


def _leaving(session: Session, user: User) -> Leaving:
    unsent = func.count().filter(Conversation.initial_at.is_(None), Conversation.opted_out_at.is_(None))
    counts = select(func.count(), func.count(Conversation.attention_since), unsent)
    return Leaving(user, *session.execute(counts.where(Conversation.holder_id == user.id)).one())


def _hand_on(
    session: Session, left: Leaving, to_user_id: int | None, *, by: User, key: str, now: datetime
) -> None:
    if to_user_id is None:
        return_to_pool(session, left.user, by=by, key=key, now=now)
    elif left.conversations:
        reassign(session, Order(left.user.id, to_user_id, "all"), by=by, key=key, now=now)
