"""Which responses follow a script: after it was sent, they are offered first."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.models import Script, ScriptNext

MOST_NEXT = 20  # after one script
FIELD = "response_nexts"


def nexts(session: Session, script_ids: Collection[int]) -> dict[int, list[Script]]:
    """Return the living responses that follow each of these scripts, in order, by the scripts' ids."""
    rows = session.execute(
        select(ScriptNext.script_id, Script)
        .join(Script, Script.id == ScriptNext.next_id)
        .where(ScriptNext.script_id.in_(script_ids), Script.archived_at.is_(None))
        .order_by(Script.position, Script.id)
    )
    found: dict[int, list[Script]] = {each: [] for each in script_ids}
    for script_id, script in rows:
        found[script_id].append(script)
    return found


def chosen_nexts(session: Session, action_id: int, ids: Sequence[int]) -> list[int]:
    """Return the ids of responses chosen to follow a script, in their order; circles are fine.

    Raises:
        Invalid: too many, or one that is not a living response of the action.
    """
    if len(set(ids)) > MOST_NEXT:
        raise Invalid(FIELD, f"At most {MOST_NEXT} responses follow one script.")
    responses = select(Script.id).filter_by(action_id=action_id, kind="response", archived_at=None)
    in_order = responses.where(Script.id.in_(ids)).order_by(Script.position, Script.id)
    found = list(session.scalars(in_order))
    if len(found) < len(set(ids)):
        raise Invalid(FIELD, "One of these was removed meanwhile. Choose again.")
    return found


def set_nexts(session: Session, script_id: int, next_ids: Sequence[int]) -> None:
    """Make these the responses that follow a script."""
    session.execute(delete(ScriptNext).filter_by(script_id=script_id))
    if next_ids:
        session.execute(insert(ScriptNext), [{"script_id": script_id, "next_id": each} for each in next_ids])
