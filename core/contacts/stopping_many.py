"""Opt many contacts out at once: what `core.contacts.opting_out.opt_out` does for one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, bindparam, select, text, update
from sqlalchemy.orm import Session

from core.contacts.opt_out_queued import refuse_queued
from core.conversations.inbox import touch
from core.db import UtcDateTime
from core.models import Conversation, Message, OptOut


def stop_many(
    session: Session,
    campaign_id: int,
    contact_ids: Sequence[int],
    *,
    route: str,
    by_id: int | None,
    now: datetime,
) -> int:
    """Opt a chunk of contacts out; who is out already stays as it was. Nobody is texted about it.

    Args:
        contact_ids: of the campaign; a few thousand at most.
        route: how the record says it came; see `core.models.OptOut`.
        by_id: the user who wanted it.

    Returns:
        how many were opted out by this.
    """
    if not contact_ids:
        return 0
    given = {"campaign_id": campaign_id, "ids": list(contact_ids), "route": route, "by_id": by_id, "now": now}
    new = session.connection().scalars(_STOP, given).all()
    if new:
        take_effect(session, OptOut.id.in_(new), now)
    return len(new)


def take_effect(session: Session, made: ColumnElement[bool], now: datetime) -> None:
    """Take back what is queued for those who opted out, and stamp their conversations.

    Args:
        made: the condition that finds their new opt-outs.
    """
    theirs: Select[Any] = select(OptOut.contact_id).where(made, OptOut.contact_id.is_not(None))
    refuse_queued(session, Message.contact_id.in_(theirs), at=now)
    # locked in the order of ids, as all others lock them
    locked = select(Conversation.id, Conversation.holder_id).where(Conversation.contact_id.in_(theirs))
    held = session.execute(locked.order_by(Conversation.id).with_for_update(of=Conversation)).all()
    if held:
        stamped = update(Conversation).where(Conversation.contact_id.in_(theirs))
        stamped = stamped.where(Conversation.opted_out_at.is_(None))
        session.execute(stamped.values(opted_out_at=now, attention_since=None), execution_options=_APART)
        touch(session, *{row.holder_id for row in held})
    session.expire_all()


_APART = {"synchronize_session": False}
_STOP: TextClause = text(
    """
INSERT INTO opt_outs (campaign_id, phone, at, route, words, means, contact_id, user_id, lift_note)
SELECT campaign_id, phone, :now, :route, '', '', id, :by_id, ''
FROM contacts WHERE campaign_id = :campaign_id AND id IN :ids
ON CONFLICT DO NOTHING
RETURNING id
"""
).bindparams(bindparam("now", type_=UtcDateTime()), bindparam("ids", expanding=True))
