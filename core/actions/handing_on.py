"""One conversation goes to another volunteer, or back to the pool; credit for what was done stays."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import events
from core.actions import pooling
from core.actions.reassigning import check_taker
from core.conversations.holding import review
from core.conversations.inbox import touch
from core.errors import Invalid
from core.finding import find
from core.inserting import insert_new
from core.models import Action, Conversation, Holding, Reassignment, User
from core.models.action import OUT
from core.people.rights import Right, require


def hand_on(
    session: Session, conversation_id: int, *, to_user_id: int | None, by: User, key: str, now: datetime
) -> Conversation:
    """Give a conversation to somebody, and keep who held it before.

    Args:
        to_user_id: None is the pool: one that was never texted may be claimed by anybody, any other waits
            for admins.
        key: of the form; the same key again moves nothing.

    Raises:
        NotAllowed: `by` may not reassign.
        NotFound: the conversation or the person is not in this campaign.
        Invalid: they have it already, or could not answer; beside `to_user`.
    """
    require(session, by, Right.RUN)
    conversation = review(session, conversation_id, by)
    if _is_known(session, key):
        return conversation
    taker = find(session, User, to_user_id, by=by, called="That volunteer") if to_user_id else None
    _check(conversation, taker)
    giver_id, order = conversation.holder_id, _keep(session, conversation, taker, by=by, key=key, now=now)
    conversation.holder_id = to_user_id
    session.add(_history(order, conversation, giver_id))
    if taker:
        here = Action.id == conversation.action_id
        pooling.hand_actions(session, taker, here, Action.state.in_(OUT), now=now)
    touch(session, giver_id, to_user_id)
    events.record(session, "conversation_reassigned", conversation, by=by, at=now)
    return conversation


def _check(conversation: Conversation, taker: User | None) -> None:
    if taker is None and conversation.holder_id is None:
        raise Invalid("to_user", "Nobody holds it already. Choose somebody.")
    if taker and conversation.holder_id == taker.id:
        raise Invalid("to_user", f"{taker.name} holds it already. Choose somebody else.")
    if taker:
        check_taker(taker)


def _is_known(session: Session, key: str) -> bool:
    return session.scalar(select(Reassignment.id).filter_by(key=key)) is not None


def _keep(
    session: Session, conversation: Conversation, taker: User | None, *, by: User, key: str, now: datetime
) -> Reassignment:
    made = insert_new(
        session,
        Reassignment,
        campaign_id=by.campaign_id,
        key=key,
        action_id=conversation.action_id,
        from_user_id=conversation.holder_id,
        to_user_id=taker.id if taker else None,
        by_user_id=by.id,
        which="one",
        count=1,
        at=now,
    )
    assert made is not None  # noqa: S101 - asked before, with the conversation's row locked
    return made


def _history(order: Reassignment, conversation: Conversation, giver_id: int | None) -> Holding:
    return Holding(
        campaign_id=order.campaign_id,
        conversation_id=conversation.id,
        from_user_id=giver_id,
        to_user_id=order.to_user_id,
        by_user_id=order.by_user_id,
        reassignment_id=order.id,
        at=order.at,
    )
