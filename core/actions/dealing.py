"""Dealing contacts out anew among the initial scripts, when one joins or leaves while texting goes on."""

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from core.actions.pooling import initial_scripts
from core.models import Action, Conversation


def deal_anew(session: Session, action: Action) -> int:
    """Give each contact who has had no text one of the action's initial scripts in turn; return how many.

    Whoever has been texted stays with the script they got, so each script's figures stay its own. A contact
    who is being texted this instant is passed over: that press is judged by what it found.
    """
    session.flush()
    scripts = initial_scripts(session, action.id)
    free = (
        select(Conversation.id)
        .where(Conversation.action_id == action.id, Conversation.initial_at.is_(None))
        .with_for_update(skip_locked=True, key_share=True)
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
