"""What a volunteer has to do: the actions that were sent to them, and how each stands for them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, and_, case, exists, false, func, or_, select, update
from sqlalchemy.orm import Session

from core.delivery.endings import pressing_again
from core.errors import NotFound
from core.models import Action, Audience, Contact, Conversation, User
from core.models.action import OUT


@dataclass(frozen=True)
class Task:
    """An action as it stands for one volunteer.

    Attributes:
        in_hand: conversations they hold without a first text.
        texted: conversations they hold that have had it.
        again: those of `texted` whose first text did not arrive and may be pressed again now.
        more: whether the pool still holds somebody they may take.
        enough: how many contacts one may take, once they took so many.
        started: whether they ever took a batch of it.
        unseen: whether it was sent to them and their first page has not shown it yet.
    """

    action_id: int
    title: str
    instructions: str
    state: str
    in_hand: int
    texted: int
    again: int
    more: bool
    started: bool
    unseen: bool
    enough: int | None = None

    @property
    def is_running(self) -> bool:
        return self.state == "published"


def tasks(session: Session, user: User, *, now: datetime) -> list[Task]:
    """Return the actions sent to `user` that go on: running ones before paused ones, the newest first."""
    running = _tasks(user, now).where(Action.state.in_(OUT))
    in_order = running.order_by(Action.state.desc(), Action.published_at.desc(), Action.id.desc())
    return [_task(row) for row in session.execute(in_order)]


def task(session: Session, action_id: int, user: User, *, now: datetime) -> Task:
    """Return one action as it stands for `user`.

    Raises:
        NotFound: it was not sent to this person, and they hold nothing of it.
    """
    row = session.execute(_tasks(user, now).where(Action.id == action_id)).one_or_none()
    if row is None:
        raise NotFound("That action")
    return _task(row)


def see(session: Session, user: User, *, now: datetime) -> None:
    """Note that `user` has seen the actions that were sent to them."""
    session.execute(
        update(Audience)
        .where(Audience.user_id == user.id, Audience.seen_at.is_(None))
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )


def _tasks(user: User, now: datetime) -> Select[Action, int, int, int, bool, datetime | None, bool, bool]:
    held = and_(Conversation.action_id == Action.id, Conversation.holder_id == user.id)
    in_hand = select(func.count()).where(held, Conversation.initial_at.is_(None)).scalar_subquery()
    texted = select(func.count()).where(held, Conversation.initial_at.is_not(None)).scalar_subquery()
    again = select(func.count()).where(held, pressing_again.opened(now)).scalar_subquery()
    pool = and_(
        Conversation.action_id == Action.id,
        Conversation.holder_id.is_(None),
        Conversation.initial_at.is_(None),
    )
    own = exists().where(Contact.assigned_to_id == user.id, Conversation.contact_id == Contact.id, pool)
    enough = func.coalesce(Audience.taken >= Action.most_each, false())
    free = and_(~enough, case((Action.keeps_assignments, own), else_=exists().where(pool)))
    sent_to = and_(Audience.action_id == Action.id, Audience.user_id == user.id)
    handed_to = exists().where(held)  # by a reassignment
    unseen = and_(Audience.id.is_not(None), Audience.seen_at.is_(None))
    return (
        select(Action, in_hand, texted, again, free, Audience.started_at, unseen, enough)
        .outerjoin(Audience, sent_to)
        .where(Action.campaign_id == user.campaign_id, or_(Audience.id.is_not(None), handed_to))
    )


def _task(row: Row[Action, int, int, int, bool, datetime | None, bool, bool]) -> Task:
    action, in_hand, texted, again, more, started_at, unseen, enough = row
    return Task(
        action.id,
        action.title,
        action.instructions,
        state=action.state,
        in_hand=in_hand,
        texted=texted,
        again=again,
        more=bool(more),
        started=started_at is not None,
        unseen=bool(unseen),
        enough=action.most_each if enough else None,
    )
