"""What a volunteer sees of actions: what there is to do, and the screen of first texts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from core.actions import scripts
from core.actions.eligible import open_zones, textable
from core.delivery import segments
from core.errors import NotFound
from core.models import Action, Audience, Campaign, Contact, Conversation, Script, User

CARDS = 100  # first texts on one screen; the next ones come when these are done


@dataclass(frozen=True)
class Task:
    """An action as it stands for one volunteer.

    Attributes:
        in_hand: conversations they hold without a first text.
        texted: conversations they hold that have had it.
        more: whether the pool still holds somebody.
        started: whether they ever took a batch of it.
        unseen: whether it was sent to them and their first page has not shown it yet.
    """

    action_id: int
    title: str
    instructions: str
    paused: bool
    in_hand: int
    texted: int
    more: bool
    started: bool
    unseen: bool


@dataclass(frozen=True)
class Card:
    """One first text, ready to send."""

    conversation_id: int
    name: str
    text: str


@dataclass(frozen=True)
class Screen:
    """The first texts in a volunteer's hands.

    Attributes:
        done: how many of this batch are sent.
        total: the batch, sent or not.
        later: conversations in hand that cannot be texted now (asleep, opted out since).
    """

    task: Task
    cards: list[Card]
    done: int
    total: int
    later: int


def tasks(session: Session, user: User) -> list[Task]:
    """Return the actions sent to `user` that go on: running ones before paused ones, the newest first."""
    running = _tasks(user).where(Action.state.in_(("published", "paused")))
    in_order = running.order_by(Action.state.desc(), Action.published_at.desc(), Action.id.desc())
    return [_task(row) for row in session.execute(in_order)]


def see(session: Session, user: User, *, now: datetime) -> None:
    """Note that `user` has seen the actions that were sent to them."""
    session.execute(
        update(Audience)
        .where(Audience.user_id == user.id, Audience.seen_at.is_(None))
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )


def screen(session: Session, action_id: int, user: User, *, now: datetime) -> Screen:
    """Return the first texts in `user`'s hands that can go now.

    Raises:
        NotFound: the action was not sent to this person.
    """
    row = session.execute(_tasks(user).where(Action.id == action_id)).one_or_none()
    if row is None:
        raise NotFound("That action")
    task = _task(row)
    cards = _cards(session, action_id, user, now)
    done = _done(session, action_id, user)
    return Screen(task, cards[:CARDS], done, done + len(cards), task.in_hand - len(cards))


def _tasks(user: User) -> Select[Action, int, int, bool, datetime | None, bool]:
    held = and_(Conversation.action_id == Action.id, Conversation.holder_id == user.id)
    in_hand = select(func.count()).where(held, Conversation.initial_at.is_(None)).scalar_subquery()
    texted = select(func.count()).where(held, Conversation.initial_at.is_not(None)).scalar_subquery()
    free = exists().where(
        Conversation.action_id == Action.id,
        Conversation.holder_id.is_(None),
        Conversation.initial_at.is_(None),
    )
    sent_to = and_(Audience.action_id == Action.id, Audience.user_id == user.id)
    handed_to = exists().where(held)  # by a reassignment
    unseen = and_(Audience.id.is_not(None), Audience.seen_at.is_(None))
    return (
        select(Action, in_hand, texted, free, Audience.started_at, unseen)
        .outerjoin(Audience, sent_to)
        .where(Action.campaign_id == user.campaign_id, or_(Audience.id.is_not(None), handed_to))
    )


def _task(row: Row[Action, int, int, bool, datetime | None, bool]) -> Task:
    action, in_hand, texted, more, started_at, unseen = row
    return Task(
        action.id,
        action.title,
        action.instructions,
        paused=action.state != "published",
        in_hand=in_hand,
        texted=texted,
        more=bool(more),
        started=started_at is not None,
        unseen=bool(unseen),
    )


def _cards(session: Session, action_id: int, user: User, now: datetime) -> list[Card]:
    campaign = session.get_one(Campaign, user.campaign_id)
    rows = session.execute(
        select(Conversation.id, Contact, Script.body)
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(Script, Script.id == Conversation.script_id)
        .where(
            Conversation.action_id == action_id, Conversation.holder_id == user.id, textable(campaign, now)
        )
        .order_by(Conversation.id)
    ).all()
    awake = open_zones(campaign, (contact.zones for _, contact, _ in rows), now)
    return [
        _card(conversation, contact, body, user, campaign)
        for conversation, contact, body in rows
        if contact.zones in awake
    ]


def _card(conversation: int, contact: Contact, body: str, sender: User, campaign: Campaign) -> Card:
    text = scripts.fill(body, contact=contact, sender=sender, campaign=campaign)
    return Card(conversation, contact.name or "No name", segments.clean(text).strip())


def _done(session: Session, action_id: int, user: User) -> int:
    """Return how many first texts `user` sent since they took the newest batch."""
    batch = select(Audience.claimed_at).filter_by(action_id=action_id, user_id=user.id).scalar_subquery()
    sent = select(func.count()).where(
        Conversation.action_id == action_id,
        Conversation.holder_id == user.id,
        Conversation.initial_by_id == user.id,
        Conversation.initial_at >= batch,
    )
    return session.scalar(sent) or 0
