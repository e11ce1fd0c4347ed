"""A volunteer takes a batch of conversations out of an action's pool."""

from datetime import datetime

from sqlalchemy import Select, insert, literal, select, update
from sqlalchemy.orm import Session

from core import events
from core.actions.eligible import Place, awake, lives_in, textable
from core.conversations.inbox import touch
from core.db import UtcDateTime
from core.delivery.hours import windows
from core.errors import CoreError, NotFound
from core.models import Action, Audience, Campaign, Contact, Conversation, Holding, User
from core.models.base import BigKey


class ActionStopped(CoreError):
    """The action is paused or over."""

    def __init__(self, action: Action) -> None:
        paused = action.state == "paused"
        more = "Your campaign can start it again." if paused else "Thank you for texting!"
        super().__init__(f"“{action.title}” is {'paused' if paused else 'finished'}. {more}")


class NothingLeft(CoreError):
    """Nobody is left to text."""

    def __init__(self) -> None:
        super().__init__("Everybody is taken, nobody is left to text. Thank you! Replies come to your inbox.")


class EverybodyAsleep(CoreError):
    """Whoever is left lives where texting is closed now."""

    def __init__(self, opens_at: datetime | None, zone: str) -> None:
        super().__init__(
            f"It is outside texting hours where everybody else lives. {windows.opening(opens_at, zone)}"
        )
        self.opens_at = opens_at


def claim_batch(session: Session, action_id: int, *, by: User, now: datetime) -> int:
    """Give a volunteer the action's next batch; whoever still has contacts to text keeps those instead.

    Nobody gets what somebody else holds, nor a contact who opted out, has no textable phone or sleeps.

    Returns:
        how many conversations now wait in `by`'s hands for a first text.

    Raises:
        NotFound: the action was not sent to this person.
        ActionStopped: it is paused or over.
        NothingLeft, EverybodyAsleep: the pool has nobody for them; the sentence says why.
    """
    action, audience = _sent_to(session, action_id, by)
    if not action.is_running:
        raise ActionStopped(action)
    campaign = session.get_one(Campaign, action.campaign_id)
    if in_hand := len(waiting(session, campaign, action_id, by, now)):
        return in_hand
    taken = _take(session, campaign, action, now)
    _hand_over(session, taken, by, now)
    audience.seen_at, audience.started_at = audience.seen_at or now, audience.started_at or now
    audience.claimed_at = now
    events.record(session, "batch_claimed", action, by=by, at=now, count=len(taken))
    touch(session, by.id)
    return len(taken)


def waiting(session: Session, campaign: Campaign, action_id: int, user: User, now: datetime) -> list[int]:
    """Return the ids of conversations in `user`'s hands that can get their first text now, in order."""
    query = select(Conversation.id, Contact.zones, Contact.state).join(Contact).where(textable(campaign, now))
    held = query.filter(Conversation.action_id == action_id, Conversation.holder_id == user.id)
    rows = session.execute(held.order_by(Conversation.id)).all()
    places = awake(campaign, ((zones, state) for _, zones, state in rows), now)
    return [conversation for conversation, *place in rows if tuple(place) in places]


def _sent_to(session: Session, action_id: int, user: User) -> tuple[Action, Audience]:
    # the person's own row is locked, so that two presses at once are one after the other
    query = select(Action, Audience).join(Audience, Audience.action_id == Action.id)
    mine = query.filter(Action.id == action_id, Audience.user_id == user.id)
    row = session.execute(mine.with_for_update(of=Audience)).one_or_none()
    if row is None:
        raise NotFound("That action")
    return row[0], row[1]


def _take(session: Session, campaign: Campaign, action: Action, now: datetime) -> list[int]:
    pool = _pool(campaign, action, now)
    rows = session.execute(_next(pool, action.batch_size)).all()
    found = {(zones, state) for _, zones, state in rows}
    if found - awake(campaign, found, now):
        # some sleep: look again, among those who are awake only
        places = _places(session, campaign)
        there = awake(campaign, places, now)
        among = pool.where(lives_in(there, places - there))
        rows = session.execute(_next(among, action.batch_size)).all()
    if not rows:
        raise _nobody(session, campaign, pool, now)
    return [conversation for conversation, *_ in rows]


def _pool(campaign: Campaign, action: Action, now: datetime) -> Select[int, str, str]:
    # "+ 0" has PostgreSQL look up the contact of each conversation: else it walks all contacts beside the
    # pool, from the first one on, past whoever was handed out before
    query = select(Conversation.id, Contact.zones, Contact.state).join(
        Contact, Contact.id == Conversation.contact_id + 0
    )
    free = (Conversation.action_id == action.id, Conversation.holder_id.is_(None))
    return query.where(*free, textable(campaign, now))


def _next(pool: Select[int, str, str], count: int) -> Select[int, str, str]:
    # PostgreSQL steps over rows that others are taking; on SQLite writers already take turns
    locked = pool.with_for_update(of=Conversation, skip_locked=True)
    return locked.order_by(Conversation.contact_id).limit(count)


def _places(session: Session, campaign: Campaign) -> set[Place]:
    query = select(Contact.zones, Contact.state).filter_by(campaign_id=campaign.id).distinct()
    return {(zones, state) for zones, state in session.execute(query)}


def _nobody(session: Session, campaign: Campaign, pool: Select[int, str, str], now: datetime) -> CoreError:
    asleep = session.execute(pool.with_only_columns(Contact.zones, Contact.state).distinct()).all()
    if not asleep:
        return NothingLeft()
    opening = [windows.window(campaign, zones, state, now).opens_at for zones, state in asleep]
    return EverybodyAsleep(min((at for at in opening if at), default=None), campaign.timezone)


def _hand_over(session: Session, taken: list[int], by: User, now: datetime) -> None:
    # found free and locked by this transaction, so they are free still
    mine = Conversation.id.in_(taken)
    session.execute(
        update(Conversation).where(mine).values(holder_id=by.id).execution_options(synchronize_session=False)
    )
    who, at = literal(by.id, BigKey), literal(now, UtcDateTime())
    history = select(Conversation.campaign_id, Conversation.id, who, who, at).where(mine)
    columns = ["campaign_id", "conversation_id", "to_user_id", "by_user_id", "at"]
    session.execute(insert(Holding).from_select(columns, history))
