"""Dealing contacts out anew among the initial scripts, when one joins or leaves while texting goes on."""

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy.orm import Session

from core.actions.pooling import initial_scripts
from core.models import Action, Conversation, Script


def deal_anew(session: Session, action: Action) -> int:
    """Give each contact who has had no text one of the action's initial scripts in turn; return how many.

    Whoever has been texted stays with the script they got, so each script's figures stay its own. A contact
    who is being texted or claimed this instant is passed over, for their press may wait for this very
    action: `deal_left` sees to them.
    """
    return _deal(session, action.id, skip_locked=True)


def deal_left(session: Session, action_id: int) -> int:
    """Deal out those who were passed over and would get a script that was taken away; return how many.

    Call it in a transaction of its own, after the one that took the script away: it waits for whoever has
    them in hand.
    """
    gone = select(Script.id).where(Script.action_id == action_id, Script.archived_at.is_not(None))
    return _deal(session, action_id, Conversation.script_id.in_(gone), skip_locked=False)


def _deal(session: Session, action_id: int, *which: ColumnElement[bool], skip_locked: bool) -> int:
    session.flush()
    scripts = initial_scripts(session, action_id)
    free = (
        select(Conversation.id)
        .where(Conversation.action_id == action_id, Conversation.initial_at.is_(None), *which)
        .order_by(Conversation.id)
        .with_for_update(skip_locked=skip_locked, key_share=True)
        .cte("free")
    )
    turn = (func.row_number().over(order_by=free.c.id) - 1) % len(scripts)
    dealt = select(free.c.id, case(dict(enumerate(scripts)), value=turn).label("script_id")).cte("dealt")
    rows = (
        update(Conversation)
        .where(Conversation.id == dealt.c.id)
        .values(script_id=dealt.c.script_id)
        .execution_options(synchronize_session=False, preserve_rowcount=True)
    )
    return int(session.connection().execute(rows).rowcount)
