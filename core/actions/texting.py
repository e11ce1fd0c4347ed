"""The screen of first texts: who is next, and how far the batch is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actions import scripts, tasks
from core.actions.eligible import open_zones, textable
from core.actions.tasks import Task
from core.delivery import segments
from core.models import Audience, Campaign, Contact, Conversation, Script, User

CARDS = 100  # first texts on one screen; the next ones come when these are done


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


def screen(session: Session, action_id: int, user: User, *, now: datetime) -> Screen:
    """Return the first texts in `user`'s hands that can go now.

    Raises:
        NotFound: the action was not sent to this person.
    """
    task = tasks.task(session, action_id, user)
    cards = _cards(session, action_id, user, now) if task.is_running else []
    done = _done(session, action_id, user)
    return Screen(task, cards[:CARDS], done, done + len(cards), task.in_hand - len(cards))


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
