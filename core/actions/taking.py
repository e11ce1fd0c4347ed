"""Taking conversations out of an action's pool: free, textable and awake, in the order of contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, bindparam, select
from sqlalchemy.orm import Session

from core.actions.eligible import TEXTABLE, Place, awake, lives_in, quiet_since
from core.delivery.hours import windows
from core.delivery.known import KnownCampaign
from core.errors import CoreError
from core.models import Contact, Conversation
from core.models.base import BigKey
from core.standing import Standing


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


@dataclass(frozen=True)
class Pool:
    """The conversations of an action that nobody holds.

    Attributes:
        batch_size: how many one takes at a time.
        taken_up_to: the last contact that anybody took, by id; 0 where nobody did.
        timezone: the campaign's, in which people are told when texting opens.
        assigned_to: only the contacts assigned to this user; None is everybody's.
    """

    action_id: int
    campaign_id: int
    batch_size: int
    taken_up_to: int
    timezone: str
    campaign: KnownCampaign
    assigned_to: int | None = None


class Taken(NamedTuple):
    """A conversation that was taken."""

    id: int
    contact_id: int


def take(session: Session, pool: Pool, now: datetime) -> list[Taken]:
    """Return the next batch, locked until the transaction ends; at least one.

    It is looked for where the last one ended, and only if there are too few from the pool's beginning: what
    others have taken lies there, and the database would step over all of it each time.

    Raises:
        NothingLeft, EverybodyAsleep: there is nobody; the sentence says why.
    """
    asked = {
        "action": pool.action_id,
        "quiet_since": quiet_since(pool.campaign, now),
        "batch": pool.batch_size,
    } | ({"assigned_to": pool.assigned_to} if pool.assigned_to else {})
    rows = _from(session, pool, now, asked | {"start": pool.taken_up_to})
    if len(rows) < pool.batch_size and pool.taken_up_to:
        rows = _from(session, pool, now, asked | {"start": 0})
    if not rows:
        raise _nobody(session, pool, now, asked)
    return [Taken(row.id, row.contact_id) for row in rows]


def _from(session: Session, pool: Pool, now: datetime, asked: dict[str, Any]) -> Sequence[Any]:
    way = _way(pool)
    rows = way.next.rows(session, asked)
    found = {(row.zones, row.state) for row in rows}
    if found <= awake(pool.campaign, found, now):
        return rows
    awake_now = way.free.where(_is_awake(session, pool, now))
    return session.execute(_next(awake_now, way.order), asked).all()


def _is_awake(session: Session, pool: Pool, now: datetime) -> ColumnElement[bool]:
    """Some sleep: return the condition that picks those who are awake."""
    query = select(Contact.zones, Contact.state).filter_by(campaign_id=pool.campaign_id).distinct()
    places: set[Place] = {(zones, state) for zones, state in session.execute(query)}
    there = awake(pool.campaign, places, now)
    return lives_in(there, places - there)


def _nobody(session: Session, pool: Pool, now: datetime, asked: dict[str, Any]) -> CoreError:
    asleep = session.execute(
        _way(pool).free.with_only_columns(Contact.zones, Contact.state).distinct(), asked
    ).all()
    if not asleep:
        return NothingLeft()
    opening = [windows.window(pool.campaign, zones, state, now).opens_at for zones, state in asleep]
    return EverybodyAsleep(min((at for at in opening if at), default=None), pool.timezone)


def _way(pool: Pool) -> "_Way":
    return _ASSIGNED if pool.assigned_to else _ANYBODYS


def _next(free: Select[int, int, str, str], order: SQLColumnExpression[int]) -> Select[int, int, str, str]:
    # PostgreSQL steps over rows that others are taking; on SQLite writers already take turns
    rest = free.where(Conversation.contact_id > bindparam("start", type_=BigKey))
    locked = rest.with_for_update(of=Conversation, skip_locked=True)
    return locked.order_by(order).limit(bindparam("batch", type_=BigKey))


class _Way:
    """How a pool is gone through: the free conversations in it, and the order of their contacts."""

    def __init__(self, of_contact: ColumnElement[bool], order: SQLColumnExpression[int]) -> None:
        self.free = _COLUMNS.join(Contact, of_contact).where(_FREE)
        self.order = order
        self.next = Standing(_next(self.free, order))


_FREE = and_(Conversation.action_id == bindparam("action"), Conversation.holder_id.is_(None), TEXTABLE)
_COLUMNS = select(Conversation.id, Conversation.contact_id, Contact.zones, Contact.state)
# "+ 0" has PostgreSQL look up the contact of each conversation: else it walks all contacts beside the pool,
# from the first one on, past whoever was handed out before
_ANYBODYS = _Way(Contact.id == Conversation.contact_id + 0, Conversation.contact_id)
# ... while the contacts that are somebody's stand in their order in an index of their own
_ASSIGNED = _Way(
    (Contact.id == Conversation.contact_id)
    & (Contact.assigned_to_id == bindparam("assigned_to", type_=BigKey)),
    Contact.id,
)
