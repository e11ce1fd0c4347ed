"""A volunteer's conversations go back to the pool, where others find them; credit and history stay."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import events
from core.conversations import moving
from core.conversations.inbox import touch, touch_those
from core.inserting import insert_new
from core.models import Audience, Reassignment, User


def return_to_pool(session: Session, giver: User, *, by: User | None, key: str, now: datetime) -> int:
    """Take all conversations out of somebody's hands, of all actions; return how many those were.

    Who was not texted yet is handed out with the next batches; who waits for an answer is given to volunteers
    who ask for replies, and stands among what needs attention until then.

    Args:
        by: None is the product itself.
        key: of the form; the same key again returns nothing.
    """
    order = insert_new(
        session,
        Reassignment,
        campaign_id=giver.campaign_id,
        key=key,
        from_user_id=giver.id,
        by_user_id=(by or giver).id,
        which="all",
        count=0,
        at=now,
    )
    if order is None:
        return 0
    count = order.count = moving.move(session, order)
    touch(session, giver.id)
    if count:
        audience = select(Audience.user_id).where(Audience.action_id.in_(moving.actions_of(order)))
        touch_those(session, User.id.in_(audience))
        events.record(session, "conversations_returned", order, by=by, at=now, count=count)
    return count
