"""The screen of first texts: who is next, and how far the batch is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from core.actions import scripts, tasks
from core.actions.eligible import Place, awake, textable
from core.actions.tasks import Task
from core.actions.texting_again import Missed, missed
from core.delivery import segments
from core.delivery.hours.in_words import closed
from core.delivery.hours.windows import window
from core.models import Audience, Campaign, Contact, Conversation, Script, User
from core.pictures import Media, ids_of

NEVER = datetime.max.replace(tzinfo=UTC)
CARDS = 100  # first texts on one screen; the next ones come when these are done


@dataclass(frozen=True)
class Card:
    """One first text, ready to send, with the id of the picture that goes along, if any."""

    conversation_id: int
    name: str
    text: str
    picture: int | None


@dataclass(frozen=True)
class Asleep:
    """Contacts for whom it is outside texting hours, and when and why texting opens, as one says it."""

    names: list[str]
    opening: str


@dataclass(frozen=True)
class Screen:
    """The first texts in a volunteer's hands.

    Attributes:
        done: how many of this batch are sent.
        total: the batch, sent or not.
        asleep: contacts in hand who can be texted when their hours open.
        missed: first texts that did not arrive and may be pressed again.
        later: other conversations in hand that cannot be texted now (opted out since, texted elsewhere).
    """

    task: Task
    cards: list[Card]
    done: int
    total: int
    asleep: list[Asleep]
    missed: list[Missed]
    later: int


def screen(session: Session, action_id: int, user: User, *, now: datetime) -> Screen:
    """Return the first texts in `user`'s hands that can go now.

    Raises:
        NotFound: the action was not sent to this person.
    """
    task = tasks.task(session, action_id, user, now=now)
    campaign = session.get_one(Campaign, user.campaign_id)
    rows = _textable(session, action_id, user, campaign, now) if task.is_running else []
    there = awake(campaign, (_place(contact) for _, contact, *_ in rows), now)
    cards = [_card(*row, user, campaign) for row in rows if _place(row[1]) in there]
    asleep = [contact for _, contact, *_ in rows if _place(contact) not in there]
    done = _done(session, action_id, user)
    return Screen(
        task,
        cards[:CARDS],
        done,
        done + len(cards),
        asleep=_openings(campaign, asleep, now),
        missed=missed(session, action_id, user, now=now) if task.is_running and task.again else [],
        later=task.in_hand - len(rows),
    )


def _textable(
    session: Session, action_id: int, user: User, campaign: Campaign, now: datetime
) -> Sequence[Row[int, Contact, str, Media]]:
    return session.execute(
        select(Conversation.id, Contact, Script.body, Script.media)
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(Script, Script.id == Conversation.script_id)
        .where(
            Conversation.action_id == action_id, Conversation.holder_id == user.id, textable(campaign, now)
        )
        .order_by(Conversation.id)
    ).all()


def _place(contact: Contact) -> Place:
    return contact.zones, contact.state


def _openings(campaign: Campaign, contacts: Sequence[Contact], now: datetime) -> list[Asleep]:
    """Return who sleeps, together where the same is to be said, those first whose hours open first."""
    places = {_place(contact) for contact in contacts}
    opens = {place: window(campaign, *place, now).opens_at or NEVER for place in places}
    words = {place: closed(campaign, *place, now) for place in places}
    found: dict[str, Asleep] = {}
    for contact in sorted(contacts, key=lambda each: opens[_place(each)]):
        told = words[_place(contact)]
        found.setdefault(told, Asleep([], told)).names.append(contact.name or "No name")
    return list(found.values())


def _card(
    conversation: int, contact: Contact, body: str, media: Media, sender: User, campaign: Campaign
) -> Card:
    text = scripts.fill_initial(body, contact=contact, sender=sender, campaign=campaign)
    picture = next(iter(ids_of(media)), None)
    return Card(conversation, contact.name or "No name", segments.clean(text).strip(), picture)


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
