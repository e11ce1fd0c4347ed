"""Keeping an action's scripts, whatever their kind: they are changed in place, so that they keep their ids.

While an action runs, its scripts can be reworded, which counts for later texts; how each read before is kept.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actions.scripts.filling import check
from core.delivery import segments
from core.delivery.safeguards import LONGEST_TEXT
from core.errors import Invalid
from core.models import Action, Campaign, Script, ScriptVersion, User
from core.naming import worded


def written(session: Session, action_id: int, kind: str) -> Sequence[Script]:
    """Return an action's `initial` or `response` scripts, in order."""
    query = select(Script).filter_by(action_id=action_id, kind=kind, archived_at=None)
    return session.scalars(query.order_by(Script.position, Script.id)).all()


def count_written(session: Session, action_id: int, kind: str) -> int:
    """Return how many such scripts an action has."""
    query = select(func.count()).select_from(Script).filter_by(action_id=action_id, kind=kind)
    return session.scalar(query.where(Script.archived_at.is_(None))) or 0


def most_segments(session: Session, action: Action) -> int:
    """Return how many segments the campaign lets a text have."""
    return session.get_one(Campaign, action.campaign_id).most_segments


def body_of(words: str, known: Sequence[str], *, field: str, most: int) -> str:
    """Return a script's words when they can be filled in. Raises Invalid beside `field`.

    Args:
        most: the segments that may be sent.
    """
    text = worded(words, field=field, what="text", limit=LONGEST_TEXT)
    if not text:
        raise Invalid(field, "Write the text.")
    check(text, known, field=field)
    costs = segments.count(segments.clean(text))
    if costs.count > most:
        more = f" “{costs.forced_by}” makes each hold less." if costs.forced_by else ""
        raise Invalid(field, f"It needs {costs.count} segments; at most {most} can be sent.{more}")
    return text


def refuse_twins(fields: Sequence[str], words: Iterable[str], sentence: str) -> None:
    """Raise Invalid beside the first field whose words an earlier one has, whatever their case."""
    seen: set[str] = set()
    for field, each in zip(fields, words, strict=True):
        if each.casefold() in seen:
            raise Invalid(field, sentence)
        seen.add(each.casefold())


def new_script(action: Action, kind: str, body: str, *, position: int, media: Sequence[Any] = ()) -> Script:
    """Return a script that is not in the database yet."""
    of_action = {"campaign_id": action.campaign_id, "action_id": action.id}
    return Script(kind=kind, body=body, position=position, media=list(media), **of_action)


def reword(
    session: Session, script: Script, body: str, media: Sequence[Any], *, by: User, now: datetime
) -> bool:
    """Give a script other words or pictures, and keep how it was; return whether anything changed."""
    if (script.body, script.media) == (body, list(media)):
        return False
    session.add(
        ScriptVersion(
            script_id=script.id,
            version=script.version,
            body=script.body,
            media=script.media,
            until=now,
            reworded_by_id=by.id,
        )
    )
    script.version += 1
    script.body, script.media = body, list(media)
    return True
