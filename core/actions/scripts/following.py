"""Which responses follow a script: after it was sent, they are offered first."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.actions.scripts.keeping import written
from core.actions.states import changed, find_open
from core.errors import Invalid
from core.models import Script, ScriptNext, User

MOST_NEXT = 20  # after one script


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


def follow_first(
    session: Session, action_id: int, next_ids: Sequence[int], *, by: User, now: datetime
) -> list[int]:
    """Say which responses follow the first text, whichever initial script it was made of; return their ids.

    Raises:
        NotFound, Stale: the action is not there, or closed.
        Invalid: as `chosen_nexts`; the field is `first_nexts`.
    """
    action = find_open(session, action_id, by=by)
    wanted = chosen_nexts(session, action.id, next_ids, field="first_nexts")
    there = nexts(session, [script.id for script in written(session, action.id, "initial")])
    if others := [each for each, after in there.items() if [script.id for script in after] != wanted]:
        for script_id in others:
            set_nexts(session, script_id, wanted)
        changed(session, action, "responses", by=by, now=now)
    return wanted


def first_nexts(session: Session, action_id: int) -> list[Script]:
    """Return the responses that follow an action's first text, in order."""
    initial = next(iter(written(session, action_id, "initial")), None)
    return nexts(session, [initial.id])[initial.id] if initial else []


def chosen_nexts(session: Session, action_id: int, ids: Sequence[int], *, field: str) -> list[int]:
    """Return the ids of responses chosen to follow a script, in their order; circles are fine.

    Raises:
        Invalid: too many, or one that is not a living response of the action.
    """
    if len(set(ids)) > MOST_NEXT:
        raise Invalid(field, f"At most {MOST_NEXT} responses follow one script.")
    responses = select(Script.id).filter_by(action_id=action_id, kind="response", archived_at=None)
    in_order = responses.where(Script.id.in_(ids)).order_by(Script.position, Script.id)
    found = list(session.scalars(in_order))
    if len(found) < len(set(ids)):
        raise Invalid(field, "One of these was removed meanwhile. Choose again.")
    return found


def set_nexts(session: Session, script_id: int, next_ids: Sequence[int]) -> None:
    """Make these the responses that follow a script."""
    session.execute(delete(ScriptNext).filter_by(script_id=script_id))
    if next_ids:
        session.execute(insert(ScriptNext), [{"script_id": script_id, "next_id": each} for each in next_ids])
